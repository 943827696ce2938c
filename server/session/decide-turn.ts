import { RefusalError } from '../../shared/refusal.ts';
import type { Payload } from '../../shared/wire.ts';
import { nothing, type Caller, type Decision } from './decide.ts';
import { findExercise, findNote } from './find.ts';
import type { State } from './state.ts';
import { turnsIn } from './turns.ts';

/** [N8] Puts one of the caller's own notes onto the wall, in their turn; they read it out themself. */
export function takeTurn(state: State, { noteId }: Payload<'turn:take'>, caller: Caller): Decision<Record<string, never>> {
  const note = findNote(state, noteId);
  if (state.authors.get(noteId) !== caller.participantId) throw new RefusalError('not-found');
  if (note.number !== null) return nothing;
  const first = turnsIn(state, findExercise(state, note.exerciseId))[0];
  if (first?.participantId !== caller.participantId || !first.waiting.includes(note)) throw new RefusalError('not-allowed');
  return { ...nothing, events: [{ type: 'note-shown', noteId, number: state.noteNumbers + 1 }] };
}

/** [N8] Lets a turn go by: one's own, or as a facilitator that of the named person, or whoever's it is. Without effect where it is somebody else's. */
export function passTurn(
  state: State,
  { exerciseId, participantId }: Payload<'turn:pass'>,
  caller: Caller,
): Decision<Record<string, never>> {
  const first = turnsIn(state, findExercise(state, exerciseId))[0];
  const passing = caller.participantId ?? participantId ?? first?.participantId;
  if (!first || first.participantId !== passing) return nothing;
  return { ...nothing, events: [{ type: 'note-passed', noteId: first.waiting[0]!.id }] };
}
