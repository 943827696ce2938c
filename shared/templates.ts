import { kindOf } from './exercise.ts';
import type { Locale } from './refusal.ts';
import { baselineQuestions, feedbackQuestions } from './questions.ts';
import { readyPrompts, readyTitles, type ReadyMade } from './ready-made.ts';

type Words = Readonly<Record<Locale, string>>;

/** One exercise of a template's agenda; its words in each language. */
export interface TemplateExercise {
  kind: string;
  title: ReadyMade;
  prompt: ReadyMade;
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
  title: readyTitles.write,
  prompt: readyPrompts.write,
};
const dots: TemplateExercise = {
  kind: 'dot-vote',
  title: readyTitles.dots,
  prompt: readyPrompts.dots,
};
const order: TemplateExercise = {
  kind: 'rank',
  title: readyTitles.order,
  prompt: readyPrompts.order,
};
const lendAHand: TemplateExercise = {
  kind: 'pledge',
  title: readyTitles.lendAHand,
  prompt: readyPrompts.lendAHand,
};
const baseline: TemplateExercise = {
  kind: 'survey',
  title: readyTitles.questions,
  prompt: readyPrompts.before,
  settings: { questions: baselineQuestions },
};
const feedback: TemplateExercise = {
  kind: 'survey',
  title: readyTitles.today,
  prompt: readyPrompts.after,
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
        title: readyTitles.rate,
        prompt: readyPrompts.rate,
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
        prompt: readyPrompts.renew,
      },
      dots,
      {
        kind: 'budget',
        title: readyTitles.budget,
        prompt: readyPrompts.budget,
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
        title: readyTitles.residentsFirst,
        prompt: readyPrompts.view,
      },
      {
        ...write,
        title: readyTitles.officialsThen,
        prompt: readyPrompts.answer,
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
