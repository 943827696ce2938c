import type { Alternatives, WeakOrder } from './alternatives.ts';
import { compare, type Fraction } from './fraction.ts';

export type Score = number | bigint | Fraction;

/** A place in a competition ranking, 1 2 2 4: 1 is first and those who are tied share it. */
export interface Rank {
  rank: number;
  tied: boolean;
}

/** The weak order by a score, higher first; tied alternatives stay in the order they were given in. Throws RangeError for NaN. */
export function orderOf(alternatives: Alternatives, score: (id: string) => Score): string[][] {
  const scored = alternatives.map((id) => ({ id, score: score(id) }));
  scored.sort((a, b) => compareScores(b.score, a.score));
  const order: string[][] = [];
  scored.forEach(({ id, score: own }, i) => {
    const before = scored[i - 1];
    if (before && compareScores(before.score, own) === 0) order[order.length - 1]!.push(id);
    else order.push([id]);
  });
  return order;
}

/** Competition ranks by a score, higher is better. */
export function ranksOf(alternatives: Alternatives, score: (id: string) => Score): Record<string, Rank> {
  return ranksOfOrder(orderOf(alternatives, score));
}

/** Competition ranks of a weak order, best first. */
export function ranksOfOrder(order: WeakOrder): Record<string, Rank> {
  const ranks = Object.create(null) as Record<string, Rank>;
  let ahead = 0;
  for (const group of order) {
    for (const id of group) ranks[id] = { rank: ahead + 1, tied: group.length > 1 };
    ahead += group.length;
  }
  return ranks;
}

/** The places alone, as a plain object. */
export function placesIn(alternatives: Alternatives, ranks: Readonly<Record<string, Rank>>): Record<string, number> {
  return Object.fromEntries(alternatives.map((id) => [id, ranks[id]!.rank]));
}

/** The first k of a weak order: who is in whatever happens, and who is on the line because the cut falls inside their tie. */
export function cutAt(order: WeakOrder, k: number): { chosen: string[]; onTheLine: string[] } {
  const chosen: string[] = [];
  for (const group of order) {
    if (chosen.length + group.length > k) return { chosen, onTheLine: chosen.length < k ? [...group] : [] };
    chosen.push(...group);
  }
  return { chosen, onTheLine: [] };
}

/** A weak order of what is only partly ordered: the groups got by repeatedly taking those that nobody left is above. `isAbove` has no circles. */
export function layersOf(alternatives: Alternatives, isAbove: (i: number, j: number) => boolean): string[][] {
  const layers: string[][] = [];
  let left = alternatives.map((_, place) => place);
  while (left.length > 0) {
    const free = left.filter((j) => !left.some((i) => isAbove(i, j)));
    layers.push(free.map((place) => alternatives[place]!));
    left = left.filter((place) => !free.includes(place));
  }
  return layers;
}

function compareScores(a: Score, b: Score): number {
  if (typeof a === 'object' && typeof b === 'object') return compare(a, b);
  if (typeof a === 'object' || typeof b === 'object') throw new TypeError('scores of two sorts');
  if (a < b) return -1;
  if (a > b) return 1;
  if (a !== b && Number(a) !== Number(b)) throw new RangeError('a score that is not a number');
  return 0;
}
