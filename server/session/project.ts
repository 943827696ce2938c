import type * as Y from 'yjs';
import type { Part } from '../../shared/document.ts';
import type { Exercise } from '../../shared/exercise.ts';
import {
  planIds,
  readPlace,
  writeDoor,
  writeHands,
  writeRestored,
  writeNote,
  writePerson,
  writePlan,
  writeResponder,
  writeSilence,
  writeTurn,
  type NotePlace,
  type WallNote,
} from '../../shared/wall.ts';
import { writeExercise, writeSession, writeTally, type LiveCounts, type StageSession } from '../../shared/stage.ts';
import { languageIn } from './found-in-text.ts';
import type { Event } from './events.ts';
import { peopleIn, publishedTally } from './decide-phase.ts';
import { doorOf } from './door.ts';
import { takesNotes } from './evolve.ts';
import { planOf, responderOf, respondersOf } from './plans.ts';
import { isOnWall, isReadable } from './on-wall.ts';
import { shownText, shownTranslations } from './shown-text.ts';
import { translationsOf } from './translations.ts';
import { silenceIn } from './silent.ts';
import { currentTurns } from './turns.ts';
import { ballotsOf, roundKeyId, textOf, wifiMark, writtenBy, type ExerciseState, type NoteState, type State } from './state.ts';
import { pooledChannels } from '../../shared/counting/channels.ts';
import type { Channel } from '../../shared/note.ts';
import { ballotsMin, stageK } from '../../shared/tally.ts';

/** [J8] After these, what facilitators are told of the door is written anew. */
const changesTheDoor: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'participant-joined',
  'participant-removed',
  'attendance-told',
  'more-let-in',
  'seats-made',
  'seat-used',
  'seats-voided',
  'seats-guessed',
  'session-ended',
  'session-reopened',
]);

/** [T14] After these, facilitators see anew what hands were counted in the round that is on. */
const changesTheHands: ReadonlySet<Event['type']> = new Set<Event['type']>(['hands-entered', 'exercise-opened', 'exercise-reopened']);

export type Documents = Record<Part, Y.Doc>;

/**
 * Writes onto the documents what events changed, from the state after them. Writing what is already there costs nothing, so an event may be projected more
 * than once. This is the line between what is known and what is shown: a note reaches the wall only when it is public [N3] [S3].
 */
export function project(state: State, events: readonly Event[], documents: Documents): void {
  for (const event of events) {
    switch (event.type) {
      case 'session-ended':
        writeSession(documents.stage, stageSession(state));
        for (const exerciseId of state.exercises.keys()) showExercise(state, exerciseId, documents);
        break;
      case 'session-created':
      case 'session-changed':
      case 'session-reopened':
      case 'attendance-told':
      case 'room-locked':
      case 'room-unlocked':
      case 'code-changed':
      case 'wifi-told':
      case 'timer-set':
      case 'wall-looked':
        writeSession(documents.stage, stageSession(state));
        break;
      case 'session-restored':
        writeRestored(documents.backstage, state.restored);
        break;
      case 'exercise-revealed':
      case 'exercise-concealed':
        showExercise(state, event.exerciseId, documents);
        for (const note of state.notes.values()) if (note.exerciseId === event.exerciseId) showNote(state, note.id, documents);
        break;
      case 'exercise-closed': {
        showExercise(state, event.exerciseId, documents);
        const exercise = state.exercises.get(event.exerciseId);
        if (exercise && !exercise.sealed) writeSilence(documents.backstage, silenceIn(state, exercise));
        break;
      }
      case 'exercise-opened':
      case 'exercise-reopened':
        writeSilence(documents.backstage, null);
        showExercise(state, event.exerciseId, documents);
        break;
      case 'exercise-added':
      case 'exercise-changed':
      case 'exercise-moved':
      case 'exercise-removed':
      case 'exercise-skipped':
      case 'hands-entered':
      case 'round-sealed':
      case 'stability-told':
        showExercise(state, event.exerciseId, documents);
        break;
      case 'note-withdrawn':
      case 'note-hidden':
      case 'note-referred':
        showNote(state, event.noteId, documents);
        writeSession(documents.stage, stageSession(state));
        break;
      case 'note-added':
      case 'note-edited':
      case 'note-shown':
      case 'note-passed':
      case 'note-masked':
      case 'note-translated':
        showNote(state, event.noteId, documents);
        break;
      case 'notes-erased':
        for (const { noteId } of event.notes) showNote(state, noteId, documents);
        break;
      case 'need-described':
        showPlan(state, event.needId, documents);
        for (const responderId of Object.keys(event.responders)) showResponder(state, responderId, documents);
        break;
      case 'participant-joined':
      case 'participant-removed':
      case 'scribe-marked':
      case 'more-let-in':
      case 'seats-made':
      case 'seat-used':
      case 'seat-resumed':
      case 'seats-voided':
      case 'seats-guessed':
      case 'token-revoked':
      case 'kiosk-opened':
      case 'kiosk-ended':
      case 'need-seen':
      case 'need-changed':
      case 'need-merged':
      case 'note-moved':
        break;
      case 'ballots-received':
        // [T15] One that was struck may leave too few.
        if (state.exercises.get(event.exerciseId)?.phase === 'closed') showExercise(state, event.exerciseId, documents);
        break;
      default:
        event satisfies never;
    }
  }
  if (events.length > 0) showTurn(state, documents);
  if (events.some(({ type }) => changesTheDoor.has(type))) writeDoor(documents.backstage, doorOf(state));
  if (events.some(({ type }) => changesTheHands.has(type))) showHands(state, documents);
}

function showHands(state: State, { backstage }: Documents): void {
  const exercise = state.current === null ? undefined : state.exercises.get(state.current);
  const hands = exercise && state.hands.get(roundKeyId(exercise));
  writeHands(backstage, exercise && hands ? { exerciseId: exercise.id, round: exercise.round, ...hands } : null);
}

/** [N8] Facilitators alone are told whose turn it is. */
function showTurn(state: State, { backstage }: Documents): void {
  const turns = currentTurns(state);
  writeTurn(backstage, turns && { exerciseId: turns.exerciseId, participantId: turns.order[0]!.participantId });
}

function showPlan(state: State, needId: string, { backstage }: Documents): void {
  const plan = planOf(state, needId);
  writePlan(backstage, needId, Object.keys(plan).length > 0 ? plan : null);
}

function showResponder(state: State, responderId: string, { backstage }: Documents): void {
  writeResponder(backstage, responderId, responderOf(state, responderId));
}

/** [G2] Makes what backstage says of plans and responders what is known of them, and nothing else. */
export function showAllPlans(state: State, documents: Documents): void {
  const there = planIds(documents.backstage);
  for (const needId of new Set([...there.needIds, ...state.needNumbers.keys()])) showPlan(state, needId, documents);
  for (const id of new Set([...there.responderIds, ...respondersOf(state).keys()])) showResponder(state, id, documents);
}

function showExercise(state: State, exerciseId: string, { stage }: Documents): void {
  const exercise = state.exercises.get(exerciseId);
  writeExercise(stage, exerciseId, exercise ? stageExercise(state, exerciseId) : null);
  writeTally(stage, exerciseId, revealedTally(state, exerciseId));
  writeSession(stage, stageSession(state));
}

/** The tally that stands on the stage: of the latest revealed round, also while a new one runs, with the places of the one before. */
function revealedTally(state: State, exerciseId: string) {
  const [round, earlier] = state.rounds.filter((sealed) => sealed.exerciseId === exerciseId && sealed.revealed).reverse();
  const tally = round ? publishedTally(state, round) : null;
  if (!tally || !earlier?.tally) return tally;
  const { ballots, options } = earlier.tally;
  const places = options.map(({ needId, rank, tied }) => ({ needId, rank, tied }));
  return { ...tally, before: { round: earlier.round, ballots, options: places } };
}

function stageExercise(state: State, exerciseId: string): Exercise {
  const { options, people: _people, ...exercise } = state.exercises.get(exerciseId)!;
  if (!options) return exercise;
  const hands = state.hands.get(roundKeyId(exercise));
  const isTooFew = exercise.phase === 'closed' && !exercise.sealed && ballotsOf(state, exercise).size < ballotsMin;
  return {
    ...exercise,
    ...(hands && isTooFew && { hands }),
    options: options.map(({ needId, number, textId }) => {
      const translations = translationsOf(state, textId);
      return { needId, number, title: textOf(state, textId), ...(translations && { translations }) };
    }),
  };
}

function stageSession(state: State): StageSession {
  return {
    id: state.sessionId,
    title: state.details.title,
    joinCode: state.joinCode,
    locale: state.details.locale,
    place: state.details.place,
    status: state.status,
    locked: state.locked,
    current: state.current,
    groupQuestions: state.details.groupQuestions,
    timer: state.timer,
    attendance: state.attendance,
    mayVote: state.details.mayVote,
    rehearsal: state.details.rehearsal !== null,
    look: state.look,
    wifi: wifiMark(state),
  };
}

/** Where a note lies; null where nobody has placed it. One that lies on both parts is where it is on the wall. */
export function lyingPlace(noteId: string, { wall, backstage }: Pick<Documents, 'wall' | 'backstage'>): NotePlace | null {
  return readPlace(wall, noteId) ?? readPlace(backstage, noteId);
}

/** Puts a note where it belongs now: a public one onto the wall, the words of a hidden, referred or waiting one backstage. */
export function showNote(state: State, noteId: string, { wall, backstage }: Documents): void {
  const note = state.notes.get(noteId);
  const before = lyingPlace(noteId, { wall, backstage });
  const place = note ? placeOf(note, before ?? { ...freshPlace(note.arrival), needId: needInQuestion(state, note) }) : freshPlace(0);
  writeNote(wall, noteId, wallNote(state, note, 'wall'), place);
  writeNote(backstage, noteId, wallNote(state, note, 'backstage'), place);
}

/**
 * [N5] Where a note lies that comes onto a part: where facilitators put it; what they left as it was on arrival follows the shuffled order, or the wall would
 * tell who wrote first.
 */
function placeOf(note: NoteState, before: NotePlace): NotePlace {
  const onArrival = freshPlace(note.arrival);
  const fresh = freshPlace(note.number ?? note.arrival);
  const isMoved = before.x !== onArrival.x || before.y !== onArrival.y;
  const { x, y } = isMoved ? before : fresh;
  return { needId: before.needId, x, y, order: before.order === onArrival.order ? fresh.order : before.order };
}

/** What a part shows of a note, or null where it shows nothing of it. */
export function wallNote(state: State, note: NoteState | undefined, part: 'wall' | 'backstage'): WallNote | null {
  if (!note) return null;
  const isThere = part === 'wall' ? isOnWall(state, note) : !isReadable(state, note);
  if (!isThere) return null;
  const translations = shownTranslations(state, note);
  const { text, flags } = shownText(state, note);
  const isErased = note.erased === 'whole';
  const isBlanked = isErased || (part === 'wall' && note.hidden);
  return {
    id: note.id,
    number: note.number,
    exerciseId: note.exerciseId,
    kind: note.kind,
    forWhom: note.forWhom,
    text: isBlanked ? '' : text,
    lang: note.lang ?? languageIn(state, note.id),
    hidden: note.hidden || isErased,
    ...(translations && !isBlanked && { translations }),
    ...(part === 'backstage' && note.referred && { referred: true }),
    ...(part === 'backstage' && !note.referred && flags.length > 0 && { flags }),
  };
}

/** A note that was asked for about one need belongs to it from the start. */
function needInQuestion(state: State, note: NoteState): string | null {
  const exercise = state.exercises.get(note.exerciseId);
  return exercise?.options?.[0]?.needId ?? null;
}

const columns = 12;

/** Where the n-th note (from 1) lies until a facilitator moves it: a grid in order. */
function freshPlace(n: number): NotePlace {
  const order = `a${n.toString(36).padStart(5, '0')}V`;
  return { needId: null, x: ((n - 1) % columns) * 220, y: Math.floor((n - 1) / columns) * 160, order };
}

/** A person as facilitators see them, backstage. */
export function showPerson(state: State, participantId: string, isOnline: boolean, { backstage }: Documents): void {
  const person = state.participants.get(participantId);
  const shown =
    person && !person.removed ? { alias: person.alias, channel: 'phone', online: isOnline, scribe: person.scribe === true } : null;
  writePerson(backstage, participantId, shown);
}

/** Counts of people, as they are live on the stage. `online` and `ready` are glanced at, not stored. */
export function liveCounts(state: State, online: number, ready: Record<string, number>): LiveCounts {
  const turns = turnCounts(state);
  const counts: LiveCounts = { joined: state.joined, online, submitted: {}, byChannel: {}, ready, notes: {}, ...(turns && { turns }) };
  const byExercise = writtenBy(state);
  for (const [exerciseId, { notes }] of byExercise) counts.notes[exerciseId] = notes;
  for (const exercise of state.exercises.values()) {
    if (exercise.phase === 'draft') continue;
    const writers = byExercise.get(exercise.id)?.writers ?? new Map<string, Channel>();
    counts.submitted[exercise.id] = peopleIn(state, exercise, writers.size);
    const channels = channelsOf(state, exercise, writers);
    if (channels) counts.byChannel[exercise.id] = channels;
  }
  return counts;
}

function turnCounts(state: State): LiveCounts['turns'] | null {
  const turns = currentTurns(state);
  if (!turns) return null;
  return {
    exerciseId: turns.exerciseId,
    people: turns.order.length,
    notes: turns.order.reduce((sum, { waiting }) => sum + waiting.length, 0),
  };
}

/** [T6] [T13] What stays once a round is sealed, or once notes are revealed and nobody writes any more, tells of no few people's way. */
function channelsOf(state: State, exercise: ExerciseState, writers: ReadonlyMap<string, Channel>): Record<string, number> | null {
  if (!takesNotes(exercise)) return exercise.people === null ? byChannel([...ballotsOf(state, exercise).values()]) : null;
  const isBeingWritten = state.status !== 'ended' && (exercise.phase === 'open' || !exercise.revealed);
  if (isBeingWritten) return writersByChannel(exercise, writers);
  return exercise.people === null ? pooledChannels(writersByChannel(exercise, writers), stageK) : null;
}

/** [T13] Who wrote, by the way their words came: a phone's owner once, a slip once. Those of before an end are no longer told apart. */
function writersByChannel({ people }: ExerciseState, writers: ReadonlyMap<string, Channel>): Record<string, number> {
  const counts = byChannel([...writers.values()].map((channel) => ({ channel })));
  return { ...counts, phone: (counts['phone'] ?? 0) + (people ?? 0) };
}

function byChannel(ballots: readonly { channel: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { channel } of ballots) counts[channel] = (counts[channel] ?? 0) + 1;
  return counts;
}
