import { kindOf } from '../../shared/exercise.ts';
import type { Write } from '../store/store.ts';
import type { Event } from './events.ts';
import {
  roundKeyId,
  type BallotState,
  type ExerciseState,
  type NeedTimes,
  type NoteState,
  type ParticipantState,
  type SeatState,
  type State,
} from './state.ts';

/**
 * Folds one event into a state. It changes the state it is given and nothing else: no clock, no randomness, no I/O, so that the same log always gives the
 * same state. (A fresh state per event would copy a thousand people for every vote; a failed commit throws the whole state away instead.)
 */
export function evolve(state: State, event: Event, at: number): void {
  switch (event.type) {
    case 'session-created':
      state.sessionId = event.sessionId;
      state.joinCode = event.joinCode;
      state.details = { ...state.details, ...event.details };
      state.createdAt = at;
      return;
    case 'session-changed':
      state.details = { ...state.details, ...event.details };
      return;
    case 'session-ended':
      state.status = 'ended';
      state.endedAt = at;
      state.timer = null;
      state.look = null;
      state.restored = null;
      if (event.noteWays !== undefined) state.noteWays = event.noteWays;
      for (const exercise of state.exercises.values()) {
        if (exercise.phase !== 'draft') exercise.sealed = true;
        exercise.people ??= event.wrote[exercise.id] ?? null;
      }
      return;
    case 'session-reopened':
      state.status = 'open';
      state.endedAt = null;
      return;
    case 'session-restored':
      state.restores = Math.max(state.restores + 1, Math.floor(at / 1000));
      state.restored = { copiedAt: event.copiedAt, origin: event.origin, restoredAt: at };
      return;
    case 'attendance-told':
      state.attendance = { present: event.present, children: event.children };
      return;
    case 'more-let-in':
      state.letIn += event.more;
      return;
    case 'seats-made':
      state.seatsMade += event.count;
      return;
    case 'seats-guessed':
      state.seatsGuessedAt = at;
      return;
    case 'seat-used':
    case 'seat-resumed':
    case 'seats-voided':
    case 'wifi-told':
      return;
    case 'room-locked':
    case 'room-unlocked':
      state.locked = event.type === 'room-locked';
      return;
    case 'code-changed':
      state.joinCode = event.joinCode;
      return;
    case 'participant-joined':
      state.joined += 1;
      return;
    case 'participant-removed':
      state.joined -= 1;
      return;
    case 'scribe-marked':
      return;
    case 'hands-entered':
      state.hands.set(roundKeyId({ id: event.exerciseId, round: event.round }), { present: event.present, counts: event.counts });
      return;
    case 'token-revoked':
      state.generations[event.role] = event.generation;
      if (event.role === 'kiosk') state.kiosks = [];
      return;
    case 'kiosk-opened':
      state.kiosksMade = event.kiosk;
      state.kiosks.push(event.kiosk);
      return;
    case 'kiosk-ended':
      state.kiosks = state.kiosks.filter((kiosk) => kiosk !== event.kiosk);
      return;
    case 'timer-set':
      state.timer = event.endsAt === null ? null : { exerciseId: event.exerciseId, endsAt: event.endsAt };
      return;
    case 'need-seen':
      state.needNumbers.set(event.needId, event.number);
      state.needTimes.set(event.needId, { createdAt: at, updatedAt: at, mergedAt: null });
      return;
    case 'need-merged':
      touchNeed(state, event.needId, at, { mergedAt: event.into === null ? null : at });
      if (event.into !== null) touchNeed(state, event.into, at);
      return;
    case 'need-changed':
    case 'need-described':
      touchNeed(state, event.needId, at);
      return;
    case 'ballots-received':
      return;
    case 'wall-looked':
      state.looks += 1;
      state.look = event.at && { ...event.at, turn: state.looks };
      return;
    case 'exercise-added':
    case 'exercise-changed':
    case 'exercise-moved':
    case 'exercise-removed':
    case 'exercise-skipped':
    case 'exercise-opened':
    case 'exercise-closed':
    case 'exercise-reopened':
    case 'exercise-revealed':
    case 'exercise-concealed':
    case 'round-sealed':
    case 'stability-told':
      evolveExercise(state, event, at);
      return;
    case 'note-added':
    case 'note-edited':
    case 'note-translated':
    case 'note-withdrawn':
    case 'note-hidden':
    case 'note-shown':
    case 'note-referred':
    case 'note-passed':
    case 'note-masked':
    case 'note-moved':
      evolveNote(state, event, at);
      return;
    case 'notes-erased':
      for (const { noteId, hash } of event.notes) existing(state.notes, noteId).erased = hash === null ? 'whole' : 'part';
      return;
    default:
      event satisfies never;
  }
}

/** A need that was seen before its times were kept has none. */
function touchNeed(state: State, needId: string, at: number, more: Partial<NeedTimes> = {}): void {
  const times = state.needTimes.get(needId);
  if (times) Object.assign(times, more, { updatedAt: at });
}

type ExerciseEvent = Extract<Event, { type: `exercise-${string}` | 'round-sealed' | 'stability-told' }>;

function evolveExercise(state: State, event: ExerciseEvent, at: number): void {
  if (event.type === 'exercise-added') {
    const { exerciseId: id, kind, title, prompt, settings, order } = event;
    const fresh: Pick<ExerciseState, 'phase' | 'revealed' | 'sealed' | 'round' | 'options' | 'people'> = {
      phase: 'draft',
      revealed: false,
      sealed: false,
      round: 1,
      options: null,
      people: null,
    };
    state.exercises.set(id, { id, kind, title, prompt, settings, order, ...fresh });
    return;
  }
  const exercise = existing(state.exercises, event.exerciseId);
  switch (event.type) {
    case 'exercise-changed':
      exercise.title = event.title ?? exercise.title;
      exercise.prompt = event.prompt ?? exercise.prompt;
      exercise.settings = event.settings ?? exercise.settings;
      return;
    case 'exercise-moved':
      exercise.order = event.order;
      return;
    case 'exercise-removed':
      state.exercises.delete(event.exerciseId);
      if (state.current === event.exerciseId) state.current = null;
      return;
    case 'exercise-skipped':
      if (event.skipped) exercise.skipped = true;
      else delete exercise.skipped;
      return;
    case 'exercise-opened':
      delete exercise.skipped;
      exercise.phase = 'open';
      exercise.options = event.options;
      state.current = exercise.id;
      state.look = null;
      return;
    case 'exercise-closed':
      exercise.phase = 'closed';
      if (state.timer?.exerciseId === exercise.id) state.timer = null;
      return;
    case 'exercise-reopened':
      if (event.round !== exercise.round) {
        exercise.revealed = false;
        exercise.people = null;
      }
      exercise.phase = 'open';
      exercise.round = event.round;
      exercise.sealed = false;
      state.current = exercise.id;
      state.look = null;
      return;
    case 'exercise-revealed':
      exercise.revealed = true;
      state.look = null;
      setRevealed(state, exercise, true);
      for (const { noteId, number } of event.published) publish(state, existing(state.notes, noteId), number);
      return;
    case 'exercise-concealed':
      exercise.revealed = false;
      setRevealed(state, exercise, false);
      lookAway(state, (note) => note.exerciseId === exercise.id);
      return;
    case 'round-sealed':
      exercise.sealed = true;
      exercise.people = event.ballots;
      state.rounds.push({
        exerciseId: exercise.id,
        round: event.round,
        kind: exercise.kind,
        settings: exercise.settings,
        options: exercise.options ?? [],
        ballots: event.ballots,
        ballotsHash: event.ballotsHash,
        ...(event.ballotsSalt !== undefined && { ballotsSalt: event.ballotsSalt }),
        tally: event.tally,
        seed: event.seed,
        stability: null,
        revealed: false,
        sealedAt: at,
      });
      return;
    case 'stability-told': {
      const round = state.rounds.find((sealed) => sealed.exerciseId === event.exerciseId && sealed.round === event.round);
      if (round) round.stability = event.stability;
      return;
    }
    default:
      event satisfies never;
  }
}

function setRevealed(state: State, exercise: ExerciseState, revealed: boolean): void {
  const round = state.rounds.find((sealed) => sealed.exerciseId === exercise.id && sealed.round === exercise.round);
  if (round) round.revealed = revealed;
}

/** [G11] What the room may no longer see is not looked at any more. */
function lookAway(state: State, isGone: (note: NoteState) => boolean): void {
  const note = state.look && 'noteId' in state.look && state.notes.get(state.look.noteId);
  if (note && isGone(note)) state.look = null;
}

type NoteEvent = Extract<Event, { type: `note-${string}` }>;

function evolveNote(state: State, event: NoteEvent, at: number): void {
  if (event.type === 'note-added') {
    const { noteId: id, exerciseId, kind, forWhom, lang, channel } = event;
    state.arrivals += 1;
    const note: NoteState = {
      id,
      exerciseId,
      kind,
      forWhom,
      lang,
      channel,
      number: null,
      arrival: state.arrivals,
      hidden: false,
      referred: false,
      addedAt: at,
    };
    state.notes.set(id, note);
    if (event.number !== null) publish(state, note, event.number);
    return;
  }
  const note = existing(state.notes, event.noteId);
  if (event.type === 'note-withdrawn' || event.type === 'note-hidden' || event.type === 'note-referred')
    lookAway(state, ({ id }) => id === note.id);
  switch (event.type) {
    case 'note-translated':
      return;
    case 'note-edited':
      delete note.masked;
      return;
    case 'note-withdrawn':
      state.notes.delete(note.id);
      return;
    case 'note-hidden':
      note.hidden = true;
      return;
    case 'note-shown':
      note.hidden = false;
      note.referred = false;
      if (event.number !== null) publish(state, note, event.number);
      return;
    case 'note-referred':
      note.referred = true;
      return;
    case 'note-masked':
      if (event.spans) note.masked = event.spans;
      else delete note.masked;
      return;
    case 'note-passed':
      note.passed = (note.passed ?? 0) + 1;
      return;
    case 'note-moved':
      note.moves = [...(note.moves ?? []), { from: event.from, to: event.to, at }].slice(-movesMax);
      for (const needId of [event.from, event.to]) if (needId !== null) touchNeed(state, needId, at);
      return;
    default:
      event satisfies never;
  }
}

/** A note that is dragged to and fro for hours has had enough said of it. */
const movesMax = 50;

function publish(state: State, note: NoteState, number: number): void {
  note.number = number;
  state.noteNumbers = Math.max(state.noteNumbers, number);
}

function existing<T>(all: ReadonlyMap<string, T>, id: string): T {
  const thing = all.get(id);
  if (thing === undefined) throw new Error(`the log names ${id}, which it never made`);
  return thing;
}

/** Folds what is written beside the log into a state; the counterpart of `evolve`, as strict about purity. */
export function remember(state: State, write: Write, seq: number): void {
  switch (write.op) {
    case 'put-text':
      state.texts.set(write.id, { id: write.id, text: write.text, translations: write.translations, salt: write.salt });
      return;
    case 'drop-text':
    case 'erase-text':
      state.texts.delete(write.id);
      return;
    case 'forget-updates':
      return;
    case 'put-author':
      state.authors.set(write.noteId, write.participantId);
      return;
    case 'drop-author':
      state.authors.delete(write.noteId);
      return;
    case 'drop-authors':
      state.authors.clear();
      return;
    case 'put-participant':
      state.participants.set(write.participantId, JSON.parse(write.body) as ParticipantState);
      return;
    case 'drop-participants':
      for (const id of state.participants.keys()) if (!write.keep.includes(id)) state.participants.delete(id);
      return;
    case 'put-seat':
      state.seats.set(write.seat, JSON.parse(write.body) as SeatState);
      return;
    case 'drop-seats':
      state.seats.clear();
      return;
    case 'put-ballot': {
      const keyId = roundKeyId({ id: write.exerciseId, round: write.round });
      const round = state.ballots.get(keyId) ?? new Map<string, BallotState>();
      state.ballots.set(keyId, round.set(write.voter, JSON.parse(write.body) as BallotState));
      return;
    }
    case 'drop-ballot':
      state.ballots.get(roundKeyId({ id: write.exerciseId, round: write.round }))?.delete(write.voter);
      return;
    case 'put-receipt':
      state.receipts.set(receiptId(write), {
        sender: write.sender,
        commandId: write.commandId,
        seq,
        keyId: write.keyId,
        hmac: write.hmac,
        answer: write.answer,
      });
      return;
    case 'put-key':
      state.keys.set(write.keyId, write.key);
      return;
    case 'seal':
      state.ballots.delete(write.keyId);
      state.keys.delete(write.keyId);
      for (const [id, receipt] of state.receipts)
        if (receipt.keyId === write.keyId) state.receipts.set(id, { ...receipt, hmac: null, answer: '{}', seq });
      return;
    default:
      write satisfies never;
  }
}

/** Where a receipt is found. */
export function receiptId({ sender, commandId }: { sender: string; commandId: string }): string {
  return `${sender} ${commandId}`;
}

/** True where people write notes instead of casting ballots. */
export function takesNotes(exercise: { kind: string }): boolean {
  return kindOf(exercise.kind)?.ballot === null;
}
