/** How much room words take. Han characters are one em wide; the rest is taken a little too wide, so that nothing is cut. */
export function widthInEm(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u11FF\u2E80-\uA4CF\uAC00-\uD7AF\uF900-\uFAFF\uFE30-\uFE4F\uFF00-\uFF60\u{1F000}-\u{3FFFF}]/u.test(character)
      ? 1
      : 0.62;
  return width;
}

/** Lines that a text takes at `perLine` em a line. Words that do not break waste the end of a line. */
export function linesOf(text: string, perLine: number): number {
  const waste = /\s/.test(text) ? 1.15 : 1;
  return Math.max(1, Math.ceil((widthInEm(text) * waste) / Math.max(1, perLine)));
}

/** Sizes of words on the screen, in hundredths of the picture's height; the limits are 5.2 and 3.5. */
export const noteSize = 5.25;
export const labelSize = 3.7;

export interface SetTitle {
  size: number;
  lines: number;
}

/** A title set large where it fits on `lines` lines of `width`, and else at the label's size on as many as it takes. */
export function setTitle(title: string, { width, lines }: { width: number; lines: number }): SetTitle {
  const large = linesOf(title, width / noteSize);
  return large <= lines ? { size: noteSize, lines: large } : { size: labelSize, lines: linesOf(title, width / labelSize) };
}

const scoreMin = 18;
const barMax = 22.5;
const barMin = 10;

/** Room for the longest of these scores in a row of the reveal. */
export function scoreWidthOf(scores: readonly string[]): number {
  return Math.max(scoreMin, ...scores.map((score) => widthInEm(score) * noteSize));
}

/** What a bar has beside it: it gives way to a long score before the name does. */
export function barWidth(scoreWidth: number): number {
  return Math.max(barMin, barMax + scoreMin - scoreWidth);
}

/** How tall the words under a name are, on this width; 0 where there are none. */
export function besideHeight(beside: string, width: number): number {
  return beside === '' ? 0 : linesOf(beside, width / labelSize) * labelSize * 1.25;
}

/** How tall a name is with what stands under it, in a row that holds a name of one line anyway. */
export function nameHeight(title: string, { beside, width }: { beside: string; width: number }): number {
  const { size, lines } = setTitle(title, { width, lines: 1 });
  return lines > 1 || beside !== '' ? size * 1.08 * lines + besideHeight(beside, width) + 0.8 : 0;
}

/** How tall a row of the reveal is. Where the picture is 4:3 the name stands above its bar. */
export function rowHeight(
  title: string,
  { nameWidth, isNarrow, beside = '' }: { nameWidth: number; isNarrow: boolean; beside?: string },
): number {
  const height = nameHeight(title, { beside, width: nameWidth });
  return isNarrow ? Math.max(13.2, height + 5) : Math.max(7.5, height);
}

/**
 * The largest of `sizes` at which these texts fit into columns of this width and height, or the smallest where none does. All in hundredths of the
 * picture's height; a slip's edges and the room below it are counted in.
 */
export function roomySize(
  texts: readonly string[],
  { width, height, columns, sizes }: { width: number; height: number; columns: number; sizes: readonly number[] },
): number {
  const edges = 5;
  const below = 3;
  const lineHeight = 1.17;
  const fits = (size: number) => {
    const heights = texts.map((text) => linesOf(text, (width - edges) / size) * size * lineHeight + below);
    return heights.every((own) => own <= height) && fillPages(heights, { heightOf: (own) => own, room: height }).length <= columns;
  };
  return sizes.find(fits) ?? sizes[sizes.length - 1] ?? noteSize;
}

/** Fills pages in order; what is taller than `room` stands alone. */
export function fillPages<T>(rows: readonly T[], { heightOf, room }: { heightOf: (row: T) => number; room: number }): T[][] {
  const pages: T[][] = [];
  let left = 0;
  for (const row of rows) {
    const height = heightOf(row);
    if (pages.length === 0 || height > left) {
      pages.push([]);
      left = room;
    }
    pages[pages.length - 1]?.push(row);
    left -= height;
  }
  return pages;
}
