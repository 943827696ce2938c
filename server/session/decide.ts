import { RefusalError } from '../../shared/refusal.ts';
import type { Command, CommandName, Value } from '../../shared/wire.ts';
import type { PlacedNeed } from '../../shared/wall.ts';
import type { TokenRole } from '../../shared/session.ts';
import type { Write } from '../store/store.ts';
import type { Event } from './events.ts';
import { findExercise, findNote, findParticipant, findQuestion } from './find.ts';
import type { State } from './state.ts';
import { addExercise, changeExercise, concealExercise, moveExercise, removeExercise, setTimer, skipExercise } from './decide-agenda.ts';
import { castBallot, withdrawBallot } from './decide-ballot.ts';
import { enterBallot, strikeBallot } from './decide-entered.ts';
import { enterHands } from './decide-hands.ts';
import { describeNeed } from './decide-need.ts';
import { lookAt, requireLookedAt } from './decide-look.ts';
import {
  addNote,
  editNote,
  enterNote,
  hideNote,
  maskNote,
  referNote,
  showHeld,
  showNote,
  translateNote,
  withdrawNote,
} from './decide-note.ts';
import { voidSeats } from './decide-seat.ts';
import { tellWifi } from './decide-wifi.ts';
import { passTurn, takeTurn } from './decide-turn.ts';
import { closeExercise, openExercise, reopenExercise, revealExercise } from './decide-phase.ts';
import {
  changeCode,
  describe,
  endSession,
  makeScribe,
  letIn,
  removeParticipant,
  reopenSession,
  revokeToken,
  setLock,
  tellAttendance,
} from './decide-room.ts';

/** Who asks: a role, and for residents the person. */
export interface Caller {
  role: TokenRole;
  participantId: string | null;
  /** For a seat: the how-manieth device of it. */
  device?: number;
  /** Which of the shared tablets. */
  kiosk?: number;
}

/** All that a decision needs from outside the state: time, chance, and the wall as it stands. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  now: number;
  /** A fresh id of 21 characters. */
  id: () => string;
  bytes: (count: number) => Uint8Array;
  shuffle: <T>(items: readonly T[]) => T[];
  /** A join code nobody uses. */
  joinCode: () => string;
  /** The needs that stand on the wall, by number; merged ones are not among them. */
  needs: () => PlacedNeed[];
  /** [G3] The need that each need stands for after the merges so far. */
  standing: () => (needId: string) => string;
  /** Needs made of nothing but notes that the room cannot read. */
  coveredNeeds: () => ReadonlySet<string>;
}

/** What a command does if it is allowed: events for the log, rows beside it, and the answer. */
export interface Decision<V = unknown> {
  events: Event[];
  writes: Write[];
  value: V;
}

export const nothing: Decision<Record<string, never>> = { events: [], writes: [], value: {} };

type Decide<N extends CommandName> = (
  state: State,
  payload: Extract<Command, { name: N }>['payload'],
  caller: Caller,
  around: Surroundings,
) => Decision<Value<N>>;

/** What each command does. Role and shape are checked before; a function here checks existence, then phase, then fit [S1]. */
const decisions: { [N in CommandName]: Decide<N> } = {
  'note:add': addNote,
  'note:edit': editNote,
  'note:withdraw': withdrawNote,
  'note:enter': enterNote,
  'note:hide': hideNote,
  'note:show': showNote,
  'note:mask': maskNote,
  'note:refer': referNote,
  'note:translate': translateNote,
  'ballot:cast': castBallot,
  'ballot:withdraw': withdrawBallot,
  'ballot:enter': enterBallot,
  'ballot:strike': strikeBallot,
  'hands:enter': enterHands,
  'participant:describe': describe,
  'participant:ready': () => nothing,
  'participant:remove': removeParticipant,
  'participant:make-scribe': makeScribe,
  'session:attendance': tellAttendance,
  'session:let-in': letIn,
  'session:lock': (state) => setLock(state, 'room-locked'),
  'session:unlock': (state) => setLock(state, 'room-unlocked'),
  'session:new-code': changeCode,
  'session:wifi': tellWifi,
  'session:end': endSession,
  'session:reopen': reopenSession,
  'exercise:add': addExercise,
  'exercise:change': changeExercise,
  'exercise:move': moveExercise,
  'exercise:remove': removeExercise,
  'exercise:skip': skipExercise,
  'exercise:open': openExercise,
  'exercise:close': closeExercise,
  'exercise:reopen': reopenExercise,
  'exercise:reveal': revealExercise,
  'exercise:conceal': concealExercise,
  'need:describe': (state, { commandId: _, ...described }, _caller, around) => describeNeed(state, described, around),
  'exercise:show-held': showHeld,
  'wall:look': lookAt,
  'turn:take': takeTurn,
  'turn:pass': passTurn,
  'timer:set': setTimer,
  'seat:void': voidSeats,
  'token:revoke': revokeToken,
};

/** These may still be done when the session has ended. */
const afterTheEnd: ReadonlySet<CommandName> = new Set<CommandName>([
  'session:reopen',
  'session:end',
  'note:hide',
  'note:show',
  'note:mask',
  'note:refer',
  'note:translate',
  'need:describe',
]);

/**
 * What `command` changes, or a RefusalError that says why it changes nothing. Pure: the state is only read, and time and chance are arguments.
 */
export function decide(state: State, command: Command, caller: Caller, around: Surroundings): Decision {
  const person = caller.participantId === null ? null : state.participants.get(caller.participantId);
  if (person?.removed) throw new RefusalError('not-allowed');
  requireExistence(state, command, around);
  if (state.status === 'ended' && !afterTheEnd.has(command.name)) throw new RefusalError('session-ended');
  return (decisions[command.name] as Decide<CommandName>)(state, command.payload, caller, around);
}

const addsNotes: ReadonlySet<CommandName> = new Set<CommandName>(['note:add', 'note:enter']);

/** [S1] What a payload names is looked for before the session's phase is. A note that is being added is not there yet. */
function requireExistence(state: State, command: Command, around: Surroundings): void {
  const { payload } = command;
  if (command.name === 'wall:look') requireLookedAt(state, command.payload.at, around);
  if ('exerciseId' in payload) findExercise(state, payload.exerciseId);
  if ('noteId' in payload && !addsNotes.has(command.name)) findNote(state, payload.noteId);
  if ('needId' in payload && !state.needNumbers.has(payload.needId)) throw new RefusalError('not-found');
  if ('participantId' in payload && payload.participantId !== undefined) findParticipant(state, payload.participantId);
  if ('groups' in payload) for (const questionId of Object.keys(payload.groups ?? {})) findQuestion(state, questionId);
  if ('before' in payload && payload.before !== null) findExercise(state, payload.before);
}
