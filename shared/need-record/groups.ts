import type { GroupQuestion } from '../session.ts';
import type { NeedRecordInput, SealedRound } from './input.ts';
import type { RecordGroup } from './parts.ts';
import { figuresAt } from './runs.ts';
import { groupQuestions as known } from './vocabulary.ts';

/**
 * [T5] What residents were asked about themselves, and how many of those who voted said what: as it was fixed at the sealing of the last round that was
 * counted. Figures of several moments side by side would tell of whoever came between them.
 */
export function buildGroups({ groupQuestions = [], rounds, session }: NeedRecordInput, k: number): RecordGroup[] {
  const last = rounds.findLast(({ tally }) => tally !== null);
  return groupQuestions.flatMap((question) =>
    question.options.map(({ optionId, label }) => ({
      questionId: question.questionId,
      question: known.find((one) => one === question.questionId) ?? null,
      title: question.title,
      optionId,
      label: isChinese(session.languages) ? { zh: label, en: null } : { zh: null, en: label },
      ...peopleIn(last, question, optionId, k),
    })),
  );
}

function peopleIn(
  round: SealedRound | undefined,
  { questionId }: GroupQuestion,
  optionId: string,
  k: number,
): Pick<RecordGroup, 'people' | 'suppressed'> {
  if (!round) return { people: null, suppressed: false };
  const found = figuresAt(round, k)?.byGroup.find((group) => group.questionId === questionId && group.optionId === optionId);
  return { people: found?.people ?? null, suppressed: found?.people === undefined || found.people === null };
}

/** The words of a session are in its first language, Chinese where nobody said which. */
function isChinese(languages: readonly string[] | undefined): boolean {
  return (languages?.[0] ?? 'zh').startsWith('zh');
}
