import { compareOrder } from '../../shared/order.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { Tally } from '../../shared/tally.ts';

/** The needs that came out in the first `n` places; those that tie at the cut are all kept. */
export function strongest(tally: Tally, n: number): string[] {
  return tally.options.filter((option) => option.rank <= n).map((option) => option.needId);
}

/** The tally that is out of the nearest exercise before this one in the agenda, or null. */
export function previousTally(exercises: readonly Exercise[], tallies: Record<string, Tally>, exercise: Exercise): Tally | null {
  const before = exercises.filter((other) => compareOrder(other, exercise) < 0 && tallies[other.id]);
  const nearest = before[before.length - 1];
  return nearest ? (tallies[nearest.id] ?? null) : null;
}
