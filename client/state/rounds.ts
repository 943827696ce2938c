import type { Tally } from '../../shared/tally.ts';
import { rowsOf } from './results.ts';

export interface Place {
  rank: number;
  tied: boolean;
}
/** A need's place in the round before and in this one; `then` is null where it was not asked about. */
export interface Moved {
  needId: string;
  number: number;
  title: string;
  then: Place | null;
  now: Place;
}

/** [X3] Each need's place then and now, best first; null where there was no round before, or it gave no order. */
export function sinceBefore(tally: Tally): { round: number; then: number; now: number; rows: Moved[] } | null {
  const { before, options, ballots } = tally;
  if (!before || before.options.length === 0 || options.length === 0) return null;
  const earlier = new Map(before.options.map(({ needId, ...place }) => [needId, place]));
  const rows = rowsOf(tally).map(({ needId, number, title, rank, tied }) => ({
    needId,
    number,
    title,
    then: earlier.get(needId) ?? null,
    now: { rank, tied },
  }));
  return { round: before.round, then: before.ballots, now: ballots, rows };
}
