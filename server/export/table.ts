/** A cell of a table. Text is guarded, a number is left a number, null is empty. */
export type Cell = string | number | null;

/** A column of a table: its title, what it says of a row, and how a spreadsheet shows it. */
export interface Column<Row> {
  title: string;
  cell: (row: Row) => Cell;
  /** In characters. */
  width?: number;
  /** What the row is known by. */
  isName?: boolean;
  /** A number between 0 and 1 that people read as a percentage. */
  isShare?: boolean;
  /** Each number has a bar as long as it is big. */
  hasBar?: boolean;
}

/** A share as people read it. */
export function percent(share: Cell): Cell {
  return typeof share === 'number' ? `${(share * 100).toFixed(1)}%` : share;
}
