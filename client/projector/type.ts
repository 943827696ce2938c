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

/** How tall a row of the reveal is. Where the picture is 4:3 the name stands above its bar. */
export function rowHeight(title: string, { nameWidth, isNarrow }: { nameWidth: number; isNarrow: boolean }): number {
  const { size, lines } = setTitle(title, { width: nameWidth, lines: 1 });
  const nameHeight = lines > 1 ? size * 1.08 * lines + 0.8 : 0;
  return isNarrow ? Math.max(13.2, nameHeight + 5) : Math.max(7.5, nameHeight);
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
