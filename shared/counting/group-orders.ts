import type { Alternatives, WeakOrder } from './alternatives.ts';
import { suppressedGroups, type Suppression } from './groups.ts';

/** A group, its own order by the rule that is shown, and what of its ballots must not show through. */
export interface GroupBallots {
  id: string;
  people: number;
  order: WeakOrder;
  /** Alternatives that nobody of the group supports, or too few to be told. */
  unsupported: ReadonlySet<string>;
  /** True where all of the group cast the same ballot: their order would be everybody's ballot. */
  isOfOneMind: boolean;
}

export interface GroupOrder {
  id: string;
  /** Null where the group is hidden, and so is its order. An empty group has no order either. */
  people: number | null;
  order: WeakOrder | null;
  /** Never that a group is of one mind: with the totals of the room that could tell everybody's ballot. */
  reason: Suppression | null;
}

/**
 * The orders of the groups of one partition, as far as they may be told. Hidden are small groups, those of one mind, those in `hiddenBefore` (what an
 * earlier telling hid must stay hidden), and others so that none can be worked out. Where nobody in a group supports an alternative, or too few, its order
 * does not say so: it stands level with one that enough support.
 */
export function groupOrders(groups: readonly GroupBallots[], k: number, hiddenBefore: ReadonlySet<string> = new Set()): GroupOrder[] {
  const alsoHidden = new Set(hiddenBefore);
  const told = new Map(groups.map((group) => [group.id, withoutLast(group.order, group.unsupported)]));
  for (const { id, isOfOneMind } of groups) if (isOfOneMind || told.get(id)!.length < 2) alsoHidden.add(id);
  const hidden = suppressedGroups(groups, k, alsoHidden);
  // Where nothing is told of anybody, an empty group would tell where they are not.
  const isNothingTold = groups.every(({ id, people }) => people === 0 || hidden.has(id));
  return groups.map(({ id, people }) => {
    const reason = hidden.get(id) ?? (isNothingTold ? 'small-group' : null);
    return { id, people: reason ? null : people, order: reason || people === 0 ? null : told.get(id)!, reason };
  });
}

/** The order with those that nobody supports level with the next that somebody does: those above them, or below where there are none above. */
function withoutLast(order: WeakOrder, unsupported: ReadonlySet<string>): Alternatives[] {
  const levels: { ids: string[]; isSupported: boolean }[] = [];
  for (const ids of order) {
    const isSupported = ids.some((id) => !unsupported.has(id));
    const above = levels.at(-1);
    if (above && (!isSupported || !above.isSupported)) {
      above.ids.push(...ids);
      above.isSupported ||= isSupported;
    } else levels.push({ ids: [...ids], isSupported });
  }
  return levels.map(({ ids }) => ids);
}
