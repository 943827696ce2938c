/** Why a figure of a group is not told: too few people, it would give a hidden one away, or all of them chose alike. */
export type Suppression = 'small-group' | 'complementary' | 'unanimous';

export interface Cell {
  id: string;
  people: number;
}

/**
 * Which groups may not be told when their total is: those of fewer than k people, those of `alsoHidden`, and as many of the smallest others as it takes
 * that the hidden ones cannot be worked out from the rest, not even by somebody who knows these rules and why each was hidden. The groups are a
 * partition: those who said nothing are one of them. Empty groups are told. Below 2k people nothing is.
 * L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), chapter 3.
 */
export function suppressedGroups(
  groups: readonly Cell[],
  k: number,
  alsoHidden: ReadonlySet<string> = new Set(),
): Map<string, Suppression> {
  const hidden = new Map<string, Suppression>();
  const filled = groups.filter(({ people }) => people > 0);
  const total = filled.reduce((sum, { people }) => sum + people, 0);
  for (const { id, people } of filled) {
    if (people < k || total < 2 * k) hidden.set(id, 'small-group');
    else if (alsoHidden.has(id)) hidden.set(id, 'complementary');
  }
  const isSmallest = (id: string) => !alsoHidden.has(id);
  const next = () => nextToHide(filled, hidden, { k, isSmallest });
  for (let more = next(); more; more = next()) hidden.set(more.id, 'complementary');
  return hidden;
}

interface HidingRules {
  k: number;
  /** Whether this cell, hidden for others' sake, is known to be the smallest that could be. */
  isSmallest: (id: string) => boolean;
}

/** The smallest cell that must be hidden as well, or undefined where what is hidden cannot be worked out from what is shown. */
function nextToHide(cells: readonly Cell[], hidden: ReadonlyMap<string, Suppression>, rules: HidingRules): Cell | undefined {
  const pool = cells.filter(({ id }) => hidden.has(id));
  const shown = cells.filter(({ id }) => !hidden.has(id));
  const people = pool.reduce((sum, cell) => sum + cell.people, 0);
  if (pool.length === 0 || (pool.length > 1 && people >= rules.k && !isPinned(pool, shown, hidden, rules))) return undefined;
  return smallest(shown);
}

/**
 * Whether one of the hidden cells can only be what it is. Everybody knows the people in all of them together, that none is empty, that a small one is
 * below k and another is not, and which of the others are no larger than those shown.
 */
function isPinned(
  pool: readonly Cell[],
  shown: readonly Cell[],
  hidden: ReadonlyMap<string, Suppression>,
  { k, isSmallest }: HidingRules,
): boolean {
  const people = pool.reduce((sum, cell) => sum + cell.people, 0);
  const leastShown = smallest(shown)?.people ?? people;
  const bounds = pool.map(({ id }) => {
    if (hidden.get(id) === 'small-group') return { least: 1, most: k - 1 };
    return { least: k, most: isSmallest(id) ? Math.min(people, leastShown) : people };
  });
  const least = bounds.reduce((sum, own) => sum + own.least, 0);
  const most = bounds.reduce((sum, own) => sum + own.most, 0);
  return bounds.some((own) => Math.max(own.least, people - (most - own.most)) >= Math.min(own.most, people - (least - own.least)));
}

export interface CrossedCell extends Cell {
  row: string;
  column: string;
}

/**
 * The same for two questions crossed, whose rows and columns have totals that are told: each row and each column is protected as above, and no hidden
 * cell can be solved for from the totals of all of them together.
 */
export function suppressedCross(cells: readonly CrossedCell[], k: number): Map<string, Suppression> {
  const filled = cells.filter(({ people }) => people > 0);
  const total = filled.reduce((sum, { people }) => sum + people, 0);
  const hidden = new Map<string, Suppression>();
  for (const { id, people } of filled) if (people < k || total < 2 * k) hidden.set(id, 'small-group');
  for (;;) {
    const more = lineToHide(filled, hidden, k) ?? solvableToHide(filled, hidden);
    if (!more) return hidden;
    hidden.set(more.id, 'complementary');
  }
}

function lineToHide(cells: readonly CrossedCell[], hidden: ReadonlyMap<string, Suppression>, k: number): Cell | undefined {
  for (const side of ['row', 'column'] as const) {
    for (const name of new Set(cells.map((cell) => cell[side]))) {
      const line = cells.filter((cell) => cell[side] === name);
      const more = nextToHide(line, hidden, { k, isSmallest: () => false });
      if (more) return more;
    }
  }
  return undefined;
}

/** A further cell to hide where one of the hidden ones can be no other than it is. */
function solvableToHide(cells: readonly CrossedCell[], hidden: ReadonlyMap<string, Suppression>): Cell | undefined {
  const lines = cells.filter(({ id }) => hidden.has(id));
  const shown = cells.filter(({ id }) => !hidden.has(id));
  const solvable = lines.find((line) => !mayChange(line, lines, 'more') && !mayChange(line, lines, 'less'));
  if (!solvable) return undefined;
  return smallest(shown.filter(({ row, column }) => row === solvable.row || column === solvable.column)) ?? smallest(shown);
}

/**
 * Whether one person more (or less) in a hidden cell goes with all totals. It does where the change can be made good along a circle of hidden cells,
 * each in turn a person less and a person more, none becoming empty: everybody knows that hidden cells are not.
 */
function mayChange(cell: CrossedCell, hidden: readonly CrossedCell[], change: 'more' | 'less'): boolean {
  if (change === 'less' && cell.people === 1) return false;
  const mayGive = ({ people }: CrossedCell) => people > 1;
  const reached = new Set([`column ${cell.column}`]);
  for (const point of reached) {
    for (const other of hidden) {
      if (other.id === cell.id) continue;
      const [toRow, toColumn] = change === 'more' ? [mayGive(other), true] : [true, mayGive(other)];
      if (toRow && point === `column ${other.column}`) reached.add(`row ${other.row}`);
      if (toColumn && point === `row ${other.row}`) reached.add(`column ${other.column}`);
    }
  }
  return reached.has(`row ${cell.row}`);
}

function smallest<C extends Cell>(cells: readonly C[]): C | undefined {
  return cells.reduce<C | undefined>((least, cell) => (least && least.people <= cell.people ? least : cell), undefined);
}
