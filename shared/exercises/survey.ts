import * as z from 'zod/mini';
import { ServerId } from '../ids.ts';
import { grades, Questions, type Question, type QuestionResult } from '../questions.ts';
import { rounded } from '../tally.ts';
import { answerOf, orNothing } from './form.ts';
import { defineKind, wholeNumber } from './kind.ts';
import { hasOwn } from '../own.ts';

const Answer = z.nullable(
  z.union([
    wholeNumber(grades[0], grades.length),
    ServerId,
    z.array(ServerId).check(
      z.maxLength(20),
      z.refine((ids) => new Set(ids).size === ids.length),
    ),
  ]),
);
type Answer = z.infer<typeof Answer>;

export const SurveySettings = z.strictObject({ questions: Questions });
export const SurveyBallot = z.strictObject({ kind: z.literal('survey'), answers: z.record(ServerId, Answer) });
type SurveyBallot = z.infer<typeof SurveyBallot>;

/** 答几题: a few questions with a scale, one answer or several. Counted by people; each may be left out. */
export const survey = defineKind<z.infer<typeof SurveySettings>, SurveyBallot>({
  kind: 'survey',
  called: { 'zh-CN': '答几题', en: 'A few questions' },
  isAboutNeeds: false,
  defaults: { questions: [] },
  settings: SurveySettings,
  ballot: {
    form: {
      rule: () => ({ 'zh-CN': '不想答的可以空着。', en: 'Leave out what you like.' }),
      questions: ({ settings: { questions } }) =>
        questions.map((question) => {
          const choices = optionsOf(question).map(({ optionId, label }) => ({ value: optionId, label }));
          const isSeveral = question.kind === 'several';
          return {
            name: question.questionId,
            title: question.title,
            several: isSeveral,
            choices: isSeveral ? choices : orNothing(choices),
          };
        }),
      read: (answers, { settings: { questions } }) => ({
        kind: 'survey',
        answers: Object.fromEntries(
          questions.flatMap((question) => {
            const answer = readAnswer(question, answers.get(question.questionId) ?? [], answerOf(answers, question.questionId));
            return answer === null ? [] : [[question.questionId, answer]];
          }),
        ),
      }),
    },
    schema: SurveyBallot,
    refuse({ answers }, { settings: { questions } }) {
      for (const [questionId, answer] of Object.entries(answers)) {
        const question = questions.find((one) => one.questionId === questionId);
        if (!question) return 'not-an-option';
        if (answer === null) continue;
        if (!isOfSort(question, answer)) return 'bad-input';
        if (!chosenOf(answer).every((id) => optionsOf(question).some(({ optionId }) => optionId === id))) return 'not-an-option';
      }
      return null;
    },
    tally: (ballots, { settings: { questions } }) => ({
      method: 'counts',
      options: [],
      alsoBy: [],
      agreement: null,
      questions: questions.map((question) => resultOf(question, ballots)),
      audit: { kendallW: null, tieLog: [] },
    }),
    supported: () => [],
    merged: (ballot) => ballot,
    given: null,
    sample: ({ settings: { questions } }, chance) => ({
      kind: 'survey',
      answers: Object.fromEntries(questions.map((question) => [question.questionId, sampleOf(question, chance)])),
    }),
  },
});

function isOfSort({ kind }: Question, answer: NonNullable<Answer>): boolean {
  switch (kind) {
    case 'scale':
      return typeof answer === 'number';
    case 'single':
      return typeof answer === 'string';
    case 'several':
      return Array.isArray(answer);
    default:
      return kind satisfies never;
  }
}

/** The options of a question; those of a scale are its grades. */
function optionsOf({ options }: Question): NonNullable<Question['options']> {
  return options ?? grades.map((grade) => ({ optionId: String(grade), label: String(grade) }));
}

/** The ids of the options that an answer names. */
function chosenOf(answer: Answer | undefined): string[] {
  if (answer === null || answer === undefined) return [];
  return Array.isArray(answer) ? answer : [String(answer)];
}

function resultOf(question: Question, ballots: readonly SurveyBallot[]): QuestionResult {
  const { questionId, kind } = question;
  const chosen = ballots.map(({ answers }) => chosenOf(hasOwn(answers, questionId) ? answers[questionId] : null));
  const answered = chosen.filter((ids) => ids.length > 0);
  const sum = answered.reduce((before, [grade]) => before + Number(grade), 0);
  return {
    ...question,
    people: answered.length,
    mean: kind === 'scale' && answered.length > 0 ? rounded(sum / answered.length) : null,
    options: optionsOf(question).map((option) => {
      const people = answered.filter((ids) => ids.includes(option.optionId)).length;
      return { ...option, people, share: ballots.length === 0 ? 0 : people / ballots.length };
    }),
  };
}

function readAnswer({ kind }: Question, ticked: readonly string[], picked: string | undefined): Answer {
  if (kind === 'several') return ticked.length > 0 ? [...ticked] : null;
  if (picked === undefined) return null;
  return kind === 'scale' ? Number(picked) : picked;
}

function sampleOf(question: Question, chance: () => number): Answer {
  const ids = optionsOf(question).map(({ optionId }) => optionId);
  const one = () => ids[Math.floor(chance() * ids.length)]!;
  switch (question.kind) {
    case 'scale':
      return 1 + Math.floor(chance() * grades.length);
    case 'single':
      return one();
    case 'several':
      return [...new Set([one(), one()])];
    default:
      return question.kind satisfies never;
  }
}
