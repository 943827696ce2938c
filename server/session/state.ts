import type { Phase } from '../../shared/exercise.ts';
import type { Channel, ForWhom, NoteKind } from '../../shared/note.ts';
import type { TurnedLook } from '../../shared/look.ts';
import type { Restored } from '../../shared/wall.ts';
import type { RoundStability } from '../../shared/round-stability.ts';
import type { TokenRole } from '../../shared/session.ts';
import type { Ballot } from '../../shared/exercise.ts';
import type { ReceiptRow, TextRow } from '../store/store.ts';
import type { Details, FrozenOption, SealedTally } from './events.ts';
import type { Wifi } from '../../shared/wifi.ts';
import { textHash } from './digest.ts';

export interface ExerciseState {
  id: string;
  kind: string;
  title: string;
  prompt: string;
  settings: Record<string, unknown>;
  order: string;
  phase: Phase;
  revealed: boolean;
  sealed: boolean;
  round: number;
  skipped?: true;
  options: FrozenOption[] | null;
  /** How many people took part, once their names are gone. */
  people: number | null;
}

export interface NoteState {
  id: string;
  exerciseId: string;
  kind: NoteKind;
  forWhom: ForWhom[];
  lang: string | null;
  channel: Channel;
  /** Given at publication; a note without one is not public. */
  number: number | null;
  /** The how-manieth note of the session this is. */
  arrival: number;
  hidden: boolean;
  referred: boolean;
  /** How many turns its writer passed while it was the first of theirs to be read out. */
  passed?: number;
  /** What a facilitator decided to cover, in UTF-16 indices; nothing is decided where it is not there. */
  masked?: { from: number; to: number }[];
  /** Its words were taken out for good: a stretch of them, or all. */
  erased?: 'part' | 'whole';
  addedAt: number;
  /** How facilitators moved it from need to need, its latest moves; null is in none. */
  moves?: NoteMove[];
}

export interface NoteMove {
  from: string | null;
  to: string | null;
  at: number;
}

/** When things happened to a need, in milliseconds since 1970. */
export interface NeedTimes {
  createdAt: number;
  updatedAt: number;
  /** When it went into the need that it is merged into now. */
  mergedAt: number | null;
}

export interface SealedRound {
  exerciseId: string;
  round: number;
  kind: string;
  settings: Record<string, unknown>;
  options: FrozenOption[];
  ballots: number;
  ballotsHash: string;
  /** Left out where its hash has none. */
  ballotsSalt?: string;
  tally: SealedTally | null;
  /** Draws the round's lots and the people of its stability. */
  seed: number;
  /** Null until it is computed. */
  stability: RoundStability | null;
  /** True while its tally stands on the stage. */
  revealed: boolean;
  sealedAt: number;
}

export interface ParticipantState {
  alias: string;
  groups: Record<string, string>;
  removed: boolean;
  /** May enter notes and ballots for others. */
  scribe?: true;
  /** Whose card they hold, where they hold one. */
  seat?: string;
}

/** A seat card, under the hash of its code; once it is dead, what keeps its earlier devices out, under its person. */
export interface SeatState {
  /** Printed on it, and public; 0 where the card is dead. */
  serial: number;
  isVoid: boolean;
  isUsed: boolean;
  /** The how-manieth device holds it; 0 before the first. */
  device: number;
  /** When that device took it, in milliseconds since 1970. */
  takenAt: number | null;
}

export interface BallotState {
  ballot: Ballot;
  channel: Channel;
  groups: Record<string, string>;
  receipt: string;
  /** Where somebody else typed it in: who did, under the round's key. */
  enteredBy?: string;
  /** The device of a seat that cast it. */
  device?: number;
}

/** What the log says: folded from events alone, and what a snapshot keeps. */
export interface Logged {
  sessionId: string;
  details: Details;
  joinCode: string;
  status: 'open' | 'ended';
  createdAt: number;
  endedAt: number | null;
  locked: boolean;
  attendance: { present: number; children: number | null } | null;
  /** Whom the facilitator lets in beyond those that the door does. */
  letIn: number;
  /** The last serial of a seat card. */
  seatsMade: number;
  seatsGuessedAt: number | null;
  /** The number of the last shared tablet. */
  kiosksMade: number;
  /** The shared tablets that were not ended. */
  kiosks: number[];
  /** The copy that the session goes on from, until it ends; null where it was never restored. */
  restored: Restored | null;
  /** Grows with each restore, and is another one for each restore of the same copy; 0 where it never was. */
  restores: number;
  /** [T6] The ways in that files may tell of notes, null for none: fixed at the end, when it is last known who wrote. Left out until then. */
  noteWays?: readonly string[] | null;
  current: string | null;
  timer: { exerciseId: string; endsAt: number } | null;
  joined: number;
  generations: Partial<Record<TokenRole, number>>;
  exercises: Map<string, ExerciseState>;
  notes: Map<string, NoteState>;
  noteNumbers: number;
  arrivals: number;
  needNumbers: Map<string, number>;
  needTimes: Map<string, NeedTimes>;
  look: TurnedLook | null;
  /** How often the projector was turned. */
  looks: number;
  rounds: SealedRound[];
  /** Round (see `roundKeyId`) → the show of hands that was counted in it. */
  hands: Map<string, Hands>;
}

/** How many raised a hand for each need, of how many. */
export interface Hands {
  present: number;
  counts: Record<string, number>;
}

/** What stands beside the log and may be erased from it: words, writers, people, ballots, receipts and their keys. */
export interface Beside {
  texts: Map<string, TextRow>;
  /** Note id → participant id, or of an entered note its slip; empty once the session has ended. */
  authors: Map<string, string>;
  participants: Map<string, ParticipantState>;
  /** By the hash of the card's code; once the session has ended, by person, and only where an earlier device must stay out. */
  seats: Map<string, SeatState>;
  /** Round key (see `roundKeyId`) → voter → ballot, of rounds that are not sealed. */
  ballots: Map<string, Map<string, BallotState>>;
  keys: Map<string, Uint8Array>;
  /** `sender commandId` → receipt. */
  receipts: Map<string, ReceiptRow>;
}

export type State = Logged & Beside;

export function emptyState(): State {
  return {
    sessionId: '',
    details: {
      title: '',
      locale: 'zh-CN',
      place: null,
      heldOn: null,
      communityType: null,
      programmeId: null,
      wave: null,
      template: 'blank',
      joinMode: 'open',
      groupQuestions: [],
      mayVote: null,
      carriedFrom: null,
      rehearsal: null,
    },
    joinCode: '',
    status: 'open',
    createdAt: 0,
    endedAt: null,
    locked: false,
    attendance: null,
    letIn: 0,
    seatsMade: 0,
    seatsGuessedAt: null,
    kiosksMade: 0,
    kiosks: [],
    restored: null,
    restores: 0,
    current: null,
    timer: null,
    joined: 0,
    generations: {},
    exercises: new Map(),
    notes: new Map(),
    noteNumbers: 0,
    arrivals: 0,
    needNumbers: new Map(),
    needTimes: new Map(),
    look: null,
    looks: 0,
    rounds: [],
    hands: new Map(),
    texts: new Map(),
    authors: new Map(),
    participants: new Map(),
    seats: new Map(),
    ballots: new Map(),
    keys: new Map(),
    receipts: new Map(),
  };
}

/** The key of an exercise's round: signs its receipts and hides its voters until it is destroyed at sealing. */
export function roundKeyId(exercise: { id: string; round: number }): string {
  return `${exercise.id}.${exercise.round}`;
}

/** The key of the session: hides senders, signs receipts of everything but ballots. */
export const sessionKeyId = '';

/** The ballots of an exercise's present round; none once it is sealed. */
export function ballotsOf(state: State, exercise: { id: string; round: number }): ReadonlyMap<string, BallotState> {
  return state.ballots.get(roundKeyId(exercise)) ?? new Map<string, BallotState>();
}

/** The seat cards that are not dead. */
export function cardsOf(state: State): SeatState[] {
  return [...state.seats.values()].filter(({ serial }) => serial > 0);
}

/** True where there is a seat card that is not dead; asked by everybody who joins. */
export function hasCards(state: State): boolean {
  for (const { serial } of state.seats.values()) if (serial > 0) return true;
  return false;
}

/** What a note or need says; '' where its text was erased. */
export function textOf(state: State, id: string): string {
  return state.texts.get(id)?.text ?? '';
}

/** Where the room's Wi-Fi stands among the texts; no id of a note or need begins so. */
export const wifiTextId = ' wifi';

/** The room's Wi-Fi, where a facilitator has typed it in. */
export function wifiOf(state: State): Wifi | null {
  const text = state.texts.get(wifiTextId)?.text;
  return text === undefined ? null : (JSON.parse(text) as Wifi);
}

/** Another one with each Wi-Fi that was typed in, and tells nothing of it. */
export function wifiMark(state: State): string | null {
  const row = state.texts.get(wifiTextId);
  return row ? textHash(row.salt, row.text) : null;
}

/** True of a note that still waits to come onto the wall. */
export function isHeld(note: NoteState): boolean {
  return note.number === null && !note.hidden && !note.referred;
}

/** How many notes each person wrote in an exercise. */
export function notesByPerson(state: State, exerciseId: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const note of state.notes.values()) {
    if (note.exerciseId !== exerciseId) continue;
    const author = state.authors.get(note.id);
    if (author !== undefined) counts.set(author, (counts.get(author) ?? 0) + 1);
  }
  return counts;
}

/** What was written in one exercise: how many notes, and who wrote, with the channel that the first of their words came by. */
export interface Written {
  notes: number;
  writers: Map<string, Channel>;
}

/** By exercise, in one pass: of thousands of notes it is asked ten times a second. */
export function writtenBy(state: State): Map<string, Written> {
  const byExercise = new Map<string, Written>();
  for (const { id, exerciseId, channel } of state.notes.values()) {
    let written = byExercise.get(exerciseId);
    if (!written) byExercise.set(exerciseId, (written = { notes: 0, writers: new Map() }));
    written.notes += 1;
    const author = state.authors.get(id);
    if (author !== undefined && !written.writers.has(author)) written.writers.set(author, channel);
  }
  return byExercise;
}

/** The logged half of a state as JSON, for a snapshot. */
export function packLogged(state: State): string {
  const { texts: _t, authors: _a, participants: _p, seats: _s, ballots: _b, keys: _k, receipts: _r, ...logged } = state;
  const fields: [string, unknown][] = Object.entries(logged);
  return JSON.stringify(Object.fromEntries(fields.map(([name, value]) => [name, value instanceof Map ? { map: [...value] } : value])));
}

/** The reverse of `packLogged`, with nothing beside the log yet. */
export function unpackLogged(json: string): State {
  const logged = JSON.parse(json, (_key, value: unknown) => {
    const entries = typeof value === 'object' && value !== null && 'map' in value ? value.map : undefined;
    return Array.isArray(entries) ? new Map(entries as [unknown, unknown][]) : value;
  }) as Partial<State>;
  const empty = emptyState();
  return { ...empty, ...logged, details: { ...empty.details, ...logged.details } };
}
