import type { Board, BoardNeed, BoardNote, Spot } from './grouping.ts';

/** Where things lie on the canvas, in its own units: pixels at a zoom of 1. Slips are all of one size, so that nothing has to be measured. */
export const slipWidth = 204;
export const slipHeight = 144;
const gap = 16;
const padding = 14;
const headHeight = 92;
/** Needs that nobody has put anywhere stand in lanes to the right of where the server lays fresh notes, twelve in a row. */
const laneX = 12 * (slipWidth + gap) + 80;
const laneGap = 24;
const lanesWidth = 3_200;

export interface Area extends Spot {
  width: number;
  height: number;
}
/** A loose note, by its upper left corner. */
export interface Slip extends Spot {
  note: BoardNote;
}
export interface Layout {
  /** By need. */
  areas: ReadonlyMap<string, Area>;
  /** The notes that are in no need, in reading order. What has not moved is the same object as before. */
  slips: readonly Slip[];
  /** All of it. */
  bounds: Area;
}

/** How many slips lie side by side in a need of so many. */
export function columnsFor(noteCount: number): number {
  return noteCount <= 12 ? 2 : noteCount <= 30 ? 3 : 4;
}

/**
 * A need stands where somebody put it, and otherwise in the next lane; loose notes lie where they were put. Two that were put on the very same place lie a
 * little apart.
 */
export function layOut(board: Board): Layout {
  const areas = areasOf(board.needs);
  const slips = slipsOf(board.loose);
  return { areas, slips, bounds: around([...areas.values(), ...slips.map(areaOf)]) };
}

function areasOf(needs: readonly BoardNeed[]): Map<string, Area> {
  const isPut = ({ place }: BoardNeed) => place.x !== 0 || place.y !== 0;
  const put = needs.filter(isPut).map((need) => ({ x: need.place.x, y: need.place.y, ...sizeOf(need) }));
  const areas = new Map<string, Area>();
  let x = laneX;
  let y = 0;
  let rowHeight = 0;
  for (const need of needs) {
    const size = sizeOf(need);
    if (isPut(need)) {
      areas.set(need.id, { x: need.place.x, y: need.place.y, ...size });
      continue;
    }
    for (;;) {
      if (x > laneX && x + size.width > laneX + lanesWidth) {
        x = laneX;
        y += (rowHeight || slipHeight) + laneGap;
        rowHeight = 0;
      }
      const inTheWay = put.find((area) => overlap({ x, y, ...size }, area));
      if (!inTheWay) break;
      x = inTheWay.x + inTheWay.width + laneGap;
    }
    areas.set(need.id, { x, y, ...size });
    x += size.width + laneGap;
    rowHeight = Math.max(rowHeight, size.height);
  }
  return areas;
}

function overlap(a: Area, b: Area): boolean {
  return a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;
}

function sizeOf({ notes }: BoardNeed): { width: number; height: number } {
  const columns = columnsFor(notes.length);
  const rows = Math.max(1, Math.ceil(notes.length / columns));
  return {
    width: 2 * padding + columns * (slipWidth + gap) - gap,
    height: headHeight + rows * (slipHeight + gap) - gap + padding,
  };
}

const laid = new WeakMap<BoardNote, Slip>();

function slipsOf(notes: readonly BoardNote[]): Slip[] {
  const taken = new Set<string>();
  return notes.map((note) => {
    let { x, y } = note.place;
    while (taken.has(`${x} ${y}`)) {
      x += gap;
      y += gap;
    }
    taken.add(`${x} ${y}`);
    const before = laid.get(note);
    if (before?.x === x && before.y === y) return before;
    const slip = { note, x, y };
    laid.set(note, slip);
    return slip;
  });
}

const areaOf = ({ x, y }: Spot): Area => ({ x, y, width: slipWidth, height: slipHeight });

/** The smallest area that holds all of these. */
export function around(areas: readonly Area[]): Area {
  if (areas.length === 0) return { x: 0, y: 0, width: slipWidth, height: slipHeight };
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const area of areas) {
    left = Math.min(left, area.x);
    top = Math.min(top, area.y);
    right = Math.max(right, area.x + area.width);
    bottom = Math.max(bottom, area.y + area.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** The need that lies under a point; of several the one in front, which is the last. */
export function needAt({ areas }: Layout, { x, y }: Spot): string | null {
  let found: string | null = null;
  for (const [needId, area] of areas)
    if (x >= area.x && x <= area.x + area.width && y >= area.y && y <= area.y + area.height) found = needId;
  return found;
}

/** The loose notes that a rectangle touches, in reading order. */
export function notesIn({ slips }: Layout, area: Area): string[] {
  return slips.filter((slip) => overlap(areaOf(slip), area)).map(({ note }) => note.id);
}

/** Where a note lies, in a need or loose; null where it is not on the board. */
export function spotOf({ areas, slips }: Layout, board: Board, noteId: string): Spot | null {
  const slip = slips.find(({ note }) => note.id === noteId);
  if (slip) return slip;
  for (const need of board.needs) {
    const i = need.notes.findIndex(({ id }) => id === noteId);
    const area = areas.get(need.id);
    if (i >= 0 && area) return spotInArea(area, need.notes.length, i);
  }
  return null;
}

/** Places for notes side by side, as the server lays fresh ones. */
export function sideBySide(count: number): Spot[] {
  return Array.from({ length: count }, (_, i) => ({ x: (i % 12) * (slipWidth + gap), y: Math.floor(i / 12) * (slipHeight + gap) }));
}

function spotInArea(area: Spot, noteCount: number, i: number): Spot {
  const columns = columnsFor(noteCount);
  return {
    x: area.x + padding + (i % columns) * (slipWidth + gap),
    y: area.y + headHeight + Math.floor(i / columns) * (slipHeight + gap),
  };
}
