import type { Alternatives, WeakOrder } from './alternatives.ts';
import { layersOf } from './order.ts';
import { pairwise, strengthsOf, type PairwiseMatrix, type PairwiseOptions, type PairStrength } from './pairwise.ts';

/**
 * Ranked Pairs, best first: victories are locked in from the strongest down, but for those that would close a circle.
 * T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4 (1987).
 * Victories of the same strength are looked at together, and of those that would close a circle with each other none is locked: no tie is broken,
 * so that the order may be weak. Without such ties it is Tideman's.
 */
export function rankedPairs(alternatives: Alternatives, rankings: readonly WeakOrder[], options: PairwiseOptions = {}): string[][] {
  const { strength = 'winning-votes', unranked = 'tied-last' } = options;
  const locked = lockedPairs(pairwise(alternatives, rankings, unranked), strength);
  return layersOf(alternatives, (i, j) => locked[i]![j]!);
}

/** Whether i is above j by the victories that were locked in, directly or by way of others. */
export function lockedPairs(matrix: PairwiseMatrix, strength: PairStrength): boolean[][] {
  let above = matrix.map((row) => row.map(() => false));
  for (const victories of victoriesByStrength(matrix, strength)) {
    const open = victories.filter(([winner, loser]) => !above[loser]![winner]!);
    const together = closure(above, open);
    const lasting = open.filter(([winner, loser]) => !together[loser]![winner]!);
    above = lasting.length === open.length ? together : closure(above, lasting);
  }
  return above;
}

type Victory = readonly [winner: number, loser: number];

function victoriesByStrength(matrix: PairwiseMatrix, strength: PairStrength): Victory[][] {
  const levels = new Map<number, Victory[]>();
  strengthsOf(matrix, strength).forEach((row, i) =>
    row.forEach((victory, j) => {
      if (victory > 0) levels.set(victory, [...(levels.get(victory) ?? []), [i, j]]);
    }),
  );
  return [...levels].sort(([a], [b]) => b - a).map(([, victories]) => victories);
}

/** The relation with these pairs added, and all that follows from them. */
function closure(above: readonly (readonly boolean[])[], pairs: readonly Victory[]): boolean[][] {
  const closed = above.map((row) => [...row]);
  for (const [winner, loser] of pairs) {
    if (closed[winner]![loser]!) continue;
    for (const [i, row] of closed.entries()) {
      if (i !== winner && !row[winner]!) continue;
      row[loser] = true;
      closed[loser]!.forEach((isBelow, j) => {
        if (isBelow) row[j] = true;
      });
    }
  }
  return closed;
}
