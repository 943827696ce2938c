import * as z from 'zod/mini';
import { ServerId } from './ids.ts';
import { Translations } from './note.ts';
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

const single = (questionId: string, title: string, en: string, options: readonly [id: string, label: string, en: string][]) => ({
  questionId,
  kind: 'single' as const,
  title,
  translations: { en },
  options: answersOf(options),
});
const scale = (questionId: string, title: string, en: string) => ({ questionId, kind: 'scale' as const, title, translations: { en } });

function answersOf(options: readonly [id: string, label: string, en: string][]) {
  return options.map(([optionId, label, english]) => ({ optionId, label, translations: { en: english } }));
}

/** Asked at the start, and again a year later: to whom people turn, whether they are heard, whether they take part. */
export const baselineQuestions: readonly Question[] = [
  {
    questionId: 'turn-to',
    kind: 'several',
    title: '遇到困难，您先找谁？',
    translations: { en: 'In trouble, whom do you turn to first?' },
    options: answersOf([
      ['family', '家里人', 'Family'],
      ['neighbours', '邻居', 'Neighbours'],
      ['stairwell', '楼门长', 'The stairwell head'],
      ['committee', '社区居委会', 'The residents’ committee'],
      ['property', '物业', 'The property manager'],
      ['hotline', '打 12345', 'The 12345 hotline'],
      ['nobody', '谁也不找', 'Nobody'],
    ]),
  },
  scale('heard', '社区里的事，您说得上话吗？', 'Do you have a say in what happens here?'),
  single('took-part', '过去一年，您参加过几次社区的活动？', 'How often did you take part in something here in the past year?', [
    ['never', '没参加过', 'Never'],
    ['once-twice', '一两次', 'Once or twice'],
    ['often', '三次以上', 'Three times or more'],
  ]),
];

/** Asked at the end, about the meeting itself. */
export const feedbackQuestions: readonly Question[] = [
  scale('spoke', '今天想说的，您说出来了吗？', 'Could you say what you wanted to say today?'),
  scale('content', '今天的结果，您满意吗？', 'Are you happy with what came out today?'),
  single('again', '下次还愿意来吗？', 'Would you come again?', [
    ['yes', '愿意', 'Yes'],
    ['maybe', '看情况', 'Perhaps'],
    ['no', '不来了', 'No'],
  ]),
];
