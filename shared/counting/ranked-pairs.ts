import type { Alternatives, WeakOrder } from './alternatives.ts';
import { layersOf } from './order.ts';
import { pairwise, strengthsOf, type PairwiseMatrix, type PairwiseOptions, type PairStrength } from './pairwise.ts';
import { Relation } from './relation.ts';

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
  return layersOf(alternatives, (i, j) => ways.every((above) => above.has(i, j)));
}

type Victory = readonly [winner: number, loser: number];

/** Finding all ways is hard in the worst case. Beyond this many, victories of the same strength that close a circle together are passed over. */
const waysMost = 200;
/** And beyond this many attempts at one level. */
const stepsMost = 4000;

/** Every relation that locking in the victories can end in: one, where no two of the same strength are in each other's way. */
function lockedPairs(matrix: PairwiseMatrix, strength: PairStrength): Relation[] {
  let ways = [new Relation(matrix.length)];
  for (const victories of victoriesByStrength(matrix, strength)) {
    ways = distinct(ways.flatMap((above) => lockIn(above, victories)));
    if (ways.length > waysMost) ways = [common(ways)];
  }
  return ways;
}

/** All ways to lock in as many of these victories as go together. */
function lockIn(above: Relation, victories: readonly Victory[]): Relation[] {
  const open = victories.filter(([winner, loser]) => !above.has(loser, winner) && !above.has(winner, loser));
  if (open.length === 0) return [above];
  const together = above.with(open);
  const contested = open.filter(([winner, loser]) => together.has(loser, winner));
  if (contested.length === 0) return [together];
  const certain = above.with(open.filter(([winner, loser]) => !together.has(loser, winner)));
  return waysToLock(certain, contested) ?? [certain];
}

/** Each as far as it can be: what is refused would close a circle. Null where there are too many. */
function waysToLock(certain: Relation, contested: readonly Victory[]): Relation[] | null {
  const ways: Relation[] = [];
  let steps = 0;
  const decide = (locked: Relation, next: number, refused: readonly Victory[]) => {
    steps += 1;
    if (steps > stepsMost || ways.length > waysMost) return;
    const victory = contested[next];
    if (!victory) {
      if (refused.every(([winner, loser]) => locked.has(loser, winner))) ways.push(locked);
      return;
    }
    const [winner, loser] = victory;
    if (!locked.has(loser, winner)) decide(locked.with([victory]), next + 1, refused);
    if (!locked.has(winner, loser)) decide(locked, next + 1, [...refused, victory]);
  };
  decide(certain, 0, []);
  return steps > stepsMost || ways.length > waysMost ? null : ways;
}

function distinct(ways: Relation[]): Relation[] {
  return ways.length < 2 ? ways : [...new Map(ways.map((above) => [above.key(), above])).values()];
}

function common(ways: readonly Relation[]): Relation {
  return ways.reduce((all, above) => all.and(above));
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
