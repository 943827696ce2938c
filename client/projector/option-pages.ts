import type { Option } from '../../shared/need.ts';
import { chunk } from './columns.ts';
import { besideHeight, fillPages, setTitle } from './type.ts';

/** An option and the size of its title, in hundredths of the picture's height. */
export interface SetOption {
  option: Option;
  size: number;
  /** [W6] Where there is room, what its name is in another language. */
  beside: string;
}

const plateWidth = 16;
const columnGap = 3;
const rowMin = 6.3;
const rowPadding = 1;
const lineHeight = 1.12;

/**
 * Two columns, filled downwards, on as few pages as it takes: one for up to sixteen options of usual length. Long titles take two large lines where there
 * is room, else the label's size. Where names and what stands under them do not all fit on one page, the names alone stand there. `width`, `height` and `aside`, what is kept free at the end of a line, in hundredths of the
 * picture's height.
 */
export function optionPages(
  options: readonly Option[],
  {
    width,
    height,
    aside = 0,
    besideOf = () => '',
  }: { width: number; height: number; aside?: number; besideOf?: (option: Option) => string },
): SetOption[][][] {
  const titleWidth = (width - columnGap) / 2 - plateWidth - aside;
  const set = (lines: number, words: (option: Option) => string) =>
    options.map((option) => {
      const beside = words(option);
      return { option, beside, besideHeight: besideHeight(beside, titleWidth), ...setTitle(option.title, { width: titleWidth, lines }) };
    });
  const nothing = () => '';
  for (const rows of [set(2, besideOf), set(2, nothing), set(1, besideOf), set(1, nothing)]) {
    const columns = chunk(rows, Math.max(1, Math.ceil(rows.length / 2)));
    if (columns.every((column) => column.reduce((sum, row) => sum + rowHeight(row), 0) <= height)) return [columns.map(bare)];
  }
  return chunk(fillPages(set(1, besideOf), { heightOf: rowHeight, room: height }), 2).map((page) => page.map(bare));
}

type Row = SetOption & { lines: number; besideHeight: number };

function rowHeight({ size, lines, besideHeight: below }: Row): number {
  return Math.max(rowMin, size * lineHeight * lines + below + rowPadding);
}

function bare(column: readonly Row[]): SetOption[] {
  return column.map(({ option, size, beside }) => ({ option, size, beside }));
}
