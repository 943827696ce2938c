import type { Hello, Mine } from '../../shared/wire.ts';
import type { Caller } from './decide.ts';
import { takesNotes } from './evolve.ts';
import { ballotsOf, roundKeyId, textOf, type NoteState, type State } from './state.ts';
import { currentTurns } from './turns.ts';
import { senderOf, voterOf } from './voters.ts';
import type { LiveSession } from './live-session.ts';

/**
 * What a person is told of their own doings: their notes, their ballots, what they said of themself, and when it is for them to read out. Who tells many
 * at once works out the turns once for all.
 */
export function mineOf(state: State, caller: Caller, turns = currentTurns(state)): Mine {
  const participantId = caller.participantId ?? '';
  const notes: NoteState[] = [];
  for (const [noteId, author] of state.authors) {
    const note = author === participantId ? state.notes.get(noteId) : undefined;
    if (note) notes.push(note);
  }
  // Authors come from the store in the order of ids.
  notes.sort((a, b) => a.arrival - b.arrival);
  const ahead = turns?.order.findIndex((person) => person.participantId === participantId) ?? -1;
  return {
    notes: notes.map(({ id, exerciseId, kind, forWhom, number }) => ({
      noteId: id,
      exerciseId,
      text: textOf(state, id),
      kind,
      forWhom,
      number: isPublic(state, exerciseId) ? number : null,
    })),
    ballots: ballotsOfPerson(state, caller),
    groups: state.participants.get(participantId)?.groups ?? {},
    ...(state.participants.get(participantId)?.scribe && { scribe: true }),
    ...(turns && ahead >= 0 && { turn: { exerciseId: turns.exerciseId, ahead } }),
  };
}

function isPublic(state: State, exerciseId: string): boolean {
  const exercise = state.exercises.get(exerciseId);
  return exercise !== undefined && (exercise.revealed || exercise.settings['concealed'] !== true);
}

/** The ballot itself while its round has a key; after sealing only that one was cast, which receipts without content still tell. */
function ballotsOfPerson(state: State, caller: Caller): Mine['ballots'] {
  const ballots: Mine['ballots'] = {};
  for (const exercise of state.exercises.values()) {
    if (exercise.phase === 'draft' || takesNotes(exercise)) continue;
    if (!state.keys.has(roundKeyId(exercise))) {
      if (hasReceipt(state, caller, roundKeyId(exercise))) ballots[exercise.id] = true;
      continue;
    }
    const mine = ballotsOf(state, exercise).get(voterOf(state, exercise, caller));
    // [J10] Another device of a seat, and the phone of who voted on a tablet, hear that a ballot is in, not what.
    if (mine) ballots[exercise.id] = mine.device === caller.device ? mine.ballot : true;
  }
  return ballots;
}

function hasReceipt(state: State, caller: Caller, keyId: string): boolean {
  const sender = senderOf(state, caller);
  for (const receipt of state.receipts.values()) if (receipt.keyId === keyId && receipt.sender === sender) return true;
  return false;
}

/** The first word of the server on a socket. Only at rest, so that it speaks of what is stored. */
export function helloOf(session: LiveSession, caller: Caller, serverTime: number): Hello {
  return {
    sessionId: session.id,
    role: caller.role,
    ...(caller.participantId !== null && { participantId: caller.participantId }),
    epoch: session.row.epoch,
    serverTime,
    seq: session.seq,
    ...(caller.kiosk !== undefined && { kiosk: caller.kiosk }),
    ...(caller.role === 'resident' && { mine: mineOf(session.state, caller), ...(session.state.restores > 0 && { restored: true }) }),
  };
}
