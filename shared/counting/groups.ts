/** Why a figure of a group is not told: too few people, it would give a hidden one away, or all of them chose alike. */
export type Suppression = 'small-group' | 'complementary' | 'unanimous';

export interface Cell {
  id: string;
  people: number;
}

/**
 * Which groups may not be told when their total is: those of fewer than k people, and as many of the smallest others as it takes that the hidden ones
 * cannot be worked out from the rest. The groups are a partition: those who said nothing are one of them. Empty groups are told. Below 2k people
 * nothing is.
 * L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), chapter 3.
 */
export function suppressedGroups(groups: readonly Cell[], k: number): Map<string, Suppression> {
  const hidden = new Map<string, Suppression>();
  const filled = groups.filter(({ people }) => people > 0);
  const total = filled.reduce((sum, { people }) => sum + people, 0);
  for (const { id, people } of filled) if (people < k || total < 2 * k) hidden.set(id, 'small-group');
  for (let more = nextToHide(filled, hidden, k); more; more = nextToHide(filled, hidden, k)) hidden.set(more.id, 'complementary');
  return hidden;
}

/** The smallest cell that must be hidden as well, or undefined where what is hidden cannot be worked out from what is shown. */
function nextToHide(cells: readonly Cell[], hidden: ReadonlyMap<string, Suppression>, k: number): Cell | undefined {
  const pool = cells.filter(({ id }) => hidden.has(id));
  const people = pool.reduce((sum, cell) => sum + cell.people, 0);
  // Everybody knows that a hidden cell is not empty, so that as many people as cells would be one in each.
  if (pool.length === 0 || (pool.length > 1 && people >= k && people > pool.length)) return undefined;
  return smallest(cells.filter(({ id }) => !hidden.has(id)));
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
      const more = nextToHide(line, hidden, k);
      if (more) return more;
    }
  }
  return undefined;
}

/**
 * A further cell to hide where one of the hidden ones follows from all totals. Rows and columns are points and hidden cells lines between them; the
 * totals tell a cell exactly where it is on no circle.
 */
function solvableToHide(cells: readonly CrossedCell[], hidden: ReadonlyMap<string, Suppression>): Cell | undefined {
  const lines = cells.filter(({ id }) => hidden.has(id));
  const shown = cells.filter(({ id }) => !hidden.has(id));
  for (const line of lines) {
    const reached = new Set([`row ${line.row}`]);
    for (const point of reached) {
      for (const { id, row, column } of lines) {
        if (id === line.id) continue;
        if (point === `row ${row}`) reached.add(`column ${column}`);
        if (point === `column ${column}`) reached.add(`row ${row}`);
      }
    }
    if (reached.has(`column ${line.column}`)) continue;
    return smallest(shown.filter(({ row, column }) => row === line.row || column === line.column)) ?? smallest(shown);
  }
  return undefined;
}

function smallest<C extends Cell>(cells: readonly C[]): C | undefined {
  return cells.reduce<C | undefined>((least, cell) => (least && least.people <= cell.people ? least : cell), undefined);
}
