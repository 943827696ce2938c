import type { WeakOrder } from './alternatives.ts';

/**
 * Ballots as they read once alternatives have been merged: `standing` says what each one stands for now. Counting these counts people once, however
 * many of the merged ones they named; adding up the figures of the merged would count them twice.
 */
export type Standing = (id: string) => string;

/** Each stands for what is written of it, and otherwise for itself. */
export function standingBy(merged: Readonly<Record<string, string>>): Standing {
  const stands = new Map(Object.entries(merged));
  return (id) => stands.get(id) ?? id;
}

/**
 * Which alternatives are counted with another one because both stand for the same: with the one that stands where it is an alternative itself, and
 * otherwise with the first in their order.
 */
export function mergedAmong(alternatives: readonly string[], standing: Standing): Record<string, string> {
  const first = new Map(alternatives.filter((id) => standing(id) === id).map((id) => [id, id]));
  for (const id of alternatives) if (!first.has(standing(id))) first.set(standing(id), id);
  const counted = alternatives.map((id) => [id, first.get(standing(id))!] as const);
  return Object.fromEntries(counted.filter(([id, other]) => id !== other));
}

/** What a person gave to any of the merged goes to the one that stands. */
export function mergedPoints(ballot: Readonly<Record<string, number>>, standing: Standing): Record<string, number> {
  const merged = new Map<string, number>();
  for (const [id, given] of Object.entries(ballot)) merged.set(standing(id), (merged.get(standing(id)) ?? 0) + given);
  return Object.fromEntries(merged);
}

/** The one that stands is where the best of the merged was. */
export function mergedRanking(ranking: WeakOrder, standing: Standing): string[][] {
  const seen = new Set<string>();
  const groups = ranking.map((group) => [...new Set(group.map(standing))].filter((id) => !seen.has(id) && seen.add(id)));
  return groups.filter((group) => group.length > 0);
}

/** Whoever approved any of the merged approves the one that stands. */
export function mergedApprovals(ballot: readonly string[], standing: Standing): string[] {
  return [...new Set(ballot.map(standing))];
}
