import type { Alternatives, WeakOrder } from './alternatives.ts';
import { layersOf } from './order.ts';
import { pairwise, strengthsOf, type PairwiseMatrix, type PairwiseOptions, type PairStrength } from './pairwise.ts';

/**
 * Schulze's weak order, best first: a is above b where the strongest path from a to b is stronger than any back. Where that leaves alternatives
 * unordered, each group is those that nobody still left is above of.
 * M. Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method, Social Choice and
 * Welfare 36 (2011); definitions as in arXiv:1804.02973.
 */
export function schulze(alternatives: Alternatives, rankings: readonly WeakOrder[], options: PairwiseOptions = {}): string[][] {
  return schulzeOf(alternatives, pairwise(alternatives, rankings, options.unranked), options.strength);
}

/** The same from a matrix that is there already. */
export function schulzeOf(alternatives: Alternatives, matrix: PairwiseMatrix, strength: PairStrength = 'winning-votes'): string[][] {
  const paths = strongestPaths(matrix, strength);
  return layersOf(alternatives, (i, j) => paths[i]![j]! > paths[j]![i]!);
}

/** The strength (as `strengthsOf` numbers it) of the strongest path from i to j, a path being as strong as its weakest pair. */
export function strongestPaths(matrix: PairwiseMatrix, strength: PairStrength): number[][] {
  const paths = strengthsOf(matrix, strength);
  for (const [via, onward] of paths.entries()) {
    for (const [from, row] of paths.entries()) {
      if (from === via) continue;
      const toVia = row[via]!;
      for (let to = 0; to < row.length; to += 1) {
        if (to === from) continue;
        const around = Math.min(toVia, onward[to]!);
        if (to !== via && around > row[to]!) row[to] = around;
      }
    }
  }
  return paths;
}
