import type { Locale } from './refusal.ts';

type Words = Record<Locale, string>;

/** One exercise of a template's agenda; its words in each language. */
export interface TemplateExercise {
  kind: string;
  title: Words;
  prompt: Words;
  settings?: Record<string, unknown>;
}

/** An agenda that a session starts from. */
export interface Template {
  id: string;
  title: Words;
  description: Words;
  exercises: TemplateExercise[];
}

export const templates: readonly Template[] = [
  {
    id: 'needs-workshop',
    title: { 'zh-CN': '社区需求工作坊', en: 'Community needs workshop' },
    description: {
      'zh-CN': '写一写，合成一件件，贴圆点，再给最要紧的几件排一排。',
      en: 'Write, group into needs, put dots, then rank the strongest.',
    },
    exercises: [
      {
        kind: 'collect',
        title: { 'zh-CN': '写一写', en: 'Write' },
        prompt: { 'zh-CN': '您和家里人最想解决的一件事是什么？', en: 'What is the one thing you and your family most want fixed?' },
      },
      {
        kind: 'dot-vote',
        title: { 'zh-CN': '贴圆点', en: 'Put dots' },
        prompt: { 'zh-CN': '哪几件最要紧？', en: 'What matters most?' },
      },
      {
        kind: 'rank',
        title: { 'zh-CN': '排一排', en: 'Rank' },
        prompt: { 'zh-CN': '先办哪一件？', en: 'Which should come first?' },
      },
    ],
  },
  {
    id: 'blank',
    title: { 'zh-CN': '空白', en: 'Blank' },
    description: { 'zh-CN': '自己加环节。', en: 'Add your own exercises.' },
    exercises: [],
  },
];

export const defaultTemplateId = 'needs-workshop';
