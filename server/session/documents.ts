import * as Y from 'yjs';
import { parts, type Part } from '../../shared/document.ts';
import {
  ledgerMax,
  observeLedger,
  observeReadOut,
  putLedger,
  putReadOut,
  readLedger,
  readReadOut,
  type LedgerEntry,
  type ReadOutLine,
} from '../../shared/ledger.ts';
import { ClientId } from '../../shared/ids.ts';
import { mergedNeedId, type Need } from '../../shared/need.ts';
import * as z from 'zod/mini';
import {
  encodedAnew,
  hasNote,
  needIds,
  noteIds,
  observeFlags,
  observePeople,
  observePlans,
  observeWall,
  personIds,
  readNeedById,
  readDoor,
  readHands,
  readKiosks,
  readRestored,
  readSilence,
  readTurn,
  removeNeed,
  writeNeedNumber,
  writeNote,
  writePerson,
  writeDoor,
  writeHands,
  writeKiosks,
  writeRestored,
  writeSilence,
  writeTurn,
  type CountedHands,
  type NotePlace,
  type PlacedNeed,
  type Door,
  type Kiosk,
  type Restored,
  type Silence,
  type Turn,
} from '../../shared/wall.ts';
import { serverOrigin } from '../../shared/document.ts';
import type { Event } from './events.ts';
import { joined, ledgerLines, whatHappened, type WallChange } from './ledger.ts';
import { isReadable } from './on-wall.ts';
import { lyingPlace, showAllPlans, showNote, wallNote, type Documents } from './project.ts';
import { readOutLines } from './read-out.ts';
import type { State } from './state.ts';

const facilitatorOrigin = { by: 'facilitator' } as const;

/** What an update from outside has touched and the server must look at. */
function nothingTouched() {
  return {
    notes: new Map<string, Set<'wall' | 'backstage'>>(),
    needs: new Set<string>(),
    strayNeeds: false,
    people: false,
    flags: false,
    plans: false,
    ledger: false,
    readOut: false,
  };
}

/**
 * A session's three documents as this process holds them, with what changed since they were last asked. A fresh set has fresh Yjs client ids: a document
 * whose update was never committed must never be written on, or every later update would wait for it on other peers.
 */
export class SessionDocuments {
  readonly parts: Documents = { stage: new Y.Doc(), wall: new Y.Doc(), backstage: new Y.Doc() };
  readonly #changes: Record<Part, Uint8Array[]> = { stage: [], wall: [], backstage: [] };
  /** Each part as one update, until it changes: a wall of thousands of notes stands still while a vote comes in. */
  readonly #encoded: Record<Part, Uint8Array | null> = { stage: null, wall: null, backstage: null };
  /** Where facilitators last put each note, as committed: a note that is deleted returns there [G2]. */
  readonly #places = new Map<string, NotePlace>();
  /** What the server last wrote of them [G2]. */
  #flags: {
    silence: Silence | null;
    turn: Turn | null;
    door: Door | null;
    hands: CountedHands | null;
    kiosks: Kiosk[];
    restored: Restored | null;
  };
  /** What facilitators last said of each need. */
  readonly #needs = new Map<string, Need>();
  #ledger: LedgerEntry[];
  #readOut: ReadOutLine[];
  /** The part whose change made the last entry. */
  #enteredBy: 'wall' | 'backstage' | null = null;
  #touched = nothingTouched();

  constructor(stored: Record<Part, readonly Uint8Array[]>) {
    for (const part of parts) {
      const doc = this.parts[part];
      doc.transact(() => {
        for (const update of stored[part]) Y.applyUpdate(doc, update);
      });
      doc.on('update', (update) => {
        this.#changes[part].push(update);
        this.#encoded[part] = null;
      });
    }
    for (const part of ['wall', 'backstage'] as const) {
      for (const noteId of noteIds(this.parts[part])) this.#keepPlace(noteId);
      if (part === 'wall') for (const needId of needIds(this.parts.wall)) this.#keepNeed(needId);
      observeWall(this.parts[part], (touched, origin) => this.#note(part, touched, origin));
    }
    observePeople(this.parts.backstage, (origin) => {
      if (origin === facilitatorOrigin) this.#touched.people = true;
    });
    observePlans(this.parts.backstage, (origin) => {
      if (origin === facilitatorOrigin) this.#touched.plans = true;
    });
    const readFlags = () => ({
      silence: readSilence(this.parts.backstage),
      turn: readTurn(this.parts.backstage),
      door: readDoor(this.parts.backstage),
      hands: readHands(this.parts.backstage),
      kiosks: readKiosks(this.parts.backstage),
      restored: readRestored(this.parts.backstage),
    });
    this.#flags = readFlags();
    this.#ledger = readLedger(this.parts.backstage);
    observeLedger(this.parts.backstage, (origin) => {
      if (origin === facilitatorOrigin) this.#touched.ledger = true;
      else this.#ledger = readLedger(this.parts.backstage);
    });
    this.#readOut = readReadOut(this.parts.wall);
    observeReadOut(this.parts.wall, (origin) => {
      if (origin === facilitatorOrigin) this.#touched.readOut = true;
      else this.#readOut = readReadOut(this.parts.wall);
    });
    observeFlags(this.parts.backstage, (origin) => {
      if (origin === facilitatorOrigin) this.#touched.flags = true;
      else this.#flags = readFlags();
    });
  }

  /** The server's own writing: one transaction a document. */
  write(change: () => void): void {
    this.parts.stage.transact(
      () => this.parts.wall.transact(() => this.parts.backstage.transact(change, serverOrigin), serverOrigin),
      serverOrigin,
    );
  }

  /** Applies what another process stored: it is no change of this one's. Only where nothing has changed since `takeChanges`. */
  follow(updates: Record<Part, Uint8Array | null>): void {
    for (const part of parts) if (updates[part]) Y.applyUpdate(this.parts[part], updates[part]);
    for (const part of parts) this.#changes[part] = [];
    this.#enteredBy = null;
  }

  /**
   * Applies what a facilitator sent at `at`, puts back what was not theirs to write [G2] and enters the rest into the ledger [G10]. Returns the events of
   * what the server saw in it.
   * Throws where the update cannot be read; the caller checked it with `Y.decodeUpdate` before.
   */
  arrange(
    part: 'wall' | 'backstage',
    update: Uint8Array,
    state: State,
    { at, id }: { at: number; id: () => string },
  ): { events: Event[]; mended: number; peopleTouched: boolean } {
    Y.applyUpdate(this.parts[part], update, facilitatorOrigin);
    const touched = this.#touched;
    this.#touched = nothingTouched();
    const events: Event[] = [];
    let mended = touched.flags || touched.ledger || touched.plans || touched.readOut ? 1 : 0;
    const before = new Map([...touched.notes.keys()].map((noteId) => [noteId, this.needIdOf(noteId)]));
    this.write(() => {
      if (touched.ledger) putLedger(this.parts.backstage, this.#ledger);
      if (touched.plans) showAllPlans(state, this.parts);
      if (touched.readOut) putReadOut(this.parts.wall, this.#readOut);
      if (touched.flags) {
        const { silence, turn, door, hands, kiosks, restored } = this.#flags;
        writeSilence(this.parts.backstage, silence);
        writeTurn(this.parts.backstage, turn);
        writeDoor(this.parts.backstage, door);
        writeHands(this.parts.backstage, hands);
        writeKiosks(this.parts.backstage, kiosks);
        writeRestored(this.parts.backstage, restored);
      }
      for (const [noteId, where] of touched.notes) for (const side of where) if (this.#mendNote(side, noteId, state)) mended += 1;
      for (const needId of touched.needs) {
        const event = this.#numberNeed(needId, state, events.length);
        if (event) events.push(event);
      }
      if (touched.people)
        for (const id of personIds(this.parts.backstage)) if (!state.participants.has(id)) writePerson(this.parts.backstage, id, null);
      const change = this.#changeOf(before, touched.needs);
      this.#enter(part, change, { at, id });
      const seen = new Set(events.map((event) => (event.type === 'need-seen' ? event.needId : '')));
      const known = (needId: string | null) => (needId !== null && (state.needNumbers.has(needId) || seen.has(needId)) ? needId : null);
      const moves = change.moves
        .filter(({ noteId }) => state.notes.has(noteId))
        .map(({ noteId, from, to }) => ({ noteId, from: known(from), to: known(to) }))
        .filter(({ from, to }) => from !== to);
      events.push(...whatHappened({ ...change, moves }));
      if (touched.strayNeeds) for (const needId of needIds(this.parts.backstage)) removeNeed(this.parts.backstage, needId, serverOrigin);
    });
    return { events, mended, peopleTouched: touched.people };
  }

  /** [G3] The needs that stand on the wall, by number. */
  needs(): PlacedNeed[] {
    const byId = this.#needsById();
    return [...byId.values()]
      .filter((need) => mergedNeedId(byId, need.id) === need.id)
      .sort((a, b) => (a.number ?? Infinity) - (b.number ?? Infinity));
  }

  /** The need that facilitators last put a note into, as committed; null for none. */
  needIdOf(noteId: string): string | null {
    return this.#places.get(noteId)?.needId ?? null;
  }

  /** [G3] The need that each need on the wall stands for now. */
  standing(): (needId: string) => string {
    const byId = this.#needsById();
    return (needId) => mergedNeedId(byId, needId);
  }

  /** Needs made of nothing but notes that the room cannot read. One that stands is made of those too that were merged into it. */
  coveredNeeds(state: State): Set<string> {
    const standing = this.standing();
    const open = new Set<string>();
    const covered = new Set<string>();
    for (const note of state.notes.values()) {
      const needId = this.needIdOf(note.id);
      if (needId === null) continue;
      for (const id of [needId, standing(needId)]) (isReadable(state, note) ? open : covered).add(id);
    }
    for (const id of open) covered.delete(id);
    return covered;
  }

  /** True where something was written since the last call of `takeChanges`. */
  get hasChanged(): boolean {
    return parts.some((part) => this.#changes[part].length > 0);
  }

  /** [G11] True where the projector is turned to a need of which the room can read nothing any more. */
  looksAtCovered(state: State): boolean {
    return state.look !== null && 'needId' in state.look && this.coveredNeeds(state).has(this.standing()(state.look.needId));
  }

  /** [G12] Tells the room of the ledger as long as it is looked at, where anything has changed since the last commit. */
  readOut(state: State): void {
    if (!this.hasChanged) return;
    const isOn = state.look !== null && 'ledger' in state.look;
    if (!isOn && this.#readOut.length === 0) return;
    const canRead = (noteId: string) => {
      const note = state.notes.get(noteId);
      return note !== undefined && isReadable(state, note);
    };
    const room = { canRead, isThere: (needId: string) => this.#needs.has(needId), covered: this.coveredNeeds(state) };
    const lines = isOn ? readOutLines(this.#ledger, room) : [];
    this.write(() => putReadOut(this.parts.wall, lines));
  }

  /** Each part as it stands, in a document that never was anything else. */
  encodeAnew(): Record<Part, Uint8Array> {
    return { stage: encodedAnew(this.parts.stage), wall: encodedAnew(this.parts.wall), backstage: encodedAnew(this.parts.backstage) };
  }

  /** One update a part of everything since the last call, null where nothing changed. */
  takeChanges(): Record<Part, Uint8Array | null> {
    const taken: Record<Part, Uint8Array | null> = { stage: null, wall: null, backstage: null };
    for (const part of parts) {
      const updates = this.#changes[part].splice(0);
      taken[part] = updates.length === 0 ? null : updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
    }
    return taken;
  }

  /** The whole of a part as one update, which nobody may write on: the same bytes until it changes. */
  encode(part: Part): Uint8Array {
    return (this.#encoded[part] ??= Y.encodeStateAsUpdate(this.parts[part]));
  }

  destroy(): void {
    for (const part of parts) this.parts[part].destroy();
  }

  /** What became of these notes, each of which was in that need before, and of these needs. */
  #changeOf(notesBefore: ReadonlyMap<string, string | null>, needIds: ReadonlySet<string>): WallChange {
    const moves = [...notesBefore].flatMap(([noteId, from]) => {
      const to = lyingPlace(noteId, this.parts)?.needId ?? null;
      return to === from ? [] : [{ noteId, from, to }];
    });
    const needs = [...needIds].map((needId) => {
      const before = this.#needs.get(needId) ?? null;
      this.#keepNeed(needId);
      return { needId, before, after: this.#needs.get(needId) ?? null };
    });
    return { moves, needs, titleOf: (needId) => this.#needs.get(needId)?.title ?? '' };
  }

  /** [G10] Enters a change into the ledger. */
  #enter(part: 'wall' | 'backstage', change: WallChange, { at, id }: { at: number; id: () => string }): void {
    const lines = ledgerLines(change);
    if (lines.length === 0) return;
    const entries = [...this.#ledger];
    for (const line of lines) {
      const whole = part === this.#enteredBy ? null : joined(entries.at(-1), line, at);
      if (whole) entries.splice(-1, 1, whole);
      else entries.push({ id: id(), at, ...line });
    }
    this.#enteredBy = part;
    putLedger(this.parts.backstage, entries.slice(-ledgerMax));
  }

  #keepNeed(needId: string): void {
    const need = readNeedById(this.parts.wall, needId);
    if (!need) this.#needs.delete(needId);
    else {
      const { number: _, place: _place, ...said } = need;
      this.#needs.set(needId, said);
    }
  }

  #needsById(): Map<string, PlacedNeed> {
    const all = needIds(this.parts.wall).map((needId) => readNeedById(this.parts.wall, needId));
    return new Map(all.filter((need) => need !== null).map((need) => [need.id, need]));
  }

  #note(part: 'wall' | 'backstage', touched: { noteIds: Set<string>; needIds: Set<string> }, origin: unknown): void {
    if (origin !== facilitatorOrigin) {
      for (const noteId of touched.noteIds) this.#keepPlace(noteId);
      if (part === 'wall') for (const needId of touched.needIds) this.#keepNeed(needId);
      return;
    }
    for (const noteId of touched.noteIds) {
      const where = this.#touched.notes.get(noteId) ?? new Set();
      this.#touched.notes.set(noteId, where.add(part));
    }
    if (part === 'wall') for (const needId of touched.needIds) this.#touched.needs.add(needId);
    else if (touched.needIds.size > 0) this.#touched.strayNeeds = true;
  }

  #keepPlace(noteId: string): void {
    const place = lyingPlace(noteId, this.parts);
    if (place) this.#places.set(noteId, place);
  }

  #mendNote(part: 'wall' | 'backstage', noteId: string, state: State): boolean {
    const doc = this.parts[part];
    const expected = wallNote(state, state.notes.get(noteId), part);
    if (expected ? hasNote(doc, noteId, expected) : !noteIds(doc).includes(noteId)) {
      this.#keepPlace(noteId);
      return false;
    }
    const place = this.#places.get(noteId);
    if (expected && place) writeNote(doc, noteId, expected, place);
    else if (expected) showNote(state, noteId, this.parts);
    else writeNote(doc, noteId, null, { needId: null, x: 0, y: 0, order: 'V' });
    return true;
  }

  /** [G1] A need gets its number when it is first seen. One whose id is not an id, or is another thing's, cannot stay. */
  #numberNeed(needId: string, state: State, seenWithIt: number): Event | null {
    const wall = this.parts.wall;
    if (!needIds(wall).includes(needId)) return null;
    const need = readNeedById(wall, needId);
    const isTaken = state.notes.has(needId) || state.exercises.has(needId) || state.participants.has(needId);
    if (!z.safeParse(ClientId, needId).success || isTaken || (need && need.id !== needId)) {
      removeNeed(wall, needId, serverOrigin);
      return null;
    }
    const known = state.needNumbers.get(needId);
    // What is not (yet) a need that parses gets no number; readers skip it.
    if (known === undefined && !need) return null;
    const number = known ?? state.needNumbers.size + seenWithIt + 1;
    writeNeedNumber(wall, needId, number);
    return known === undefined ? { type: 'need-seen', needId, number } : null;
  }
}
