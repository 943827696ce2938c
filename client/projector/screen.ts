import type { Exercise } from '../../shared/exercise.ts';
import { currentExercise, type Stage } from '../../shared/stage.ts';
import type { Tally } from '../../shared/tally.ts';

/** What the hall sees. */
export type Screen = { show: 'opening' | 'join' | 'between' | 'ended' } | { show: 'exercise'; exercise: Exercise; tally: Tally | null };

export function screenOf(stage: Stage): Screen {
  if (!stage.session) return { show: 'opening' };
  if (stage.session.status === 'ended') return { show: 'ended' };
  const exercise = currentExercise(stage);
  if (exercise && exercise.phase !== 'draft') return { show: 'exercise', exercise, tally: shownTally(stage, exercise) };
  return { show: stage.exercises.some(({ phase }) => phase !== 'draft') ? 'between' : 'join' };
}

/** The tally that the room may see now. While a second round runs, the first one's is history. */
function shownTally(stage: Stage, exercise: Exercise): Tally | null {
  const tally = stage.tallies[exercise.id];
  return exercise.revealed && exercise.phase === 'closed' && tally?.round === exercise.round ? tally : null;
}

/** People who took part, as a sentence of heads: `phone` is null where the channels are too few to be told apart. */
export function headsOf(stage: Stage, exercise: Exercise, tally: Tally | null): { total: number; phone: number | null; helped: number } {
  if (tally) {
    const phone = tally.channels?.['phone'];
    return phone === undefined
      ? { total: tally.ballots, phone: null, helped: 0 }
      : { total: tally.ballots, phone, helped: tally.ballots - phone };
  }
  const total = stage.counts.submitted[exercise.id] ?? 0;
  const phone = stage.counts.byChannel[exercise.id]?.['phone'];
  return phone === undefined || phone > total ? { total, phone: null, helped: 0 } : { total, phone, helped: total - phone };
}
