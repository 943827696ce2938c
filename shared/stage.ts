import type * as Y from 'yjs';
import type { Exercise } from './exercise.ts';
import type { TurnedLook } from './look.ts';
import type { GroupQuestion } from './session.ts';
import type { Tally } from './tally.ts';
import { compareOrder } from './order.ts';
import { isRecord, setOrDelete, setWhereChanged } from './document.ts';

/**
 * The stage: what is on now, as everybody sees it. The server alone writes it; this is the only door to its keys.
 * Values are whole JSON objects: a face replaces what it has and never merges.
 */
export interface StageSession {
  id: string;
  title: string;
  joinCode: string;
  locale: string;
  place: string | null;
  status: 'open' | 'ended';
  locked: boolean;
  current: string | null;
  groupQuestions: GroupQuestion[];
  timer: { exerciseId: string; endsAt: number } | null;
  attendance: { present: number; children: number | null } | null;
  /** Who may vote, in the organizer's words; null where they said nothing of it. */
  mayVote: string | null;
  /** True in a practice session with simulated residents. */
  rehearsal: boolean;
  /** Where the projector is turned to, where a facilitator has turned it. */
  look?: TurnedLook | null;
  /** [J21] Changes with the room's Wi-Fi, which projector and facilitators ask for; null where nobody has typed it in. */
  wifi?: string | null;
  /** [V4] Where the log stood when something was last opened, sealed or ended; left out before. */
  head?: LogHead;
}

/** A place in the log: everything up to entry `seq`, under its check code. */
export interface LogHead {
  seq: number;
  code: string;
  /** Another one for each moment that is told. */
  moment: string;
}

/** Counts of people (and of waiting notes), never of votes: all that is live before a reveal. */
export interface LiveCounts {
  joined: number;
  online: number;
  /** People who wrote, or ballots that are in. */
  submitted: Record<string, number>;
  byChannel: Record<string, Record<string, number>>;
  ready: Record<string, number>;
  /** Notes that are in, face down or not. */
  notes: Record<string, number>;
  /** Where people read out in turn: how many have something left, and how many notes. */
  turns?: { exerciseId: string; people: number; notes: number };
}

export interface Stage {
  session: StageSession | null;
  /** In the order of the agenda. */
  exercises: Exercise[];
  tallies: Record<string, Tally>;
  counts: LiveCounts;
}

const noCounts: LiveCounts = { joined: 0, online: 0, submitted: {}, byChannel: {}, ready: {}, notes: {} };

/** What stands on a stage document. What does not parse is skipped, so that one odd entry never blanks a hall's screen. */
export function readStage(doc: Y.Doc): Stage {
  return readStageJson(stageJson(doc));
}

/** The same from `stageJson`, as it comes over HTTP. */
export function readStageJson({ session, exercises, tallies, live }: Record<string, unknown>): Stage {
  const fields = recordOf(session);
  const counts = recordOf(live)['counts'];
  return {
    session: isStageSession(fields) ? fields : null,
    exercises: Object.values(recordOf(exercises)).filter(isExercise).sort(compareOrder),
    tallies: Object.fromEntries(Object.entries(recordOf(tallies)).filter((entry): entry is [string, Tally] => isTally(entry[1]))),
    counts: isRecord(counts) ? { ...noCounts, ...counts } : noCounts,
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** The exercise that is on now, if any. */
export function currentExercise(stage: Stage): Exercise | null {
  return stage.exercises.find((exercise) => exercise.id === stage.session?.current) ?? null;
}

export function writeSession(doc: Y.Doc, session: StageSession): void {
  const map = doc.getMap('session');
  for (const [key, value] of Object.entries(session)) setWhereChanged(map, key, value);
}

export function writeLogHead(doc: Y.Doc, head: LogHead): void {
  setWhereChanged(doc.getMap('session'), 'head', head);
}

/** What the room was last shown; null where it was shown nothing yet. */
export function readLogHead(doc: Y.Doc): LogHead | null {
  return (doc.getMap('session').get('head') as LogHead | undefined) ?? null;
}

export function writeExercise(doc: Y.Doc, exerciseId: string, exercise: Exercise | null): void {
  setOrDelete(doc.getMap('exercises'), exerciseId, exercise);
}

export function writeTally(doc: Y.Doc, exerciseId: string, tally: Tally | null): void {
  setOrDelete(doc.getMap('tallies'), exerciseId, tally);
}

/** One key for all counts, so that thousands of changes leave a small history. */
export function writeCounts(doc: Y.Doc, counts: LiveCounts): void {
  setWhereChanged(doc.getMap('live'), 'counts', counts);
}

/** The stage as JSON, for polling and for the page without scripts. */
export function stageJson(doc: Y.Doc): Record<string, unknown> {
  return {
    session: doc.getMap('session').toJSON(),
    exercises: doc.getMap('exercises').toJSON(),
    tallies: doc.getMap('tallies').toJSON(),
    live: doc.getMap('live').toJSON(),
  };
}

function isStageSession(value: Record<string, unknown>): value is Record<string, unknown> & StageSession {
  return typeof value['id'] === 'string' && typeof value['title'] === 'string' && typeof value['joinCode'] === 'string';
}

function isExercise(value: unknown): value is Exercise {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    typeof value['kind'] === 'string' &&
    typeof value['phase'] === 'string' &&
    typeof value['order'] === 'string' &&
    isRecord(value['settings'])
  );
}

function isTally(value: unknown): value is Tally {
  return isRecord(value) && typeof value['ballots'] === 'number' && Array.isArray(value['options']);
}
