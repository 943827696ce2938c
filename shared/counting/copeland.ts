import { recordOf, type Alternatives } from './alternatives.ts';
import { beats } from './condorcet.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** Victories less defeats in pairs (A. H. Copeland, A reasonable social welfare function, seminar at the University of Michigan, 1951). */
export function copeland(alternatives: Alternatives, matrix: PairwiseMatrix): Record<string, number> {
  const count = (isCounted: (j: number) => boolean) => alternatives.filter((_, j) => isCounted(j)).length;
  return recordOf(alternatives, (_, i) => count((j) => beats(matrix, i, j)) - count((j) => beats(matrix, j, i)));
}
