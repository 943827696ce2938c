import { pooledChannels } from '../counting/channels.ts';
import { suppressedGroups } from '../counting/groups.ts';
import { kindOf } from '../exercise.ts';
import type { Method, OptionResult, Tally } from '../tally.ts';
import type { SealedRound } from './input.ts';
import type { RecordResult, RecordRun } from './parts.ts';

/** The options that our counts fix beyond an exercise's settings, so that somebody else can count the same ballots again. */
const conventions: Partial<Record<Method, Record<string, string | number>>> = {
  borda: { base: 0, truncated: 'share' },
  schulze: { pairStrength: 'winning-votes', unranked: 'tied-last' },
  'ranked-pairs': { pairStrength: 'winning-votes', unranked: 'tied-last' },
  kemeny: { unranked: 'tied-last' },
};

/** The id of a round's count; the audits of that count add their rule to it. */
export function runId({ exerciseId, round }: { exerciseId: string; round: number }): string {
  return `${exerciseId}.${round}`;
}

/** Every count of the sealed rounds, and what each gave. Exercises without ballots have no run. */
export function buildRuns(rounds: readonly SealedRound[], k: number): { runs: RecordRun[]; results: RecordResult[] } {
  const runs: RecordRun[] = [];
  const results: RecordResult[] = [];
  for (const round of rounds) {
    if (kindOf(round.kind)?.ballot === null) continue;
    const shown = buildRun(round, k);
    runs.push(shown);
    if (round.tally === null) continue;
    results.push(...round.tally.options.map((option) => shownResult(shown.id, option)));
    results.push(...groupResults(shown.id, round.tally, k));
    round.tally.alsoBy.forEach(({ method, ranks }, place) => {
      const audit: RecordRun = {
        ...shown,
        id: `${shown.id}.${method}`,
        rule: method,
        shown: false,
        options: { ...round.settings, ...conventions[method] },
        stability: null,
        agreement: place === 0 ? (round.tally?.agreement ?? null) : null,
      };
      runs.push(audit);
      results.push(...rankedResults(audit.id, ranks, null));
    });
  }
  return { runs, results };
}

function buildRun(round: SealedRound, k: number): RecordRun {
  const { tally } = round;
  return {
    id: runId(round),
    exerciseId: round.exerciseId,
    round: round.round,
    kind: round.kind,
    rule: tally?.method ?? null,
    shown: true,
    options: { ...round.settings, ...(tally && conventions[tally.method]) },
    ballots: tally?.ballots ?? null,
    blank: null,
    invalid: null,
    channels: tally?.channels ? pooledChannels(tally.channels, k) : null,
    hands: tally?.hands ?? null,
    stability: tally?.stability ?? null,
    tieLog: [],
    agreement: null,
    kendallW: null,
    sealedAt: round.sealedAt === null ? null : new Date(round.sealedAt).toISOString(),
    inputHash: round.inputHash ?? null,
  };
}

function shownResult(id: string, option: OptionResult): RecordResult {
  return {
    ...blankResult,
    runId: id,
    needId: option.needId,
    people: figure(option, 'people'),
    score: option.score,
    share: option.share,
    rank: option.rank,
    tied: option.tied,
    rankLow: figure(option, 'rankLow'),
    rankHigh: figure(option, 'rankHigh'),
    chanceTopK: figure(option, 'chanceTopK'),
  };
}

/** A projector may show smaller groups than a file that stays, so that a file hides anew, and more. */
function groupResults(id: string, tally: Tally, k: number): RecordResult[] {
  const questions = new Map<string, Tally['byGroup']>();
  for (const group of tally.byGroup) questions.set(group.questionId, [...(questions.get(group.questionId) ?? []), group]);
  return [...questions.values()].flatMap((groups) => {
    const said = groups.reduce((sum, { ballots }) => sum + ballots, 0);
    const cells = groups.map(({ optionId, ballots }) => ({ id: optionId, people: ballots }));
    const hidden = suppressedGroups([...cells, { id: '', people: Math.max(0, tally.ballots - said) }], k);
    return groups.flatMap(({ questionId, optionId, suppressed, ranks }) => {
      if (!suppressed && ranks && !hidden.has(optionId)) return rankedResults(id, ranks, { questionId, optionId });
      const reason = hidden.get(optionId) ?? 'small-group';
      return tally.options.map(({ needId }) => ({
        ...blankResult,
        runId: id,
        needId,
        group: { questionId, optionId },
        suppressed: true,
        reason,
      }));
    });
  });
}

function rankedResults(id: string, ranks: Readonly<Record<string, number>>, group: RecordResult['group']): RecordResult[] {
  const places = Object.values(ranks);
  return Object.entries(ranks).map(([needId, rank]) => ({
    ...blankResult,
    runId: id,
    needId,
    group,
    rank,
    tied: places.filter((other) => other === rank).length > 1,
  }));
}

const blankResult = {
  group: null,
  people: null,
  score: null,
  share: null,
  rank: null,
  tied: null,
  rankLow: null,
  rankHigh: null,
  chanceTopK: null,
  suppressed: false,
  reason: null,
} satisfies Omit<RecordResult, 'runId' | 'needId'>;

/** One of a kind's own figures, where it is a number. */
export function figure(option: OptionResult, name: string): number | null {
  const value = option[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
