import { hashOf } from '../../shared/counting/seeded.ts';

export interface Answer {
  a: string;
  b: string;
  /** Null where one cannot say. */
  winner: string | null;
}

/** How many pairs there are to ask one person about so many needs. */
export function pairsToAsk(needs: number, most: number): number {
  return Math.min(most, (needs * (needs - 1)) / 2);
}

/**
 * The pair to ask next, or null where all were asked: those two that this person has seen least; among equals a lot decides that is this person's own,
 * so that a hall together is asked about every pair about as often. The lot also says which of the two stands above.
 */
export function nextPair(needIds: readonly string[], answers: readonly Answer[], seed: string): [string, string] | null {
  const seen = new Map(needIds.map((id) => [id, 0]));
  const asked = new Set<string>();
  for (const { a, b } of answers) {
    for (const id of [a, b]) seen.set(id, (seen.get(id) ?? 0) + 1);
    asked.add(`${a}/${b}`).add(`${b}/${a}`);
  }
  let best: { pair: [string, string]; seen: number; lot: number } | null = null;
  for (const one of needIds) {
    for (const other of needIds) {
      const sum = seen.get(one)! + seen.get(other)!;
      if (one === other || asked.has(`${one}/${other}`) || (best && sum > best.seen)) continue;
      const lot = hashOf(`${seed}/${one}/${other}`);
      if (!best || sum < best.seen || lot < best.lot) best = { pair: [one, other], seen: sum, lot };
    }
  }
  return best?.pair ?? null;
}
