import { placesOf, type Alternatives } from './alternatives.ts';
import { ranksOf, type Rank } from './order.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** One answer to "which of these two": the one taken, or null for both alike. */
export interface Comparison {
  a: string;
  b: string;
  winner: string | null;
}

/** How often each was taken over each other; an answer that takes neither is half a victory for both. Pairs nobody was asked have no opinion. */
export function winsOf(alternatives: Alternatives, comparisons: readonly Comparison[]): PairwiseMatrix {
  const places = placesOf(alternatives);
  const wins = alternatives.map(() => alternatives.map(() => 0));
  for (const { a, b, winner } of comparisons) {
    const i = places.get(a);
    const j = places.get(b);
    if (i === undefined || j === undefined || i === j) continue;
    if (winner !== b) wins[i]![j]! += winner === null ? 0.5 : 1;
    if (winner !== a) wins[j]![i]! += winner === null ? 0.5 : 1;
  }
  return wins;
}

export interface PairRanking {
  /** Who won each pair, null where neither did. */
  cells: (string | null)[][];
  /** How many pairs each won. */
  wins: Record<string, number>;
  ranks: Record<string, Rank>;
}

/**
 * The pairwise ranking matrix of participatory rural appraisal: for each pair who won it, for each alternative how many pairs it won (R. Slocum et
 * al., Power, Process and Participation, 1995, chapter "Pairwise ranking"). For few alternatives, as a room can read it.
 */
export function pairRanking(alternatives: Alternatives, wins: PairwiseMatrix): PairRanking {
  const cells = alternatives.map((a, i) =>
    alternatives.map((b, j) => (wins[i]![j]! > wins[j]![i]! ? a : wins[i]![j]! < wins[j]![i]! ? b : null)),
  );
  const count = Object.fromEntries(alternatives.map((id, i) => [id, cells[i]!.filter((winner) => winner === id).length]));
  return { cells, wins: count, ranks: ranksOf(alternatives, (id) => count[id]!) };
}
