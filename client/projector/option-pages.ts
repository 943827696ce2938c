import type { Option } from '../../shared/need.ts';
import { chunk } from './columns.ts';
import { setTitle } from './type.ts';

/** An option and the size of its title, in hundredths of the picture's height. */
export interface SetOption {
  option: Option;
  size: number;
}

const plateWidth = 16;
const columnGap = 3;
const rowMin = 6.3;
const rowPadding = 1;
const lineHeight = 1.12;

/**
 * Two columns, filled downwards, on as few pages as it takes: one for up to sixteen options of usual length. Long titles take two large lines where there
 * is room, else the label's size. `width`, `height` and `aside`, what is kept free at the end of a line, in hundredths of the
 * picture's height.
 */
export function optionPages(
  options: readonly Option[],
  { width, height, aside = 0 }: { width: number; height: number; aside?: number },
): SetOption[][][] {
  const titleWidth = (width - columnGap) / 2 - plateWidth - aside;
  for (const lines of [2, 1]) {
    const set = options.map((option) => ({ option, ...setTitle(option.title, { width: titleWidth, lines }) }));
    const columns = chunk(set, Math.max(1, Math.ceil(set.length / 2)));
    if (columns.every((column) => column.reduce((sum, row) => sum + rowHeight(row), 0) <= height)) return [columns.map(bare)];
  }
  return chunk(fill(options, titleWidth, height), 2);
}

function fill(options: readonly Option[], titleWidth: number, height: number): SetOption[][] {
  const columns: SetOption[][] = [];
  let room = 0;
  for (const option of options) {
    const row = { option, ...setTitle(option.title, { width: titleWidth, lines: 1 }) };
    if (columns.length === 0 || rowHeight(row) > room) {
      columns.push([]);
      room = height;
    }
    columns[columns.length - 1]?.push({ option, size: row.size });
    room -= rowHeight(row);
  }
  return columns;
}

function rowHeight({ size, lines }: { size: number; lines: number }): number {
  return Math.max(rowMin, size * lineHeight * lines + rowPadding);
}

function bare(column: (SetOption & { lines: number })[]): SetOption[] {
  return column.map(({ option, size }) => ({ option, size }));
}
