import type { WeakOrder } from './alternatives.ts';
import { cutAt, ranksOfOrder } from './order.ts';

/** How far up in a group's own order an alternative stands that the group would miss. */
const high = 3;

export interface UnderHeard {
  id: string;
  groupId: string;
  /** Its place in the group, and in the whole room. */
  rankInGroup: number;
  rank: number;
}

/**
 * What a group of at least k people puts among its first three while it is below the first `topK` of everybody. Where more than three are tied there, the
 * group has not said which.
 */
export function underHeard(
  order: WeakOrder,
  groups: readonly { groupId: string; people: number; order: WeakOrder }[],
  { k, topK }: { k: number; topK: number },
): UnderHeard[] {
  const ranks = ranksOfOrder(order);
  return groups
    .filter(({ people }) => people >= k)
    .flatMap(({ groupId, order: own }) => {
      const inGroup = ranksOfOrder(own);
      return cutAt(own, high)
        .chosen.filter((id) => (ranks[id]?.rank ?? Infinity) > topK)
        .map((id) => ({ id, groupId, rankInGroup: inGroup[id]!.rank, rank: ranks[id]?.rank ?? order.flat().length + 1 }));
    });
}

/** Groups of at least k people in the room of whom nobody has taken part yet. */
export function silentGroups(groups: readonly { groupId: string; people: number; tookPart: number }[], k: number): string[] {
  return groups.filter(({ people, tookPart }) => people >= k && tookPart === 0).map(({ groupId }) => groupId);
}
