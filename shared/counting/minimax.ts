import { recordOf, type Alternatives } from './alternatives.ts';
import type { PairwiseMatrix, PairStrength } from './pairwise.ts';

/**
 * The worst that each alternative meets in pairs; the lowest is first. By winning votes it is the votes for whoever beats it (0 where nobody does),
 * by margins those votes less its own, by opposition the most votes against it whether it loses or not.
 * P. B. Simpson, Econometrica 37 (1969); G. H. Kramer, Journal of Economic Theory 16 (1977).
 */
export function minimax(
  alternatives: Alternatives,
  matrix: PairwiseMatrix,
  strength: PairStrength | 'opposition' = 'winning-votes',
): Record<string, number> {
  return recordOf(alternatives, (_, i) => {
    const met = alternatives.map((_, j) => j).filter((j) => j !== i);
    const worst = met.map((j) => against(matrix[j]![i]!, matrix[i]![j]!, strength));
    return worst.length === 0 ? 0 : Math.max(...worst);
  });
}

function against(votes: number, own: number, strength: PairStrength | 'opposition'): number {
  if (strength === 'margins') return votes - own;
  return strength === 'opposition' || votes > own ? votes : 0;
}
