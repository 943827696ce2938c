import { prioritising } from '../tally.ts';
import type { RecordNeed, RecordResult, RecordRun } from './parts.ts';

export type Standing = Pick<
  RecordNeed,
  'priorityRunId' | 'supporters' | 'supportShare' | 'priorityRank' | 'rankTied' | 'rankLow' | 'rankHigh' | 'chanceTopK'
>;

/** The run that places, supporters and shares come from: the last one by the most telling rule. Undefined where none was counted. */
export function priorityRun(runs: readonly RecordRun[]): RecordRun | undefined {
  for (const rule of prioritising) {
    const run = lastShown(runs, (other) => other.rule === rule);
    if (run) return run;
  }
  return undefined;
}

/** The last sealed of the runs that were shown and counted and that `fits` lets through. Where a time is missing, the later in the list is the later. */
export function lastShown(runs: readonly RecordRun[], fits: (run: RecordRun) => boolean): RecordRun | undefined {
  let last: RecordRun | undefined;
  for (const run of runs) {
    if (!run.shown || run.rule === null || !fits(run)) continue;
    if (!last?.sealedAt || !run.sealedAt || run.sealedAt >= last.sealedAt) last = run;
  }
  return last;
}

/** What everybody together gave a need in a run. */
export function resultFor(results: readonly RecordResult[], run: RecordRun | undefined, needId: string): RecordResult | undefined {
  return run && results.find((result) => result.runId === run.id && result.needId === needId && result.group === null);
}

/** Where a need stands by the run that decides; a need that was not asked about there has nothing. */
export function standingOf(needId: string, runs: readonly RecordRun[], results: readonly RecordResult[]): Standing {
  const result = resultFor(results, priorityRun(runs), needId);
  return {
    priorityRunId: result?.runId ?? null,
    supporters: result?.people ?? null,
    supportShare: result?.share ?? null,
    priorityRank: result?.rank ?? null,
    rankTied: result?.tied ?? null,
    rankLow: result?.rankLow ?? null,
    rankHigh: result?.rankHigh ?? null,
    chanceTopK: result?.chanceTopK ?? null,
  };
}
