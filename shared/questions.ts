import * as z from 'zod/mini';
import { ServerId } from './ids.ts';
import { Translations } from './note.ts';
import { readyAnswers, type ReadyMade } from './ready-made.ts';
import { Title } from './session.ts';

export const questionsMax = 20;
export const answersMax = 20;
/** The grades of a scale, lowest first. */
export const grades = [1, 2, 3, 4, 5] as const;

const Answer = z.strictObject({ optionId: ServerId, label: Title, translations: z.optional(Translations) });

/** A question with a scale, one answer or several. Only the latter two have options of their own. */
export const Question = z
  .strictObject({
    questionId: ServerId,
    kind: z.enum(['scale', 'single', 'several']),
    title: Title,
    translations: z.optional(Translations),
    options: z.optional(
      z.array(Answer).check(
        z.minLength(1),
        z.maxLength(answersMax),
        z.refine((options) => new Set(options.map(({ optionId }) => optionId)).size === options.length),
      ),
    ),
  })
  .check(z.refine(({ kind, options }) => (kind === 'scale') === (options === undefined)));
export type Question = z.infer<typeof Question>;

export const Questions = z.array(Question).check(
  z.maxLength(questionsMax),
  z.refine((questions) => new Set(questions.map(({ questionId }) => questionId)).size === questions.length),
);

/** How a question was answered. `share` is of people who cast a ballot; where several answers are allowed the shares may add up to more than one. */
export interface QuestionResult extends Omit<Question, 'options'> {
  /** Who answered it at all. */
  people: number;
  /** Of a scale; null where nobody answered, and for other questions. */
  mean: number | null;
  options: { optionId: string; label: string; translations?: Translations | undefined; people: number; share: number }[];
}

type Answers = readonly (readonly [id: string, label: ReadyMade])[];
const said = ({ 'zh-CN': zhCN, ...translations }: ReadyMade) => ({ title: zhCN, translations });
const scale = (questionId: string, asked: ReadyMade) => ({ questionId, kind: 'scale' as const, ...said(asked) });
const single = (questionId: string, asked: ReadyMade, options: Answers) => ({
  questionId,
  kind: 'single' as const,
  ...said(asked),
  options: answersOf(options),
});

function answersOf(options: Answers) {
  return options.map(([optionId, { 'zh-CN': label, ...translations }]) => ({ optionId, label, translations }));
}

const ready = readyAnswers;

/** Asked at the start, and again a year later: to whom people turn, whether they are heard, whether they take part. */
export const baselineQuestions: readonly Question[] = [
  {
    questionId: 'turn-to',
    kind: 'several',
    ...said(ready.turnTo),
    options: answersOf([
      ['family', ready.family],
      ['neighbours', ready.neighbours],
      ['stairwell', ready.stairwell],
      ['committee', ready.committee],
      ['property', ready.property],
      ['hotline', ready.hotline],
      ['nobody', ready.nobody],
    ]),
  },
  scale('heard', ready.heard),
  single('took-part', ready.tookPart, [
    ['never', ready.never],
    ['once-twice', ready.onceTwice],
    ['often', ready.often],
  ]),
];

/** Asked at the end, about the meeting itself. */
export const feedbackQuestions: readonly Question[] = [
  scale('spoke', ready.spoke),
  scale('content', ready.content),
  single('again', ready.again, [
    ['yes', ready.yes],
    ['maybe', ready.maybe],
    ['no', ready.no],
  ]),
];
