import type { RecordGroup, RecordSurvey } from '../need-record.ts';
import type { ComparedAnswer, ComparedGroup, ComparedQuestion, Reason } from './parts.ts';

/** Questions are one where they were asked in the same words; of several rounds the last one is compared. */
export function comparedQuestions(then: readonly RecordSurvey[], now: readonly RecordSurvey[]): ComparedQuestion[] {
  const [before, after] = [lastAsked(then), lastAsked(now)];
  const left = new Set(before);
  const asked = after.map((question) => {
    const found = before.find((one) => left.has(one) && isOneQuestion(one, question)) ?? null;
    if (found) left.delete(found);
    return comparedQuestion(found, question);
  });
  return [...asked, ...[...left].map((question) => comparedQuestion(question, null))];
}

function lastAsked(surveys: readonly RecordSurvey[]): RecordSurvey[] {
  return [...new Map(surveys.map((survey) => [`${survey.exerciseId} ${survey.questionId}`, survey])).values()];
}

function isOneQuestion(a: RecordSurvey, b: RecordSurvey): boolean {
  return isOneText(a.question, b.question);
}

interface Text {
  zh: string | null;
  en: string | null;
}

function isOneText(a: Text, b: Text): boolean {
  return (a.zh !== null && a.zh === b.zh) || (a.en !== null && a.en === b.en);
}

function comparedQuestion(before: RecordSurvey | null, after: RecordSurvey | null): ComparedQuestion {
  const shown = (after ?? before)!;
  const [earlier, later] = [before?.options ?? [], after?.options ?? []];
  const answers = [
    ...later.map((option) => comparedAnswer(earlier.find((one) => isOneText(one, option)) ?? null, option)),
    ...earlier.filter((option) => !later.some((one) => isOneText(one, option))).map((option) => comparedAnswer(option, null)),
  ];
  return {
    ...shown.question,
    kind: shown.kind,
    reasons: questionReasons(before, after, answers),
    then: before && { people: before.people ?? null, mean: before.mean ?? null },
    now: after && { people: after.people ?? null, mean: after.mean ?? null },
    answers,
  };
}

function questionReasons(before: RecordSurvey | null, after: RecordSurvey | null, answers: readonly ComparedAnswer[]): Reason[] {
  if (before === null || after === null) return ['question'];
  if (before.kind !== after.kind) return ['kind'];
  return answers.every(({ then, now }) => then !== null && now !== null) ? [] : ['options'];
}

type SurveyOption = RecordSurvey['options'][number];

function comparedAnswer(before: SurveyOption | null, after: SurveyOption | null): ComparedAnswer {
  const { zh, en } = (after ?? before)!;
  const figures = (option: SurveyOption | null) => option && { people: option.people, share: option.share };
  return { zh, en, then: figures(before), now: figures(after) };
}

/** How many said what of themselves, by answer. */
export function comparedGroups(then: readonly RecordGroup[], now: readonly RecordGroup[]): ComparedGroup[] {
  const keyOf = ({ questionId, optionId }: RecordGroup) => `${questionId} ${optionId}`;
  const [before, after] = [new Map(then.map((group) => [keyOf(group), group])), new Map(now.map((group) => [keyOf(group), group]))];
  const figures = (group: RecordGroup | undefined) => (group ? { people: group.people, suppressed: group.suppressed } : null);
  return [...new Map([...after, ...before]).keys()].map((key) => {
    const { title, label } = (after.get(key) ?? before.get(key))!;
    return { title, ...label, then: figures(before.get(key)), now: figures(after.get(key)) };
  });
}
