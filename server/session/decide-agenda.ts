import { kindOf } from '../../shared/exercise.ts';
import { compareOrder, orderBetween } from '../../shared/order.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { isBlank, normaliseText } from '../../shared/text.ts';
import type { Payload } from '../../shared/wire.ts';
import { nothing, type Caller, type Decision, type Surroundings } from './decide.ts';
import type { Event } from './events.ts';
import { findExercise, rulesOf } from './find.ts';
import type { ExerciseState, State } from './state.ts';

/** A new exercise at the end of the agenda; what is left out gets its kind's default. */
export function addExercise(
  state: State,
  { exercise }: Payload<'exercise:add'>,
  _caller: Caller,
  around: Surroundings,
): Decision<{ exerciseId: string }> {
  const exerciseId = around.id();
  const last = agendaOf(state).at(-1)?.order ?? null;
  return { events: [exerciseAdded({ ...exercise, exerciseId, order: orderBetween(last, null) })], writes: [], value: { exerciseId } };
}

/** The event that puts an exercise on the agenda; refuses an unknown kind and settings that do not parse. */
export function exerciseAdded(given: {
  exerciseId: string;
  order: string;
  kind: string;
  title?: string | undefined;
  prompt?: string | undefined;
  settings?: Record<string, unknown> | undefined;
}): Extract<Event, { type: 'exercise-added' }> {
  const settings = kindOf(given.kind)?.settings(given.settings ?? {});
  if (!settings) throw new RefusalError('bad-input');
  return {
    type: 'exercise-added',
    exerciseId: given.exerciseId,
    kind: given.kind,
    title: normaliseText(given.title ?? ''),
    prompt: normaliseText(given.prompt ?? ''),
    settings,
    order: given.order,
  };
}

/** [X4] Words and settings of a draft. */
export function changeExercise(state: State, payload: Payload<'exercise:change'>): Decision<Record<string, never>> {
  const exercise = findExercise(state, payload.exerciseId);
  requireDraft(exercise);
  const settings = payload.settings && rulesOf(exercise).settings({ ...exercise.settings, ...payload.settings });
  if (settings === null) throw new RefusalError('bad-input');
  const title = payload.title === undefined ? undefined : normaliseText(payload.title);
  if (title !== undefined && payload.title !== '' && isBlank(title)) throw new RefusalError('bad-input');
  const event: Event = {
    type: 'exercise-changed',
    exerciseId: exercise.id,
    ...(title !== undefined && { title }),
    ...(payload.prompt !== undefined && { prompt: normaliseText(payload.prompt) }),
    ...(settings !== undefined && { settings }),
  };
  return { ...nothing, events: [event] };
}

export function moveExercise(state: State, { exerciseId, before }: Payload<'exercise:move'>): Decision<Record<string, never>> {
  findExercise(state, exerciseId);
  if (before !== null) findExercise(state, before);
  if (before === exerciseId) return nothing;
  const others = agendaOf(state).filter(({ id }) => id !== exerciseId);
  const at = before === null ? others.length : others.findIndex(({ id }) => id === before);
  const order = orderBetween(others[at - 1]?.order ?? null, others[at]?.order ?? null);
  return { ...nothing, events: [{ type: 'exercise-moved', exerciseId, order }] };
}

/** [X4] A draft leaves the agenda. */
export function removeExercise(state: State, { exerciseId }: Payload<'exercise:remove'>): Decision<Record<string, never>> {
  requireDraft(findExercise(state, exerciseId));
  return { ...nothing, events: [{ type: 'exercise-removed', exerciseId }] };
}

/** [X6] A draft is passed over, or no longer. */
export function skipExercise(state: State, { exerciseId, skip }: Payload<'exercise:skip'>): Decision<Record<string, never>> {
  const exercise = findExercise(state, exerciseId);
  requireDraft(exercise);
  const isSkipped = exercise.skipped === true;
  return isSkipped === skip ? nothing : { ...nothing, events: [{ type: 'exercise-skipped', exerciseId, skipped: skip }] };
}

/** Takes a reveal off the screen. The count stays as it was sealed. */
export function concealExercise(state: State, { exerciseId }: Payload<'exercise:conceal'>): Decision<Record<string, never>> {
  return findExercise(state, exerciseId).revealed ? { ...nothing, events: [{ type: 'exercise-concealed', exerciseId }] } : nothing;
}

export function setTimer(
  state: State,
  payload: Payload<'timer:set'>,
  _caller: Caller,
  around: Surroundings,
): Decision<Record<string, never>> {
  const { id } = findExercise(state, payload.exerciseId);
  const endsAt = payload.endsInMs === null ? null : around.now + payload.endsInMs;
  return { ...nothing, events: [{ type: 'timer-set', exerciseId: id, endsAt }] };
}

function agendaOf(state: State): ExerciseState[] {
  return [...state.exercises.values()].sort(compareOrder);
}

function requireDraft(exercise: ExerciseState): void {
  if (exercise.phase !== 'draft') throw new RefusalError('exercise-already-open');
}
