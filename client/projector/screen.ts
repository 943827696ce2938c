import type { Exercise } from '../../shared/exercise.ts';
import { currentExercise, type Stage } from '../../shared/stage.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Looked } from '../state/look.ts';
import { takesNotes } from '../state/next-step.ts';

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

/** True while what people write in an exercise lies on the wall. */
export function isOnWall({ revealed, settings }: Exercise): boolean {
  return revealed || settings['concealed'] === false;
}

/** True where the exercise's own screen is the wall, all of it: pointing at something there needs no other. */
export function showsWall(exercise: Exercise): boolean {
  return takesNotes(exercise) && isOnWall(exercise) && exercise.settings['aboutNeedId'] == null;
}

/** What is pointed at where it lies. Another turn is another look at it. */
export interface Mark {
  id: string;
  turn: number;
}

/** [G11] The mark on the wall that a look makes; null where what is looked at is enlarged. */
export function markOf(looked: Looked | null, turn: number): Mark | null {
  if (!looked || looked.at === 'ledger' || looked.large) return null;
  return { id: looked.at === 'need' ? looked.need.id : looked.note.id, turn };
}

/** People who took part, as a sentence of heads: `phone` is null where the channels are too few to be told apart. */
export function headsOf(stage: Stage, exercise: Exercise, tally: Tally | null): { total: number; phone: number | null; helped: number } {
  if (tally) {
    const phone = tally.channels ? (tally.channels['phone'] ?? 0) : undefined;
    return phone === undefined
      ? { total: tally.ballots, phone: null, helped: 0 }
      : { total: tally.ballots, phone, helped: tally.ballots - phone };
  }
  const total = stage.counts.submitted[exercise.id] ?? 0;
  const channels = stage.counts.byChannel[exercise.id];
  // [T13] Where all who took part did so on paper or by a helper, no phone did.
  const phone = channels && total > 0 ? (channels['phone'] ?? 0) : undefined;
  return phone === undefined || phone > total ? { total, phone: null, helped: 0 } : { total, phone, helped: total - phone };
}
