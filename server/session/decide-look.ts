import type { Look } from '../../shared/look.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { Payload } from '../../shared/wire.ts';
import { nothing, type Caller, type Decision, type Surroundings } from './decide.ts';
import { takesNotes } from './evolve.ts';
import { findNote, openExerciseOf } from './find.ts';
import { isReadable } from './on-wall.ts';
import type { ExerciseState, State } from './state.ts';

/** Refuses `not-found` where there is no such note, and no such need on the wall. */
export function requireLookedAt(state: State, at: Look | null, around: Surroundings): void {
  if (at === null) return;
  if ('noteId' in at) findNote(state, at.noteId);
  if ('needId' in at && !isStanding(at.needId, around)) throw new RefusalError('not-found');
}

function isStanding(needId: string, around: Surroundings): boolean {
  const standing = around.standing()(needId);
  return around.needs().some(({ id }) => id === standing);
}

/**
 * [G11] [G12] Turns the projector. While an exercise is open that covers what people do, nothing is to be laid over it (`exercise-already-open`); what the
 * room may not read is no place to look (`not-an-option`) [S3].
 */
export function lookAt(state: State, { at }: Payload<'wall:look'>, _caller: Caller, around: Surroundings): Decision<Record<string, never>> {
  if (at === null) return state.look === null ? nothing : looked(null);
  const open = openExerciseOf(state);
  if (open && !liesOpen(open)) throw new RefusalError('exercise-already-open');
  if ('noteId' in at && !isReadable(state, findNote(state, at.noteId))) throw new RefusalError('not-an-option');
  if (!('needId' in at)) return looked(at);
  const needId = around.standing()(at.needId);
  if (around.coveredNeeds().has(needId)) throw new RefusalError('not-an-option');
  return looked({ ...at, needId });
}

function looked(at: Look | null): Decision<Record<string, never>> {
  return { ...nothing, events: [{ type: 'wall-looked', at }] };
}

function liesOpen(exercise: ExerciseState): boolean {
  return takesNotes(exercise) && (exercise.revealed || exercise.settings['concealed'] === false);
}
