import * as Y from 'yjs';
import * as z from 'zod/mini';
import { ForWhom, NoteKind, Translations } from './note.ts';
import { Need } from './need.ts';
import { NeedPlan, Responder } from './need-plan.ts';
import { isRecord, isSame, setOrDelete, setWhereChanged } from './document.ts';

/**
 * The wall and backstage: notes, needs and where they lie. The server writes texts and numbers, facilitators arrange.
 * This is the only door to their keys. Backstage has the wall's notes, no needs, and the people in the room.
 */
export const coordinateMax = 100_000;
const Coordinate = z.number().check(z.gte(-coordinateMax), z.lte(coordinateMax));
const Order = z.string().check(z.regex(/^[0-9A-Za-z]{1,200}$/));

export const WallNote = z.object({
  id: z.string(),
  number: z.nullable(z.int()),
  exerciseId: z.string(),
  kind: NoteKind,
  forWhom: ForWhom,
  text: z.string(),
  lang: z.nullable(z.string()),
  translations: z.optional(Translations),
  hidden: z.boolean(),
  /** Backstage only: a private case 个案. */
  referred: z.optional(z.boolean()),
  /** Backstage only: what in it may name a person, until a facilitator has decided. */
  flags: z.optional(z.array(z.enum(['phone', 'identity-card', 'door']))),
});
export type WallNote = z.infer<typeof WallNote>;

export const NotePlace = z.object({ needId: z.nullable(z.string()), x: Coordinate, y: Coordinate, order: Order });
export type NotePlace = z.infer<typeof NotePlace>;
export const NeedPlace = z.object({ x: Coordinate, y: Coordinate, order: Order });
export type NeedPlace = z.infer<typeof NeedPlace>;

export interface PlacedNote extends WallNote {
  place: NotePlace;
}
export interface PlacedNeed extends Need {
  /** Null until the server has seen the need. */
  number: number | null;
  place: NeedPlace;
}
export interface Person {
  participantId: string;
  alias: string;
  channel: string;
  online: boolean;
  scribe: boolean;
}
export interface Wall {
  /** Both in reading order. */
  notes: PlacedNote[];
  needs: PlacedNeed[];
}

const nowhere: NotePlace = { needId: null, x: 0, y: 0, order: 'V' };

/**
 * What stands on a wall (or backstage) document. What does not parse is skipped; a place that does not parse is the origin. Nothing of it may be written
 * to: the next reading gives the same objects again.
 */
export function readWall(doc: Y.Doc): Wall {
  const notes: PlacedNote[] = [];
  for (const entry of doc.getMap('notes').values()) {
    const note = readNote(entry);
    if (note) notes.push(note);
  }
  return { notes: notes.sort(byPlace), needs: readNeeds(doc) };
}

/** The needs of `readWall` alone. */
export function readNeeds(doc: Y.Doc): PlacedNeed[] {
  const needs: PlacedNeed[] = [];
  for (const entry of doc.getMap('needs').values()) {
    const need = readNeed(entry);
    if (need) needs.push(need);
  }
  return needs.sort(byPlace);
}

/** As `compareOrder`, without an object for each of the thousands of comparisons that a full wall takes. */
function byPlace(a: { id: string; place: { order: string } }, b: { id: string; place: { order: string } }): number {
  if (a.place.order !== b.place.order) return a.place.order < b.place.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/**
 * What was made of an entry, and of what: values of a document are replaced and never written to. What has not changed is not parsed anew and stays the same
 * object, also in the middle of a transaction.
 */
const parsedNotes = new WeakMap<Y.Map<unknown>, { note: unknown; place: unknown; read: PlacedNote | null }>();
const parsedNeeds = new WeakMap<Y.Map<unknown>, { need: unknown; place: unknown; number: unknown; read: PlacedNeed | null }>();

function readNote(entry: unknown): PlacedNote | null {
  if (!(entry instanceof Y.Map)) return null;
  const note: unknown = entry.get('note');
  const place: unknown = entry.get('place');
  const known = parsedNotes.get(entry);
  if (known && known.note === note && known.place === place) return known.read;
  const read = parseNote(note, place);
  parsedNotes.set(entry, { note, place, read });
  return read;
}

function parseNote(note: unknown, place: unknown): PlacedNote | null {
  const parsed = z.safeParse(WallNote, note);
  if (!parsed.success) return null;
  const parsedPlace = z.safeParse(NotePlace, place);
  return { ...parsed.data, place: parsedPlace.success ? parsedPlace.data : nowhere };
}

function readNeed(entry: unknown): PlacedNeed | null {
  if (!(entry instanceof Y.Map)) return null;
  const need: unknown = entry.get('need');
  const place: unknown = entry.get('place');
  const number: unknown = entry.get('number');
  const known = parsedNeeds.get(entry);
  if (known && known.need === need && known.place === place && known.number === number) return known.read;
  const read = parseNeed(need, place, number);
  parsedNeeds.set(entry, { need, place, number, read });
  return read;
}

function parseNeed(need: unknown, place: unknown, number: unknown): PlacedNeed | null {
  const parsed = z.safeParse(Need, need);
  if (!parsed.success) return null;
  const parsedPlace = z.safeParse(NeedPlace, place);
  return {
    ...parsed.data,
    number: typeof number === 'number' ? number : null,
    place: parsedPlace.success ? parsedPlace.data : { x: 0, y: 0, order: 'V' },
  };
}

/** One note as it lies, or null where there is none that parses. */
export function readNoteById(doc: Y.Doc, noteId: string): PlacedNote | null {
  return readNote(doc.getMap('notes').get(noteId));
}

/** One need as it stands, or null where there is none that parses. */
export function readNeedById(doc: Y.Doc, needId: string): PlacedNeed | null {
  return readNeed(doc.getMap('needs').get(needId));
}

/** Where a note was put, or null where there is no such note or nobody has placed it. */
export function readPlace(doc: Y.Doc, noteId: string): NotePlace | null {
  const entry = doc.getMap('notes').get(noteId);
  if (!(entry instanceof Y.Map)) return null;
  const place = z.safeParse(NotePlace, entry.get('place'));
  return place.success ? place.data : null;
}

// The server's doors.

/** Writes a note's text, putting it at `place` where it is new. Null takes the note away. */
export function writeNote(doc: Y.Doc, noteId: string, note: WallNote | null, place: NotePlace): void {
  const notes = doc.getMap('notes');
  if (note === null) return setOrDelete(notes, noteId, null);
  const entry = notes.get(noteId);
  if (entry instanceof Y.Map) {
    setWhereChanged(entry, 'note', note);
    return;
  }
  const fresh = new Y.Map<unknown>();
  fresh.set('note', note);
  fresh.set('place', place);
  notes.set(noteId, fresh);
}

export function noteIds(doc: Y.Doc): string[] {
  return [...doc.getMap('notes').keys()];
}

export function needIds(doc: Y.Doc): string[] {
  return [...doc.getMap('needs').keys()];
}

/** True where the note's words on this document are these. */
export function hasNote(doc: Y.Doc, noteId: string, note: WallNote): boolean {
  const entry = doc.getMap('notes').get(noteId);
  return entry instanceof Y.Map && isSame(entry.get('note'), note);
}

/** Gives a need its number where it has another or none. */
export function writeNeedNumber(doc: Y.Doc, needId: string, number: number): void {
  const entry = doc.getMap('needs').get(needId);
  if (entry instanceof Y.Map) setWhereChanged(entry, 'number', number);
}

export function writePerson(doc: Y.Doc, participantId: string, person: Omit<Person, 'participantId'> | null): void {
  setOrDelete(doc.getMap('people'), participantId, person);
}

export function personIds(doc: Y.Doc): string[] {
  return [...doc.getMap('people').keys()];
}

/** The people in the room, backstage only. */
export function readPeople(doc: Y.Doc): Person[] {
  const people: Person[] = [];
  for (const [participantId, value] of doc.getMap('people')) {
    if (isRecord(value) && typeof value['alias'] === 'string')
      people.push({
        participantId,
        alias: value['alias'],
        channel: typeof value['channel'] === 'string' ? value['channel'] : 'phone',
        online: value['online'] === true,
        scribe: value['scribe'] === true,
      });
  }
  return people;
}

/** [T9] Groups in the room of whom nobody had written, or voted, when an exercise was closed. */
export interface Silence {
  exerciseId: string;
  groups: { questionId: string; optionId: string }[];
}

/** Backstage only. Null where nothing is to be told. */
export function writeSilence(doc: Y.Doc, silence: Silence | null): void {
  setOrDelete(doc.getMap('flags'), 'silence', silence);
}

export function readSilence(doc: Y.Doc): Silence | null {
  const value = doc.getMap('flags').get('silence');
  if (!isRecord(value) || typeof value['exerciseId'] !== 'string' || !Array.isArray(value['groups'])) return null;
  const groups = value['groups'].filter(
    (group): group is Silence['groups'][number] =>
      isRecord(group) && typeof group['questionId'] === 'string' && typeof group['optionId'] === 'string',
  );
  return { exerciseId: value['exerciseId'], groups };
}

/** [T14] The show of hands of one round, as facilitators see it before the reveal. */
export interface CountedHands {
  exerciseId: string;
  round: number;
  present: number;
  counts: Record<string, number>;
}

/** Backstage only: the hands of the exercise that is on, or null. */
export function writeHands(doc: Y.Doc, hands: CountedHands | null): void {
  setOrDelete(doc.getMap('flags'), 'hands', hands);
}

export function readHands(doc: Y.Doc): CountedHands | null {
  const value = doc.getMap('flags').get('hands');
  if (!isRecord(value)) return null;
  const { exerciseId, round, present, counts } = value;
  if (typeof exerciseId !== 'string' || typeof round !== 'number' || typeof present !== 'number' || !isRecord(counts)) return null;
  const hands = Object.entries(counts).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return { exerciseId, round, present, counts: Object.fromEntries(hands) };
}

/** [N8] Whose turn it is to read out. */
export interface Turn {
  exerciseId: string;
  participantId: string;
}

/** Backstage only. Null where nobody reads out in turn. */
export function writeTurn(doc: Y.Doc, turn: Turn | null): void {
  setOrDelete(doc.getMap('flags'), 'turn', turn);
}

export function readTurn(doc: Y.Doc): Turn | null {
  const value = doc.getMap('flags').get('turn');
  if (!isRecord(value) || typeof value['exerciseId'] !== 'string' || typeof value['participantId'] !== 'string') return null;
  return { exerciseId: value['exerciseId'], participantId: value['participantId'] };
}

/** [J8] What facilitators are told of the door and of the seat cards. */
export interface Door {
  /** Nobody new is let in until the facilitator lets more in. */
  isPaused: boolean;
  /** By how many the devices that joined exceed the heads in the room. */
  exceedBy: number;
  cards: { unused: number; used: number; void: number };
  /** When far too many seat codes were tried that no card has, in milliseconds since 1970. */
  guessedAt: number | null;
}

/** Backstage only. */
export function writeDoor(doc: Y.Doc, door: Door | null): void {
  setOrDelete(doc.getMap('flags'), 'door', door);
}

export function readDoor(doc: Y.Doc): Door | null {
  const value = doc.getMap('flags').get('door');
  if (!isRecord(value) || !isRecord(value['cards'])) return null;
  const { cards } = value;
  const count = (given: unknown) => (typeof given === 'number' ? given : 0);
  return {
    isPaused: value['isPaused'] === true,
    exceedBy: count(value['exceedBy']),
    cards: { unused: count(cards['unused']), used: count(cards['used']), void: count(cards['void']) },
    guessedAt: typeof value['guessedAt'] === 'number' ? value['guessedAt'] : null,
  };
}

/** [B17] A shared tablet that was not ended. */
export interface Kiosk {
  number: number;
  isOnline: boolean;
}

/** Backstage only. */
export function writeKiosks(doc: Y.Doc, kiosks: readonly Kiosk[]): void {
  setOrDelete(doc.getMap('flags'), 'kiosks', kiosks.length > 0 ? kiosks : null);
}

export function readKiosks(doc: Y.Doc): Kiosk[] {
  const value = doc.getMap('flags').get('kiosks');
  if (!Array.isArray(value)) return [];
  return value.filter(
    (kiosk): kiosk is Kiosk => isRecord(kiosk) && typeof kiosk['number'] === 'number' && typeof kiosk['isOnline'] === 'boolean',
  );
}

/** [D10] Which copy the session goes on from, in milliseconds since 1970; `origin` is where phones joined until then, null where nobody could. */
export interface Restored {
  copiedAt: number;
  restoredAt: number;
  origin: string | null;
}

/** Backstage only. */
export function writeRestored(doc: Y.Doc, restored: Restored | null): void {
  setOrDelete(doc.getMap('flags'), 'restored', restored);
}

export function readRestored(doc: Y.Doc): Restored | null {
  const value = doc.getMap('flags').get('restored');
  if (!isRecord(value)) return null;
  const { copiedAt, restoredAt, origin } = value;
  if (typeof copiedAt !== 'number' || typeof restoredAt !== 'number') return null;
  return { copiedAt, restoredAt, origin: typeof origin === 'string' ? origin : null };
}

/** Calls back when somebody wrote what stands beside the notes. Returns the function that stops it. */
export function observeFlags(doc: Y.Doc, onChange: (origin: unknown) => void): () => void {
  const flags = doc.getMap('flags');
  const observe = (_event: unknown, transaction: Y.Transaction) => onChange(transaction.origin);
  flags.observe(observe);
  return () => flags.unobserve(observe);
}

/** [R7] Backstage only: what people have filled in about a need. Null takes it away. */
export function writePlan(doc: Y.Doc, needId: string, plan: NeedPlan | null): void {
  setOrDelete(doc.getMap('plans'), needId, plan);
}

/** Backstage only: somebody who may act. Null takes them away. */
export function writeResponder(doc: Y.Doc, responderId: string, responder: Responder | null): void {
  setOrDelete(doc.getMap('responders'), responderId, responder);
}

export function planIds(doc: Y.Doc): { needIds: string[]; responderIds: string[] } {
  return { needIds: [...doc.getMap('plans').keys()], responderIds: [...doc.getMap('responders').keys()] };
}

/** What people have filled in about needs, by need, and who may act, by id. What does not parse is skipped. */
export function readPlans(doc: Y.Doc): Plans {
  return { ofNeeds: parsedEntries(doc.getMap('plans'), NeedPlan), responders: parsedEntries(doc.getMap('responders'), Responder) };
}
export interface Plans {
  ofNeeds: ReadonlyMap<string, NeedPlan>;
  responders: ReadonlyMap<string, Responder>;
}

function parsedEntries<T>(map: Y.Map<unknown>, schema: z.ZodMiniType<T>): Map<string, T> {
  const entries = new Map<string, T>();
  for (const [id, value] of map) {
    const parsed = z.safeParse(schema, value);
    if (parsed.success) entries.set(id, parsed.data);
  }
  return entries;
}

/** Calls back when somebody wrote a plan or a responder. Returns the function that stops it. */
export function observePlans(doc: Y.Doc, onChange: (origin: unknown) => void): () => void {
  const maps = [doc.getMap('plans'), doc.getMap('responders')];
  const observe = (_events: unknown, transaction: Y.Transaction) => onChange(transaction.origin);
  for (const map of maps) map.observeDeep(observe);
  return () => {
    for (const map of maps) map.unobserveDeep(observe);
  };
}

// The facilitators' doors.

/** Puts a need on the wall, or changes what it says. Runs in one transaction with `origin`, so that undo takes it back whole. */
export function writeNeed(doc: Y.Doc, need: Need, place: NeedPlace | null, origin: unknown): void {
  doc.transact(() => {
    const needs = doc.getMap('needs');
    let entry = needs.get(need.id);
    if (!(entry instanceof Y.Map)) {
      entry = new Y.Map<unknown>();
      needs.set(need.id, entry);
    }
    const map = entry as Y.Map<unknown>;
    setWhereChanged(map, 'need', need);
    if (place) setWhereChanged(map, 'place', place);
  }, origin);
}

/** Moves a need that is there. */
export function writeNeedPlace(doc: Y.Doc, needId: string, place: NeedPlace, origin: unknown): void {
  doc.transact(() => {
    const entry = doc.getMap('needs').get(needId);
    if (entry instanceof Y.Map) setWhereChanged(entry, 'place', place);
  }, origin);
}

export function removeNeed(doc: Y.Doc, needId: string, origin: unknown): void {
  doc.transact(() => doc.getMap('needs').delete(needId), origin);
}

/** Moves notes of this document; those that are not on it are left out. */
export function writePlaces(doc: Y.Doc, places: ReadonlyMap<string, NotePlace>, origin: unknown): void {
  doc.transact(() => {
    const notes = doc.getMap('notes');
    for (const [noteId, place] of places) {
      const entry = notes.get(noteId);
      if (entry instanceof Y.Map) setWhereChanged(entry, 'place', place);
    }
  }, origin);
}

/**
 * Calls back with the ids that a change of this document touched: every note and need of which any field changed.
 * Returns the function that stops it.
 */
export function observeWall(
  doc: Y.Doc,
  onChange: (touched: { noteIds: Set<string>; needIds: Set<string> }, origin: unknown) => void,
): () => void {
  const notes = doc.getMap('notes');
  const needs = doc.getMap('needs');
  const observe = (field: 'noteIds' | 'needIds') => (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction) => {
    const touched = { noteIds: new Set<string>(), needIds: new Set<string>() };
    for (const event of events) {
      if (event.path.length > 0) touched[field].add(String(event.path[0]));
      else for (const key of event.changes.keys.keys()) touched[field].add(key);
    }
    onChange(touched, transaction.origin);
  };
  const onNotes = observe('noteIds');
  const onNeeds = observe('needIds');
  notes.observeDeep(onNotes);
  needs.observeDeep(onNeeds);
  return () => {
    notes.unobserveDeep(onNotes);
    needs.unobserveDeep(onNeeds);
  };
}

/** Calls back when anything about the people changed. Returns the function that stops it. */
export function observePeople(doc: Y.Doc, onChange: (origin: unknown) => void): () => void {
  const people = doc.getMap('people');
  const observe = (_events: unknown, transaction: Y.Transaction) => onChange(transaction.origin);
  people.observeDeep(observe);
  return () => people.unobserveDeep(observe);
}

/** The content of a document as the bytes of one that never was anything else: nothing of its history is in them. */
export function encodedAnew(doc: Y.Doc): Uint8Array {
  const fresh = new Y.Doc();
  fresh.transact(() => {
    for (const [name, there] of doc.share) {
      if (there instanceof Y.Array) fresh.getArray(name).push(there.map(copied));
      else for (const [key, value] of doc.getMap(name)) fresh.getMap(name).set(key, copied(value));
    }
  });
  const bytes = Y.encodeStateAsUpdate(fresh);
  fresh.destroy();
  return bytes;
}

function copied(value: unknown): unknown {
  return value instanceof Y.AbstractType ? value.clone() : value;
}
