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

interface Waiting extends Group {
  isContinued: boolean;
}

/**
 * Fills pages of columns, `columnHeights` being those of one page. Every group begins in a column of its own, so that a page shows as many as it has
 * columns; a small one stands below another where the whole of it fits. What is left of a tall group opens the next page, or takes the columns that
 * nobody else needs. An item taller than every column stands alone.
 */
export function packPages(groups: readonly Group[], columnHeights: readonly number[]): Column[][] {
  const tallest = Math.max(...columnHeights);
  const pages: Column[][] = [];
  const fresh: Waiting[] = groups.map((group) => ({ ...group, isContinued: false }));
  let begun: Waiting[] = [];
  while (fresh.length + begun.length > 0) {
    const begunHere: Waiting[] = [];
    const fillColumn = (height: number): Column => {
      const column: Column = [];
      let room = height;
      for (;;) {
        const queue = [begun, fresh, begunHere].find(({ length }) => length > 0);
        const group = queue?.[0];
        const needed = group && (column.length > 0 ? wholeHeight(group) : group.headHeight + (group.items[0]?.height ?? 0));
        if (!queue || !group || needed === undefined) return column;
        if (needed > room && (column.length > 0 || height < tallest)) return column;
        queue.shift();
        const { piece, left, used } = take(group, room);
        column.push(piece);
        room -= used;
        if (left === null) continue;
        (queue === fresh ? begunHere : queue).splice(queue === fresh ? begunHere.length : 0, 0, left);
        return column;
      }
    };
    pages.push(columnHeights.map(fillColumn));
    begun = [...begun, ...begunHere];
  }
  return pages;
}

function wholeHeight(group: Group): number {
  return group.items.reduce((sum, item) => sum + item.height, group.headHeight);
}

/** As much of a group as fits, at least one item, and what is left of it. */
function take(group: Waiting, room: number): { piece: Piece; left: Waiting | null; used: number } {
  let used = group.headHeight;
  let count = 0;
  for (const item of group.items) {
    if (count > 0 && used + item.height > room) break;
    used += item.height;
    count += 1;
  }
  const piece = { groupId: group.id, itemIds: group.items.slice(0, count).map(({ id }) => id), isContinued: group.isContinued };
  return { piece, left: count < group.items.length ? { ...group, items: group.items.slice(count), isContinued: true } : null, used };
}

/** Cuts a list into runs of at most `size`. */
export function chunk<T>(list: readonly T[], size: number): T[][] {
  const runs: T[][] = [];
  for (let i = 0; i < list.length; i += size) runs.push(list.slice(i, i + size));
  return runs;
}

const niceBreak = /[\s,.;:!?，。；：！？、…]/u;

/** Cuts a text into parts of about the same length, after a space or a stop where one is near; never inside a character that a person sees. */
export function cutText(text: string, parts: number): string[] {
  const characters = graphemes(text);
  const pieces: string[] = [];
  let from = 0;
  for (let part = 1; part < parts; part += 1) {
    const cut = breakNear(characters, Math.floor((characters.length * part) / parts), Math.floor(characters.length / parts / 5));
    pieces.push(characters.slice(from, cut).join(''));
    from = cut;
  }
  return [...pieces, characters.slice(from).join('')];
}

function breakNear(characters: readonly string[], at: number, reach: number): number {
  for (let step = 0; step <= reach; step += 1) {
    const near = [at - step, at + step].find((cut) => cut > 0 && niceBreak.test(characters[cut - 1] ?? ''));
    if (near !== undefined) return near;
  }
  return at;
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
  return cutText(text, Math.ceil((height / limit) * 1.1)).flatMap((part) => partsOf(part, limit, heightOf));
}
