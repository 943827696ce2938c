import { hashOf } from '../../shared/counting/seeded.ts';

export interface Answer {
  a: string;
  b: string;
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
  const seen = (id: string) => answers.filter(({ a, b }) => a === id || b === id).length;
  const wasAsked = (one: string, other: string) => answers.some(({ a, b }) => (a === one && b === other) || (a === other && b === one));
  const lot = (one: string, other: string) => hashOf(`${seed}/${one}/${other}`);
  let best: { pair: [string, string]; seen: number; lot: number } | null = null;
  for (const one of needIds) {
    for (const other of needIds) {
      if (one === other || wasAsked(one, other)) continue;
      const next = { pair: [one, other] as [string, string], seen: seen(one) + seen(other), lot: lot(one, other) };
      if (!best || next.seen < best.seen || (next.seen === best.seen && next.lot < best.lot)) best = next;
    }
  }
  return best?.pair ?? null;
}
