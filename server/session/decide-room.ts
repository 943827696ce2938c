import { RefusalError } from '../../shared/refusal.ts';
import type { SessionEdits, TokenRole } from '../../shared/session.ts';
import { kiosksMax } from '../../shared/session-limits.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import { aliasOf } from './alias.ts';
import { nothing, type Caller, type Decision, type Surroundings } from './decide.ts';
import { seal, peopleIn } from './decide-phase.ts';
import { noteWaysOf } from './note-ways.ts';
import type { Event, RecordDetails } from './events.ts';
import { takesNotes } from './evolve.ts';
import { admitsOf } from './door.ts';
import { forgetWifi } from './decide-wifi.ts';
import { findParticipant, findQuestion } from './find.ts';
import { forgetSeats } from './seats.ts';
import type { ParticipantState, State } from './state.ts';

/** More than this is no hall, and each of them is kept until the session's end. */
const peopleMax = 10_000;

/** [J3] [J7] A person comes in. `participantId` follows from the join's command id, so that the same join is the same person [J2]. */
export function join(state: State, participantId: string): Decision<{ alias: string }> {
  if (state.status === 'ended') throw new RefusalError('session-ended');
  if (state.details.joinMode === 'seat-card') throw new RefusalError('code-unknown');
  requireOpenDoor(state);
  return admission(state, participantId);
}

/** [J3] [J7] Refuses `room-locked` where nobody new is let in. */
export function requireOpenDoor(state: State): void {
  const isFull = state.joined >= Math.min(peopleMax, admitsOf(state) ?? peopleMax);
  if (state.locked || isFull) throw new RefusalError('room-locked');
}

/** One more person; `seatId` where they hold a seat card. */
export function admission(state: State, participantId: string, seatId?: string): Decision<{ alias: string }> {
  const person: ParticipantState = {
    alias: aliasOf(state.participants.size),
    groups: {},
    removed: false,
    ...(seatId !== undefined && { seat: seatId }),
  };
  return { events: [{ type: 'participant-joined' }], writes: [putParticipant(participantId, person)], value: { alias: person.alias } };
}

/**
 * What lets somebody in again whose row went at the session's end, before it was reopened, or who joined after the copy that the session goes on from [D11];
 * nothing for all others. The former were counted when they joined.
 */
export function readmission(state: State, { participantId }: Caller): Pick<Decision, 'events' | 'writes'> {
  if (participantId === null || state.participants.has(participantId)) return nothing;
  const { events, writes } = admission(state, participantId);
  return { events: state.restored ? events : [], writes };
}

export function describe(state: State, { groups }: Payload<'participant:describe'>, caller: Caller): Decision<Record<string, never>> {
  const again = readmission(state, caller);
  const participantId = caller.participantId ?? '';
  const person = state.participants.get(participantId) ?? { alias: '', groups: {}, removed: false };
  const described = { ...person.groups };
  for (const [questionId, optionId] of Object.entries(groups)) {
    const question = findQuestion(state, questionId);
    if (optionId === null) delete described[questionId];
    else if (question.options.some((option) => option.optionId === optionId)) described[questionId] = optionId;
    else throw new RefusalError('not-an-option');
  }
  return { events: again.events, writes: [...again.writes, putParticipant(participantId, { ...person, groups: described })], value: {} };
}

export function removeParticipant(state: State, { participantId }: Payload<'participant:remove'>): Decision<Record<string, never>> {
  const person = findParticipant(state, participantId);
  if (person.removed) return nothing;
  return { events: [{ type: 'participant-removed' }], writes: [putParticipant(participantId, { ...person, removed: true })], value: {} };
}

/** [B16] Marks a phone as a helper's, or takes that back. Its owner stays a resident with a ballot of their own. */
export function makeScribe(state: State, payload: Payload<'participant:make-scribe'>): Decision<Record<string, never>> {
  const { participantId, scribe = true } = payload;
  const { scribe: wasScribe = false, ...person } = findParticipant(state, participantId);
  if (person.removed) throw new RefusalError('not-found');
  if (wasScribe === scribe) return nothing;
  const marked: ParticipantState = scribe ? { ...person, scribe } : person;
  return { events: [{ type: 'scribe-marked', scribe }], writes: [putParticipant(participantId, marked)], value: {} };
}

export function tellAttendance(_state: State, { present, children }: Payload<'session:attendance'>): Decision<Record<string, never>> {
  if (children !== undefined && children > present) throw new RefusalError('bad-input');
  return { ...nothing, events: [{ type: 'attendance-told', present, children: children ?? null }] };
}

/** [J7] */
export function letIn(_state: State, { more }: Payload<'session:let-in'>): Decision<Record<string, never>> {
  return { ...nothing, events: [{ type: 'more-let-in', more }] };
}

export function setLock(state: State, type: 'room-locked' | 'room-unlocked'): Decision<Record<string, never>> {
  return state.locked === (type === 'room-locked') ? nothing : { ...nothing, events: [{ type }] };
}

export function changeCode(_state: State, _payload: unknown, _caller: Caller, around: Surroundings): Decision<{ joinCode: string }> {
  const joinCode = around.joinCode();
  return { events: [{ type: 'code-changed', joinCode }], writes: [], value: { joinCode } };
}

/** [B17] One more shared tablet; numbers go on and are never used again. */
export function openKiosk(state: State): Decision<{ kiosk: number }> {
  if (state.kiosks.length >= kiosksMax) throw new RefusalError('bad-input');
  const kiosk = state.kiosksMade + 1;
  return { events: [{ type: 'kiosk-opened', kiosk }], writes: [], value: { kiosk } };
}

/** [S4] All tokens of a role so far stop working, or those of one shared tablet [B17]. */
export function revokeToken(state: State, { role, kiosk }: Omit<Payload<'token:revoke'>, 'commandId'>): Decision<{ role: TokenRole }> {
  if (kiosk !== undefined) {
    if (role !== 'kiosk') throw new RefusalError('bad-input');
    if (kiosk > state.kiosksMade) throw new RefusalError('not-found');
    return { events: state.kiosks.includes(kiosk) ? [{ type: 'kiosk-ended', kiosk }] : [], writes: [], value: { role } };
  }
  return { events: [{ type: 'token-revoked', role, generation: (state.generations[role] ?? 0) + 1 }], writes: [], value: { role } };
}

/**
 * [R13] What the organizer changes of a session's own words, also after its end. Refuses `bad-input` for a title that shows nothing, and `not-allowed` to give
 * ballots to researchers that were cast before that was said [E9].
 */
export function changeDetails(state: State, edits: SessionEdits): Decision<Record<string, never>> {
  const title = edits.title === undefined ? state.details.title : normaliseText(edits.title);
  if (isBlank(title)) throw new RefusalError('bad-input');
  // [R5] A rehearsal belongs to no programme.
  if (edits.programmeId !== undefined && state.details.rehearsal !== null) throw new RefusalError('bad-input');
  const isNewlyGiven = edits.ballotsForResearch === true && state.details.ballotsForResearch !== true;
  if (isNewlyGiven && hasBallots(state)) throw new RefusalError('not-allowed');
  const given = Object.entries(edits).filter(([name, value]) => value !== undefined && !recordFields.has(name));
  const place = edits.place === undefined ? {} : { place: wordsOrNull(edits.place) };
  const mayVote = edits.mayVote === undefined ? {} : { mayVote: wordsOrNull(edits.mayVote) };
  const record = Object.keys(edits).some((name) => recordFields.has(name)) ? { record: recordDetails(state.details.record, edits) } : {};
  return {
    ...nothing,
    events: [{ type: 'session-changed', details: { ...Object.fromEntries(given), ...place, ...mayVote, ...record, title } }],
  };
}

/** True once a ballot is in, or was in a round that is sealed. */
export function hasBallots({ rounds, ballots }: State): boolean {
  return rounds.some((round) => round.ballots > 0) || [...ballots.values()].some((cast) => cast.size > 0);
}

const recordFields = new Set<string>(['question', 'questionSetBy', 'communityName', 'adminCode', 'recorder', 'hostOrganization', 'mode']);

/** What the records say of the meeting once `told` was said beside what was known. */
export function recordDetails(known: RecordDetails | null | undefined, told: SessionEdits): RecordDetails {
  const words = (typed: string | null | undefined, before: string | null | undefined) =>
    typed === undefined ? (before ?? null) : wordsOrNull(typed);
  const choice = <T>(chosen: T | null | undefined, before: T | null | undefined): T | null =>
    chosen === undefined ? (before ?? null) : chosen;
  return {
    question: words(told.question, known?.question),
    questionSetBy: choice(told.questionSetBy, known?.questionSetBy),
    communityName: words(told.communityName, known?.communityName),
    adminCode: choice(told.adminCode, known?.adminCode),
    recorder: words(told.recorder, known?.recorder),
    hostOrganization: words(told.hostOrganization, known?.hostOrganization),
    mode: choice(told.mode, known?.mode),
  };
}

/** What was typed, or null where it shows nothing. */
export function wordsOrNull(text: string | null | undefined): string | null {
  const words = normaliseText(text ?? '');
  return isBlank(words) ? null : words;
}

/** [X3] Everything that is open is closed, every round sealed, and who wrote what is forgotten. */
export function endSession(state: State, _payload: unknown, _caller: Caller, around: Surroundings): Decision<Record<string, never>> {
  if (state.status === 'ended') return nothing;
  const events: Event[] = [];
  const writes: Write[] = [];
  const wrote: Record<string, number> = {};
  for (const exercise of state.exercises.values()) {
    if (exercise.phase === 'open') events.push({ type: 'exercise-closed', exerciseId: exercise.id });
    if (exercise.phase === 'draft' || exercise.sealed) continue;
    if (takesNotes(exercise)) wrote[exercise.id] = peopleIn(state, exercise);
    else {
      const sealed = seal(state, exercise, around);
      events.push(...sealed.events);
      writes.push(...sealed.writes);
    }
  }
  const wifi = forgetWifi(state);
  const noteWays = noteWaysOf(state);
  const removed = [...state.participants].filter(([, person]) => person.removed).map(([id]) => id);
  return {
    events: [...events, ...wifi.events, { type: 'session-ended', wrote, ...(noteWays !== undefined && { noteWays }) }],
    writes: [...writes, ...wifi.writes, { op: 'drop-authors' }, { op: 'drop-participants', keep: removed }, ...forgetSeats(state)],
    value: {},
  };
}

export function reopenSession(state: State): Decision<Record<string, never>> {
  return state.status === 'open' ? nothing : { ...nothing, events: [{ type: 'session-reopened' }] };
}

function putParticipant(participantId: string, person: ParticipantState): Write {
  return { op: 'put-participant', participantId, body: JSON.stringify(person) };
}
