import type * as Y from 'yjs';
import { mergedNeedId, type Need } from '../../shared/need.ts';
import { orderBetween } from '../../shared/order.ts';
import {
  coordinateMax,
  readNeedById,
  readNoteById,
  readWall,
  removeNeed,
  writeNeed,
  writeNeedPlace,
  writePlaces,
  type NotePlace,
  type PlacedNeed,
  type PlacedNote,
  type Wall,
} from '../../shared/wall.ts';

/** A note as facilitators see it: on the wall, or still backstage. */
export interface BoardNote extends PlacedNote {
  isPublic: boolean;
}
/** A need that stands, with the notes of the needs that were merged into it. */
export interface BoardNeed extends PlacedNeed {
  notes: BoardNote[];
  merged: PlacedNeed[];
}
/** Where something lies on the canvas. */
export interface Spot {
  x: number;
  y: number;
}
export interface Board {
  needs: BoardNeed[];
  loose: BoardNote[];
}

export const emptyBoard: Board = { needs: [], loose: [] };

/**
 * Wall and backstage as one table. A note that is on both (a hidden one, whose words are blank on the wall) lies where the wall has it and
 * says what backstage has. A note whose need is not there is loose.
 */
export function boardOf(wall: Wall, backstage: Wall): Board {
  const needs = new Map(wall.needs.map((need) => [need.id, need]));
  const board = new Map<string, BoardNeed>();
  for (const need of wall.needs) if (mergedNeedId(needs, need.id) === need.id) board.set(need.id, { ...need, notes: [], merged: [] });
  for (const need of wall.needs) if (!board.has(need.id)) board.get(mergedNeedId(needs, need.id))?.merged.push(need);
  const loose: BoardNote[] = [];
  for (const note of notesOf(wall, backstage)) {
    const needId = note.place.needId;
    const need = needId !== null && needs.has(needId) ? board.get(mergedNeedId(needs, needId)) : undefined;
    (need?.notes ?? loose).push(note);
  }
  return { needs: [...board.values()], loose };
}

function notesOf(wall: Wall, backstage: Wall): BoardNote[] {
  const behind = new Map(backstage.notes.map((note) => [note.id, note]));
  const notes = wall.notes.map((note) => {
    const own = behind.get(note.id);
    behind.delete(note.id);
    return boardNote(note, own);
  });
  for (const note of behind.values()) notes.push(boardNote(null, note));
  return notes;
}

/** What was made of a note as it was read: the same note is the same object again, so that a face of 500 draws only what changed. */
const made = new WeakMap<PlacedNote, { own: PlacedNote | undefined; note: BoardNote }>();

function boardNote(onWall: PlacedNote | null, own: PlacedNote | undefined): BoardNote {
  const note = onWall ?? own!;
  const known = made.get(note);
  if (known && known.own === own) return known.note;
  const fresh = onWall && own ? { ...onWall, text: own.text, referred: own.referred } : note;
  const shown = { ...fresh, isPublic: onWall !== null };
  made.set(note, { own, note: shown });
  return shown;
}

/** The documents that a facilitator arranges, and the origin that makes a change theirs to undo. */
export interface Table {
  wall: Y.Doc;
  backstage: Y.Doc;
  origin: unknown;
}

function atOnce({ wall, backstage, origin }: Table, change: () => void): void {
  wall.transact(() => backstage.transact(change, origin), origin);
}

/** Puts a new need on the wall, last in reading order, made of these notes. */
export function makeNeed(
  table: Table,
  { needId, title, noteIds, category }: { needId: string; title: string; noteIds: readonly string[]; category?: string | undefined },
): void {
  const { needs } = readWall(table.wall);
  const order = orderBetween(needs[needs.length - 1]?.place.order ?? null, null);
  atOnce(table, () => {
    writeNeed(table.wall, { id: needId, title, ...(category !== undefined && { category }) }, { x: 0, y: 0, order }, table.origin);
    moveNotes(table, noteIds, needId);
  });
}

/**
 * Moves notes into a need, after those that are there; null takes them out. Those of `spots` lie there from now on: it is where they come back to when they
 * are taken out again.
 */
export function moveNotes(
  table: Table,
  noteIds: readonly string[],
  needId: string | null,
  spots: ReadonlyMap<string, Spot> = new Map(),
): void {
  const places = new Map<string, NotePlace>();
  let order: string | null | undefined;
  for (const noteId of noteIds) {
    const place = (readNoteById(table.wall, noteId) ?? readNoteById(table.backstage, noteId))?.place;
    const spot = spots.get(noteId);
    const isIn = place?.needId === needId;
    if (!place || (isIn && !spot)) continue;
    const moved = { ...place, ...(spot && onWall(spot)) };
    if (!isIn) order = orderBetween(order === undefined ? lastOrder(table, needId) : order, null);
    places.set(noteId, isIn ? moved : { ...moved, needId, order: order ?? moved.order });
  }
  atOnce(table, () => {
    writePlaces(table.wall, places, table.origin);
    writePlaces(table.backstage, places, table.origin);
  });
}

/** The order of the last note in a need, or of those in none; null where there is no note. */
function lastOrder(table: Table, needId: string | null): string | null {
  let last: string | null = null;
  for (const { place } of notesOf(readWall(table.wall), readWall(table.backstage)))
    if (place.needId === needId && (last === null || place.order > last)) last = place.order;
  return last;
}

export function renameNeed(table: Table, needId: string, title: string): void {
  rewrite(table, needId, (need) => ({ ...need, title }));
}

/** [G14] What a need says beside its title. What is left out stays as it is, undefined goes. */
export type NeedWords = { [K in 'translations' | 'description' | 'category']?: Need[K] | undefined };

export function rewordNeed(table: Table, needId: string, words: NeedWords): void {
  rewrite(table, needId, (need) => {
    const said = Object.entries({ ...need, ...words }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(said) as Need;
  });
}

/** Merges one need into another. Its notes keep their need, so that it can be split off again whole. */
export function mergeNeeds(table: Table, needId: string, into: string): void {
  if (needId !== into) rewrite(table, needId, (need) => ({ ...need, mergedInto: into }));
}

export function splitNeed(table: Table, needId: string): void {
  rewrite(table, needId, ({ mergedInto: _, ...need }) => need);
}

/** Takes a need away. Its own notes come back loose, and needs that were merged into it stand again, their target being gone. */
export function deleteNeed(table: Table, needId: string): void {
  const notes = notesOf(readWall(table.wall), readWall(table.backstage));
  atOnce(table, () => {
    moveNotes(
      table,
      notes.filter((note) => note.place.needId === needId).map((note) => note.id),
      null,
    );
    removeNeed(table.wall, needId, table.origin);
  });
}

/** Puts needs where they stand on the canvas from now on. */
export function placeNeeds(table: Table, spots: ReadonlyMap<string, Spot>): void {
  atOnce(table, () => {
    for (const [needId, spot] of spots) {
      const placed = readNeedById(table.wall, needId);
      if (placed) writeNeedPlace(table.wall, needId, { ...placed.place, ...onWall(spot) }, table.origin);
    }
  });
}

/** Lays loose notes and needs on the canvas anew. */
export function tidy(table: Table, { notes, needs }: { notes: ReadonlyMap<string, Spot>; needs: ReadonlyMap<string, Spot> }): void {
  atOnce(table, () => {
    moveNotes(table, [...notes.keys()], null, notes);
    placeNeeds(table, needs);
  });
}

/** Moves a need in reading order, before another one that stands or to the end. */
export function orderNeed(table: Table, needId: string, before: string | null): void {
  const needs = readWall(table.wall).needs.filter(({ id }) => id !== needId);
  const placed = readNeedById(table.wall, needId);
  const at = before === null ? needs.length : needs.findIndex(({ id }) => id === before);
  if (!placed || at < 0) return;
  const next = needs[at]?.place.order ?? null;
  // Two that came at the same moment have the same key, and there is no room between them.
  const previous = needs
    .slice(0, at)
    .reverse()
    .find(({ place }) => next === null || place.order < next);
  const order = orderBetween(previous?.place.order ?? null, next);
  writeNeedPlace(table.wall, needId, { ...placed.place, order }, table.origin);
}

const onWall = ({ x, y }: Spot): Spot => ({ x: within(x), y: within(y) });
const within = (coordinate: number) => Math.round(Math.max(-coordinateMax, Math.min(coordinateMax, coordinate)));

function rewrite(table: Table, needId: string, change: (need: Need) => Need): void {
  const placed = readNeedById(table.wall, needId);
  if (!placed) return;
  const { number: _, place: _place, ...need } = placed;
  writeNeed(table.wall, change(need), null, table.origin);
}
