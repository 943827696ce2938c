import { kindOf } from '../../shared/exercise.ts';
import type { ExerciseKind } from '../../shared/exercises/kind.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { GroupQuestion } from '../../shared/session.ts';
import type { ExerciseState, NoteState, ParticipantState, State } from './state.ts';

/** The exercise with this id, or a refusal `not-found`. */
export function findExercise(state: State, exerciseId: string): ExerciseState {
  const exercise = state.exercises.get(exerciseId);
  if (!exercise) throw new RefusalError('not-found');
  return exercise;
}

/** The note with this id, or a refusal `not-found`. */
export function findNote(state: State, noteId: string): NoteState {
  const note = state.notes.get(noteId);
  if (!note) throw new RefusalError('not-found');
  return note;
}

/** The person with this id, or a refusal `not-found`. */
export function findParticipant(state: State, participantId: string): ParticipantState {
  const person = state.participants.get(participantId);
  if (!person) throw new RefusalError('not-found');
  return person;
}

/** The question that residents may answer about themselves, or a refusal `not-found`. */
export function findQuestion(state: State, questionId: string): GroupQuestion {
  const question = state.details.groupQuestions.find((candidate) => candidate.questionId === questionId);
  if (!question) throw new RefusalError('not-found');
  return question;
}

/** The rules of an exercise's kind. Every exercise in a state has one. */
export function rulesOf(exercise: { kind: string }): ExerciseKind {
  const kind = kindOf(exercise.kind);
  if (!kind) throw new Error(`no exercise kind ${exercise.kind}`);
  return kind;
}

/** The exercise that is open, if any: there is at most one [X1]. */
export function openExerciseOf(state: State): ExerciseState | null {
  for (const exercise of state.exercises.values()) if (exercise.phase === 'open') return exercise;
  return null;
}

/** Refuses `exercise-not-open` before an exercise opens and after it closes [B3] [N4]. */
export function requireOpen(exercise: ExerciseState): void {
  if (exercise.phase !== 'open') throw new RefusalError('exercise-not-open');
}

/** Refuses where anything of this session already has that id: a client's id names one thing only. */
export function requireFreeId(state: State, id: string): void {
  if (state.notes.has(id) || state.exercises.has(id) || state.needNumbers.has(id) || state.participants.has(id))
    throw new RefusalError('bad-input');
}
