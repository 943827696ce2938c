import type { NeedRecords } from '../../shared/need-record.ts';
import { inOrder } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { needColumns } from './need-columns.ts';
import { percent, type Cell, type Column } from './table.ts';

/** Without it Excel takes UTF-8 for the machine's own code page and shows Chinese as nonsense. */
const byteOrderMark = '\uFEFF';

/**
 * The needs for a spreadsheet: a row a need in order of priority, titles in the reader's language, UTF-8 with a byte order mark, RFC 4180. Needs that
 * were merged into another have no row of their own [R3].
 */
export function needsCsv(bundle: NeedRecords, locale: Locale): string {
  return tableCsv(needColumns(bundle, locale), inOrder(bundle.needs));
}

/** A table for a spreadsheet: titles, then a row a row, shares as percentages. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(({ cell, isShare }) => (isShare ? percent(cell(row)) : cell(row))));
  return byteOrderMark + csvOf([columns.map(({ title }) => title), ...cells]);
}

/** Rows as RFC 4180 has them, each ended by CRLF. Text that a spreadsheet would run is guarded. */
export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: Cell): string {
  const text = typeof cell === 'string' ? guarded(cell) : String(cell ?? '');
  // Semicolons and tabs separate cells where the machine's locale says so; spaces at the ends are lost without quotes.
  return /[",;\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

// What starts a formula, also in full width and after anything that does not show; at the start of any line, for readers that split lines
// before they look at quotes. A tab or carriage return in what a cell begins with is run by some as well.
const lineEnds = '\\r\\n\\u0085\\u2028\\u2029';
const unseen =
  '\\t\\v\\f \\u0000-\\u0008\\u000E-\\u001F\\u007F-\\u0084\\u0086-\\u00A0\\u1680\\u2000-\\u200F\\u202F\\u205F\\u2060\\u3000\\uFEFF';
const formula = new RegExp(`^\\s*[\\t\\r]|(?:^|[${lineEnds}])[${unseen}]*[=+\\-@＝＋－＠]`);

/** The text with a leading apostrophe where a spreadsheet would run it, or where it looks as if it already had been given one. */
export function guarded(text: string): string {
  return needsGuard(text) ? `'${text}` : text;
}

/** The text that `guarded` was given. */
export function unguarded(text: string): string {
  return text.startsWith("'") && needsGuard(text.slice(1)) ? text.slice(1) : text;
}

function needsGuard(text: string): boolean {
  return formula.test(text.replace(/^'+/, ''));
}
