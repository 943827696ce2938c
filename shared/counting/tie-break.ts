import { hashOf } from './seeded.ts';

/** Picks one of several that a rule cannot tell apart, where it must take one. */
export type TieBreak = (tied: readonly string[]) => string;

export interface BrokenTie {
  tied: readonly string[];
  taken: string;
}

/**
 * The house's way to break a tie, written into `log`: more supporters, then the lower hash of seed and id, then the lower id. The lot does not
 * depend on the order of the alternatives, and anybody who knows the seed can draw it again.
 */
export function tieBreakBy(supporters: Readonly<Record<string, number>>, seed: string | number, log: BrokenTie[] = []): TieBreak {
  const lot = (id: string) => hashOf(`${seed}/${id}`);
  return (tied) => {
    const most = Math.max(...tied.map((id) => supporters[id] ?? 0));
    const left = tied.filter((id) => (supporters[id] ?? 0) === most);
    const taken = left.reduce((a, b) => (lot(b) < lot(a) || (lot(b) === lot(a) && b < a) ? b : a));
    if (tied.length > 1) log.push({ tied: [...tied], taken });
    return taken;
  };
}
