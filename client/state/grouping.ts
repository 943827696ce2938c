import type * as Y from 'yjs';
import { mergedNeedId, type Need } from '../../shared/need.ts';
import { orderBetween } from '../../shared/order.ts';
import {
  readNeedById,
  readWall,
  removeNeed,
  writeNeed,
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
  const notes: BoardNote[] = wall.notes.map((note) => {
    const own = behind.get(note.id);
    behind.delete(note.id);
    return { ...note, ...(own ? { text: own.text, referred: own.referred } : {}), isPublic: true };
  });
  for (const note of behind.values()) notes.push({ ...note, isPublic: false });
  return notes;
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

/** Moves notes into a need, after those that are there; null takes them out. */
export function moveNotes(table: Table, noteIds: readonly string[], needId: string | null): void {
  const notes = notesOf(readWall(table.wall), readWall(table.backstage));
  let order: string | null = null;
  for (const note of notes) if (note.place.needId === needId && (order === null || note.place.order > order)) order = note.place.order;
  const places = new Map<string, NotePlace>();
  for (const noteId of noteIds) {
    const note = notes.find((other) => other.id === noteId);
    if (!note || note.place.needId === needId) continue;
    order = orderBetween(order, null);
    places.set(noteId, { ...note.place, needId, order });
  }
  atOnce(table, () => {
    writePlaces(table.wall, places, table.origin);
    writePlaces(table.backstage, places, table.origin);
  });
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

function rewrite(table: Table, needId: string, change: (need: Need) => Need): void {
  const placed = readNeedById(table.wall, needId);
  if (!placed) return;
  const { number: _, place: _place, ...need } = placed;
  writeNeed(table.wall, change(need), null, table.origin);
}
