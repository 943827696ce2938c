import type { Translations } from '../note.ts';
import type { SealedRound } from './input.ts';
import type { RecordSurvey } from './parts.ts';
import { runId } from './runs.ts';

/** What was asked and answered in each sealed round that had questions; a round by itself, so that two can be compared. */
export function buildSurveys(rounds: readonly SealedRound[]): RecordSurvey[] {
  return rounds.flatMap((round) =>
    (round.tally?.questions ?? []).map(({ questionId, kind, title, translations, people, mean, options }) => ({
      exerciseId: round.exerciseId,
      runId: runId(round),
      questionId,
      question: inBoth(title, translations),
      kind,
      people,
      mean,
      options: options.map(({ optionId, label, translations: others, people: chose, share }) => ({
        optionId,
        ...inBoth(label, others),
        people: chose,
        share,
        suppressed: false,
      })),
    })),
  );
}

/** A text as it was written, under the language that it looks like, with the other one where somebody translated it. */
function inBoth(text: string, translations: Translations | undefined): { zh: string | null; en: string | null } {
  const zh = translations?.['zh-CN'] ?? translations?.['zh'] ?? null;
  const en = translations?.['en'] ?? null;
  return /\p{Script=Han}/u.test(text) ? { zh: text, en } : { zh, en: text };
}
