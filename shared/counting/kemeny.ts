import type { Alternatives } from './alternatives.ts';
import { layersOf } from './order.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** Beyond this the best order is not looked for: the work doubles with every alternative. */
export const kemenyMost = 10;

export interface Kemeny {
  /** How often ballots agree with a pair of the order; no order has more. */
  score: number;
  /** How many orders have that score. */
  optimal: number;
  /** Weak, best first: a is above b where every best order has it so, in layers as with Schulze. */
  order: string[][];
}

/**
 * The orders that the ballots agree with most, exactly; null above ten alternatives.
 * J. Kemeny, Mathematics without numbers, Daedalus 88 (1959); H. P. Young, American Political Science Review 82 (1988). All of them are found by
 * dynamic programming over the sets that stand first.
 */
export function kemeny(alternatives: Alternatives, matrix: PairwiseMatrix): Kemeny | null {
  const size = alternatives.length;
  if (size > kemenyMost) return null;
  const sets = 1 << size;
  const places = alternatives.map((_, place) => place);
  /** What it adds to put `next` after the set `before` and above the rest. */
  const gain = (before: number, next: number) => places.reduce((sum, j) => (((before >> j) & 1) === 1 ? sum : sum + matrix[next]![j]!), 0);
  const gains = Array.from({ length: sets }, (_, before) => places.map((next) => (((before >> next) & 1) === 1 ? 0 : gain(before, next))));
  // The most that can still be had once a set stands first, and in how many ways.
  const most = new Array<number>(sets).fill(0);
  const ways = new Array<number>(sets).fill(1);
  for (let before = sets - 2; before >= 0; before -= 1) {
    const open = places.filter((next) => ((before >> next) & 1) === 0);
    const whole = (next: number) => gains[before]![next]! + most[before | (1 << next)]!;
    most[before] = Math.max(...open.map(whole));
    ways[before] = open.filter((next) => whole(next) === most[before]).reduce((sum, next) => sum + ways[before | (1 << next)]!, 0);
  }
  return { score: most[0]!, optimal: ways[0]!, order: layersOf(alternatives, alwaysAbove(places, gains, most)) };
}

/** Whether i is above j in every best order: no best order has it the other way. */
function alwaysAbove(places: readonly number[], gains: readonly (readonly number[])[], most: readonly number[]) {
  const once = places.map(() => places.map(() => false));
  const isOnTheWay = new Array<boolean>(most.length).fill(false);
  isOnTheWay[0] = true;
  for (let before = 0; before < most.length; before += 1) {
    if (!isOnTheWay[before]) continue;
    for (const next of places) {
      const after = before | (1 << next);
      if (after === before || gains[before]![next]! + most[after]! !== most[before]) continue;
      isOnTheWay[after] = true;
      for (const j of places) if (((after >> j) & 1) === 0) once[next]![j] = true;
    }
  }
  return (i: number, j: number) => once[i]![j]! && !once[j]![i]!;
}
