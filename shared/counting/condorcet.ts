import type { Alternatives } from './alternatives.ts';
import type { PairwiseMatrix } from './pairwise.ts';

/** Who beats every other one in pairs, or null. Alone, an alternative beats all there are. */
export function condorcetWinner(alternatives: Alternatives, matrix: PairwiseMatrix): string | null {
  return alternatives.find((_, i) => alternatives.every((_, j) => i === j || beats(matrix, i, j))) ?? null;
}

/** Who loses to every other one in pairs, or null. */
export function condorcetLoser(alternatives: Alternatives, matrix: PairwiseMatrix): string | null {
  if (alternatives.length < 2) return null;
  return alternatives.find((_, i) => alternatives.every((_, j) => i === j || beats(matrix, j, i))) ?? null;
}

/**
 * The Smith set: the fewest alternatives that each beat everybody else (J. H. Smith, Aggregation of preferences with variable electorate,
 * Econometrica 41, 1973).
 */
export function smithSet(alternatives: Alternatives, matrix: PairwiseMatrix): string[] {
  const victories = alternatives.map((_, i) => alternatives.filter((_, j) => beats(matrix, i, j)).length);
  const most = Math.max(...victories);
  const inside = new Set(alternatives.map((_, i) => i).filter((i) => victories[i] === most));
  // Whoever is not beaten by all inside belongs inside, too.
  for (const i of inside) for (const j of alternatives.keys()) if (!beats(matrix, i, j) && i !== j) inside.add(j);
  return alternatives.filter((_, i) => inside.has(i));
}

export function beats(matrix: PairwiseMatrix, i: number, j: number): boolean {
  return matrix[i]![j]! > matrix[j]![i]!;
}
