import { compareOrder } from '../../shared/order.ts';
import type { Exercise } from '../../shared/exercise.ts';
import { prioritising, type Tally } from '../../shared/tally.ts';

/** The needs that came out in the first `n` places, and those proposed to be done first; all that tie at the cut are kept. */
export function strongest(tally: Tally, n: number): string[] {
  return tally.options.filter((option) => option.rank <= n || option['shortListed'] === true).map((option) => option.needId);
}

/** The tally that is out of the nearest exercise before this one that says which need comes first, or null. */
export function previousTally(exercises: readonly Exercise[], tallies: Record<string, Tally>, exercise: Exercise): Tally | null {
  const before = exercises.filter((other) => compareOrder(other, exercise) < 0).flatMap(({ id }) => tallies[id] ?? []);
  return before.reverse().find(doesPrioritise) ?? null;
}

/** The tally that decides what comes first: the latest by the most telling method. Null where none is out. */
export function decidingTally(exercises: readonly Exercise[], tallies: Record<string, Tally>): Tally | null {
  const out = exercises.flatMap(({ id }) => tallies[id] ?? []).filter(doesPrioritise);
  const [first] = out.sort((a, b) => prioritising.indexOf(a.method) - prioritising.indexOf(b.method) || b.countedAt - a.countedAt);
  return first ?? null;
}

function doesPrioritise({ method }: Tally): boolean {
  return prioritising.includes(method);
}
