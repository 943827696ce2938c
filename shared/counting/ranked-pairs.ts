import type { Alternatives, WeakOrder } from './alternatives.ts';
import { layersOf } from './order.ts';
import { pairwise, strengthsOf, type PairwiseMatrix, type PairwiseOptions, type PairStrength } from './pairwise.ts';

/**
 * Ranked Pairs, best first: victories are locked in from the strongest down, but for those that would close a circle.
 * T. N. Tideman, Independence of clones as a criterion for voting rules, Social Choice and Welfare 4 (1987).
 * Where victories of the same strength get into each other's way, every order of locking them is followed (M. Brill and F. Fischer, The price of
 * neutrality for the ranked pairs method, AAAI 2012): a is above b where it is in all of them, and what is left open stays in one group, in layers
 * as with Schulze. No tie is broken.
 */
export function rankedPairs(alternatives: Alternatives, rankings: readonly WeakOrder[], options: PairwiseOptions = {}): string[][] {
  return rankedPairsOf(alternatives, pairwise(alternatives, rankings, options.unranked), options.strength);
}

/** The same from a matrix that is there already. */
export function rankedPairsOf(alternatives: Alternatives, matrix: PairwiseMatrix, strength: PairStrength = 'winning-votes'): string[][] {
  const ways = lockedPairs(matrix, strength);
  return layersOf(alternatives, (i, j) => ways.every((above) => above[i]![j]!));
}

/** Whether i is above j, directly or by way of others. */
type Relation = readonly (readonly boolean[])[];
type Victory = readonly [winner: number, loser: number];

/** Finding all ways is hard in the worst case. Beyond this many, victories of the same strength that close a circle together are passed over. */
const waysMost = 200;

/** Every relation that locking in the victories can end in: one, where no two of the same strength are in each other's way. */
export function lockedPairs(matrix: PairwiseMatrix, strength: PairStrength): Relation[] {
  let ways: Relation[] = [matrix.map((row) => row.map(() => false))];
  for (const victories of victoriesByStrength(matrix, strength)) {
    ways = distinct(ways.flatMap((above) => lockIn(above, victories)));
    if (ways.length > waysMost) ways = [common(ways)];
  }
  return ways;
}

/** All ways to lock in as many of these victories as go together. */
function lockIn(above: Relation, victories: readonly Victory[]): Relation[] {
  const open = victories.filter(([winner, loser]) => !above[loser]![winner]! && !above[winner]![loser]!);
  if (open.length === 0) return [above];
  const together = withPairs(above, open);
  const contested = open.filter(([winner, loser]) => together[loser]![winner]!);
  if (contested.length === 0) return [together];
  const certain = withPairs(
    above,
    open.filter(([winner, loser]) => !together[loser]![winner]!),
  );
  const ways: Relation[] = [];
  let steps = 0;
  const decide = (locked: Relation, next: number, refused: readonly Victory[]) => {
    steps += 1;
    if (steps > waysMost * 20 || ways.length > waysMost) return;
    const victory = contested[next];
    if (!victory) {
      // A way is complete only where each that was refused would close a circle.
      if (refused.every(([winner, loser]) => locked[loser]![winner]!)) ways.push(locked);
      return;
    }
    const [winner, loser] = victory;
    if (!locked[loser]![winner]!) decide(withPairs(locked, [victory]), next + 1, refused);
    if (!locked[winner]![loser]!) decide(locked, next + 1, [...refused, victory]);
  };
  decide(certain, 0, []);
  return steps > waysMost * 20 || ways.length > waysMost ? [certain] : ways;
}

function distinct(ways: Relation[]): Relation[] {
  if (ways.length < 2) return ways;
  return [...new Map(ways.map((above) => [above.map((row) => row.map(Number).join('')).join(), above])).values()];
}

function common(ways: readonly Relation[]): Relation {
  return ways[0]!.map((row, i) => row.map((_, j) => ways.every((above) => above[i]![j]!)));
}

function victoriesByStrength(matrix: PairwiseMatrix, strength: PairStrength): Victory[][] {
  const levels = new Map<number, Victory[]>();
  strengthsOf(matrix, strength).forEach((row, i) =>
    row.forEach((victory, j) => {
      if (victory <= 0) return;
      const level = levels.get(victory);
      if (level) level.push([i, j]);
      else levels.set(victory, [[i, j]]);
    }),
  );
  return [...levels].sort(([a], [b]) => b - a).map(([, victories]) => victories);
}

/** The relation with these pairs added, and all that follows from them. */
function withPairs(above: Relation, pairs: readonly Victory[]): Relation {
  const closed = [...above];
  for (const [winner, loser] of pairs) {
    if (closed[winner]![loser]!) continue;
    const below = closed[loser]!;
    closed.forEach((row, i) => {
      if (i === winner || row[winner]!) closed[i] = row.map((isAbove, j) => isAbove || j === loser || below[j]!);
    });
  }
  return closed;
}
