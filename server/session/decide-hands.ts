import { RefusalError } from '../../shared/refusal.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Decision } from './decide.ts';
import { findExercise } from './find.ts';
import type { State } from './state.ts';

/** [T12] A counted show of hands on an exercise's options, kept beside its ballots and never among them; counting again replaces it. */
export function enterHands(state: State, payload: Payload<'hands:enter'>): Decision<Record<string, never>> {
  const exercise = findExercise(state, payload.exerciseId);
  const { present, counts } = payload;
  if (exercise.phase === 'draft') throw new RefusalError('exercise-not-open');
  const options = new Set(exercise.options?.map(({ needId }) => needId));
  for (const [needId, hands] of Object.entries(counts)) {
    if (!options.has(needId)) throw new RefusalError('not-an-option');
    if (hands > present) throw new RefusalError('bad-input');
  }
  return {
    events: [{ type: 'hands-entered', exerciseId: exercise.id, round: exercise.round, present, counts }],
    writes: [],
    value: {},
  };
}
