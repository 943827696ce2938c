import type { NoteState, State } from './state.ts';

/** True of a note that lies on the wall: published, no private case, its exercise not covered [N3]. A hidden one lies there blank, and so does one that was erased [D17]. */
export function isOnWall(state: State, note: NoteState): boolean {
  const exercise = state.exercises.get(note.exerciseId);
  const isConcealed = exercise !== undefined && !exercise.revealed && exercise.settings['concealed'] === true;
  return note.number !== null && !note.referred && !isConcealed;
}

/** True of a note whose words the room can read. */
export function isReadable(state: State, note: NoteState): boolean {
  return isOnWall(state, note) && !note.hidden && note.erased !== 'whole';
}
