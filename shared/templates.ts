import { kindOf } from './exercise.ts';
import type { Locale } from './refusal.ts';
import { baselineQuestions, feedbackQuestions } from './questions.ts';

type Words = Record<Locale, string>;

/** One exercise of a template's agenda; its words in each language. */
export interface TemplateExercise {
  kind: string;
  title: Words;
  prompt: Words;
  /** What differs from the kind's defaults. */
  settings?: Record<string, unknown>;
}

/** An agenda that a session starts from. */
export interface Template {
  id: string;
  title: Words;
  description: Words;
  exercises: TemplateExercise[];
}

/** The exercises of a template that this version can run: those of a kind that there is. */
export function exercisesOf({ exercises }: Template): TemplateExercise[] {
  return exercises.filter(({ kind }) => kindOf(kind) !== undefined);
}

const write: TemplateExercise = {
  kind: 'collect',
  title: { 'zh-CN': '写一写', en: 'Write' },
  prompt: { 'zh-CN': '您和家里人最想解决的一件事是什么？', en: 'What is the one thing you and your family most want fixed?' },
};
const dots: TemplateExercise = {
  kind: 'dot-vote',
  title: { 'zh-CN': '贴圆点', en: 'Put dots' },
  prompt: { 'zh-CN': '哪几件最要紧？', en: 'What matters most?' },
};
const order: TemplateExercise = {
  kind: 'rank',
  title: { 'zh-CN': '排一排', en: 'Rank' },
  prompt: { 'zh-CN': '先办哪一件？', en: 'Which should come first?' },
};
const lendAHand: TemplateExercise = {
  kind: 'pledge',
  title: { 'zh-CN': '我来出力', en: 'Lend a hand' },
  prompt: { 'zh-CN': '哪件事，您愿意出把力？', en: 'Where would you lend a hand?' },
};
const baseline: TemplateExercise = {
  kind: 'survey',
  title: { 'zh-CN': '答几题', en: 'A few questions' },
  prompt: { 'zh-CN': '开始之前，先答三题。', en: 'Three questions before we begin.' },
  settings: { questions: baselineQuestions },
};
const feedback: TemplateExercise = {
  kind: 'survey',
  title: { 'zh-CN': '说说今天', en: 'About today' },
  prompt: { 'zh-CN': '今天的会，您觉得怎么样？', en: 'How was this meeting for you?' },
  settings: { questions: feedbackQuestions },
};

export const templates: readonly Template[] = [
  {
    id: 'needs-workshop',
    title: { 'zh-CN': '社区需求工作坊', en: 'Community needs workshop' },
    description: {
      'zh-CN': '先答三题，各写各的，一起定下最要紧的几件，看谁愿意出力。',
      en: 'From what each writes to what all want first, and who would lend a hand.',
    },
    exercises: [baseline, write, dots, order, lendAHand],
  },
  {
    id: 'baseline',
    title: { 'zh-CN': '基线与回访', en: 'Baseline and follow-up' },
    description: {
      'zh-CN': '先量一次，办过以后照样再量一次。',
      en: 'Measured once now, and once more when something was done.',
    },
    exercises: [
      baseline,
      write,
      dots,
      {
        kind: 'rate',
        title: { 'zh-CN': '打分', en: 'Rate' },
        prompt: { 'zh-CN': '有多要紧？现在满意吗？', en: 'How much does it matter? Happy with it now?' },
      },
      feedback,
    ],
  },
  {
    id: 'old-estate',
    title: { 'zh-CN': '老旧小区改造', en: 'Renewing an old estate' },
    description: {
      'zh-CN': '改哪些、钱先花在哪里，住户说了算一份。',
      en: 'What to renew, and where the money goes first.',
    },
    exercises: [
      {
        ...write,
        prompt: { 'zh-CN': '这个小区，您最想先改的一处是哪里？', en: 'What in this estate would you renew first?' },
      },
      dots,
      {
        kind: 'budget',
        title: { 'zh-CN': '分经费', en: 'Share the budget' },
        prompt: { 'zh-CN': '钱就这么多，先做哪几件？', en: 'There is only so much money: which come first?' },
      },
      lendAHand,
    ],
  },
  {
    id: 'deliberation',
    title: { 'zh-CN': '议事协商', en: 'Deliberation' },
    description: {
      'zh-CN': '居民先说，单位后说，再一起定。',
      en: 'Residents speak first, officials after them; then all decide.',
    },
    exercises: [
      {
        ...write,
        title: { 'zh-CN': '居民先说', en: 'Residents first' },
        prompt: { 'zh-CN': '这件事，您怎么看？有什么难处？', en: 'How do you see this? What makes it hard?' },
      },
      {
        ...write,
        title: { 'zh-CN': '单位后说', en: 'Then the officials' },
        prompt: { 'zh-CN': '听了大家的话，我们能做什么、做不到什么？', en: 'Having heard you: what can we do, and what not?' },
        settings: { concealed: false },
      },
      dots,
      order,
      feedback,
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
