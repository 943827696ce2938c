import { pooledChannels } from '../counting/channels.ts';
import { suppressedGroups } from '../counting/groups.ts';
import { kindOf } from '../exercise.ts';
import type { Conventions } from '../exercises/kind.ts';
import { topK, type Method, type OptionResult, type Tally } from '../tally.ts';
import type { RoundFigures, SealedRound } from './input.ts';
import type { RecordResult, RecordRun } from './parts.ts';

/** The options that our counts fix beyond an exercise's settings, so that somebody else can count the same ballots again. */
const conventions: Conventions = {
  borda: { base: 0, truncated: 'share' },
  schulze: { pairStrength: 'winning-votes', unranked: 'tied-last' },
  'ranked-pairs': { pairStrength: 'winning-votes', unranked: 'tied-last' },
  kemeny: { unranked: 'tied-last' },
  'equal-shares': { k: topK, costs: 'unit', completion: 'phragmen' },
};

/** Where a kind counts by a method in its own way, that is said instead. */
function conventionsOf({ kind, settings }: SealedRound, method: Method): Record<string, string | number> | undefined {
  return kindOf(kind)?.ballot?.conventions?.(settings)[method] ?? conventions[method];
}

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
    results.push(...groupResults(shown.id, { ...round, tally: round.tally }, k));
    round.tally.alsoBy.forEach(({ method, ranks }, place) => {
      const audit: RecordRun = {
        ...shown,
        id: `${shown.id}.${method}`,
        rule: method,
        shown: false,
        options: {
          ...round.settings,
          ...conventionsOf(round, method),
          ...mergedIn(round),
          ...(method === 'equal-shares' && lotsOf(round)),
        },
        stability: null,
        agreement: place === 0 ? (round.tally?.agreement ?? null) : null,
        kendallW: null,
        tieLog: method === 'equal-shares' ? shown.tieLog : [],
      };
      runs.push(audit);
      results.push(...rankedResults(audit.id, ranks, null));
    });
  }
  return { runs, results };
}

function buildRun(round: SealedRound, k: number): RecordRun {
  const { tally } = round;
  const figures = figuresAt(round, k);
  return {
    id: runId(round),
    exerciseId: round.exerciseId,
    round: round.round,
    kind: round.kind,
    ...(round.title != null && { title: round.title }),
    rule: tally?.method ?? null,
    shown: true,
    options: {
      ...round.settings,
      ...(tally && conventionsOf(round, tally.method)),
      ...mergedIn(round),
      ...(tally?.method === 'equal-shares' && lotsOf(round)),
    },
    ballots: tally?.ballots ?? null,
    blank: round.forFiles?.blank ?? null,
    // What does not fit is refused when it is cast [B2].
    invalid: tally ? 0 : null,
    channels: channelsAt(figures ? figures.channels : (tally?.channels ?? null), k),
    hands: tally?.hands ?? null,
    stability: tally?.stability ?? null,
    tieLog: figures?.tieLog ?? [],
    agreement: null,
    kendallW: figures?.kendallW ?? null,
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

/** [T10] What somebody else must merge before counting again. */
function mergedIn({ forFiles }: SealedRound): { merged: Record<string, string> } | null {
  const merged = forFiles?.merged ?? {};
  return Object.keys(merged).length > 0 ? { merged } : null;
}

/** What the lots were drawn with, so that somebody else draws the same. */
function lotsOf({ forFiles }: SealedRound): { seed: number } | null {
  return forFiles ? { seed: forFiles.seed } : null;
}

/** Channels as a file may tell them; a few who all came the same way are told as a total alone. */
function channelsAt(channels: Record<string, number> | null, k: number): Record<string, number> | null {
  return channels && pooledChannels(channels, k);
}

/** What was fixed at sealing for files that hide as much as these do. */
export function figuresAt({ forFiles }: SealedRound, k: number): RoundFigures | null {
  return forFiles?.k === k ? forFiles : null;
}

function groupResults(id: string, round: SealedRound & { tally: Tally }, k: number): RecordResult[] {
  const figures = figuresAt(round, k);
  if (!figures) return groupResultsAnew(id, round.tally, k);
  return figures.byGroup.flatMap(({ questionId, optionId, people, reason, ranks }) => {
    const group = { questionId, optionId };
    if (ranks) return rankedResults(id, ranks, group);
    // An empty group has no places, and nothing is hidden of it.
    if (people === 0) return [];
    return round.tally.options.map(({ needId }) => ({ ...blankResult, runId: id, needId, group, suppressed: true, reason }));
  });
}

/** A projector may show smaller groups than a file that stays, so that a file hides anew, and more. */
function groupResultsAnew(id: string, tally: Tally, k: number): RecordResult[] {
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
