import { suppressedGroups, type Suppression } from './groups.ts';

/** Shares of a group are told in steps of this, so that one person more or less does not show. */
const step = 0.05;

export interface GroupFigure {
  id: string;
  /** Null where it is hidden. */
  share: number | null;
  reason: Suppression | null;
}

/**
 * What part of each group supports one alternative, as far as that tells nobody's ballot while the figures of the whole room are told. Besides small
 * groups, those are hidden of which all or none support it; then further ones until the hidden people taken together do not all choose alike.
 */
export function groupShares(groups: readonly { id: string; people: number; supporters: number }[], k: number): GroupFigure[] {
  const hidden = suppressedGroups(groups, k);
  const filled = groups.filter(({ people }) => people > 0);
  for (const { id, people, supporters } of filled)
    if (!hidden.has(id) && (supporters === 0 || supporters === people)) hidden.set(id, 'unanimous');
  for (;;) {
    const pool = filled.filter(({ id }) => hidden.has(id));
    const people = pool.reduce((sum, group) => sum + group.people, 0);
    const supporters = pool.reduce((sum, group) => sum + group.supporters, 0);
    const isSafe = pool.length === 0 || (pool.length > 1 && supporters > 0 && supporters < people);
    const shown = filled.filter(({ id }) => !hidden.has(id));
    if (isSafe || shown.length === 0) break;
    hidden.set(shown.reduce((a, b) => (b.people < a.people ? b : a)).id, 'complementary');
  }
  return groups.map(({ id, people, supporters }) => ({
    id,
    share: people === 0 || hidden.has(id) ? null : rounded(supporters / people),
    // That all of them choose alike is what must not be told.
    reason: hidden.get(id) === 'unanimous' ? 'complementary' : (hidden.get(id) ?? null),
  }));
}

/** In steps, and never all or nothing. */
function rounded(share: number): number {
  const steps = Math.round(share / step);
  return Number((Math.min(1 / step - 1, Math.max(1, steps)) * step).toFixed(2));
}
