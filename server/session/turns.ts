import { collectSettings } from '../../shared/exercises/collect.ts';
import { takesNotes } from './evolve.ts';
import { pseudonym } from './digest.ts';
import { isHeld, sessionKeyId, type ExerciseState, type NoteState, type State } from './state.ts';

/** A writer in the round: what of theirs is still to be read out, in the order it was written. */
export interface InTurn {
  participantId: string;
  waiting: NoteState[];
}

/**
 * [N8] Who reads out next, and who after them: whoever has had fewest turns, in an order that was drawn by lot for this exercise; a note on the wall is a turn, and so is
 * a pass. Empty where nobody reads out in turn. (Delbecq, Van de Ven and Gustafson 1975: the round-robin recording of ideas.)
 */
export function turnsIn(state: State, exercise: ExerciseState): InTurn[] {
  if (!readsInTurn(exercise) || state.status === 'ended') return [];
  const people = new Map<string, InTurn & { taken: number; lot: string }>();
  for (const note of state.notes.values()) {
    const participantId = note.exerciseId === exercise.id ? state.authors.get(note.id) : undefined;
    const writer = participantId === undefined ? undefined : state.participants.get(participantId);
    // Who wrote on a shared tablet has no phone to be asked on; facilitators show their notes.
    if (participantId === undefined || !writer || writer.removed) continue;
    const person = people.get(participantId) ?? { participantId, waiting: [], taken: 0, lot: lotOf(state, exercise.id, participantId) };
    people.set(participantId, person);
    person.taken += (note.number === null ? 0 : 1) + (note.passed ?? 0);
    if (isHeld(note)) person.waiting.push(note);
  }
  return [...people.values()]
    .filter(({ waiting }) => waiting.length > 0)
    .sort((a, b) => a.taken - b.taken || (a.lot < b.lot ? -1 : 1))
    .map(({ participantId, waiting }) => ({ participantId, waiting }));
}

/** The exercise in which people read out in turn now, with its order; null where there is none. */
export function currentTurns(state: State): { exerciseId: string; order: InTurn[] } | null {
  const exercise = state.current === null ? undefined : state.exercises.get(state.current);
  const order = exercise ? turnsIn(state, exercise) : [];
  return exercise && order.length > 0 ? { exerciseId: exercise.id, order } : null;
}

function readsInTurn(exercise: ExerciseState): boolean {
  return takesNotes(exercise) && exercise.phase === 'closed' && exercise.revealed && collectSettings(exercise.settings).roundRobin === true;
}

function lotOf(state: State, exerciseId: string, participantId: string): string {
  return pseudonym(state.keys.get(sessionKeyId)!, `turn ${exerciseId} ${participantId}`);
}
