/** How pages of a wall are filled: heights in, columns out. Nothing here shrinks; what does not fit goes on. */

export interface Group {
  id: string;
  /** In pixels, margins included, as everywhere here. */
  headHeight: number;
  items: { id: string; height: number }[];
}
/** A group's share of one column. */
export interface Piece {
  groupId: string;
  itemIds: string[];
  /** True where the group began in an earlier column. */
  isContinued: boolean;
}
export type Column = Piece[];

/**
 * Fills columns in reading order, `columnHeights` being those of one page. A group shares a column only where the whole of it fits; one that is too
 * tall goes on in the next column under its head. An item taller than every column stands alone.
 */
export function packPages(groups: readonly Group[], columnHeights: readonly number[]): Column[][] {
  const columns: Column[] = [];
  let room = 0;
  const heightOf = (index: number) => columnHeights[index % columnHeights.length] ?? 0;
  const tallest = Math.max(...columnHeights);
  /** Opens columns until one has this much room, or is as tall as they come. */
  const openColumn = (needed: number): Column => {
    let column: Column;
    do {
      column = [];
      columns.push(column);
      room = heightOf(columns.length - 1);
    } while (room < Math.min(needed, tallest));
    return column;
  };

  for (const group of groups) {
    const first = group.items[0]?.height ?? 0;
    const whole = group.headHeight + group.items.reduce((sum, item) => sum + item.height, 0);
    const last = columns[columns.length - 1];
    let column = last && whole <= room ? last : openColumn(group.headHeight + first);
    let piece: Piece = { groupId: group.id, itemIds: [], isContinued: false };
    column.push(piece);
    room -= group.headHeight;
    for (const item of group.items) {
      if (item.height > room && piece.itemIds.length > 0) {
        column = openColumn(group.headHeight + item.height);
        piece = { groupId: group.id, itemIds: [], isContinued: true };
        column.push(piece);
        room -= group.headHeight;
      }
      piece.itemIds.push(item.id);
      room -= item.height;
    }
  }
  return chunk(columns, columnHeights.length);
}

/** Cuts a list into runs of at most `size`. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let i = 0; i < list.length; i += size) runs.push(list.slice(i, i + size));
  return runs;
}

const niceBreak = /[\s,.;:!?，。；：！？、…]/u;

/** Cuts a text near its middle, after a space or a stop where one is near; never inside a character that a person sees. */
export function halves(text: string): [string, string] {
  const characters = graphemes(text);
  const middle = Math.floor(characters.length / 2);
  const reach = Math.floor(characters.length / 5);
  let cut = middle;
  for (let step = 0; step <= reach; step += 1) {
    const near = [middle + step, middle - step].find((at) => at > 0 && niceBreak.test(characters[at - 1] ?? ''));
    if (near !== undefined) {
      cut = near;
      break;
    }
  }
  return [characters.slice(0, cut).join(''), characters.slice(cut).join('')];
}

function graphemes(text: string): string[] {
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return [...text];
  return Array.from(new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text), ({ segment }) => segment);
}

/**
 * A text in parts of which none is taller than `limit`. Parts not measured yet (`heightOf` gives undefined) are returned as they are, so that they get
 * measured; then ask again.
 */
export function partsOf(text: string, limit: number, heightOf: (part: string) => number | undefined): string[] {
  const height = heightOf(text);
  if (height === undefined || height <= limit || text.length < 8) return [text];
  return halves(text).flatMap((half) => partsOf(half, limit, heightOf));
}
