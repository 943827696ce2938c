import type { Alternatives } from '../counting/alternatives.ts';
import { kendallTauB } from '../counting/kendall.ts';
import type { Rank } from '../counting/order.ts';

/** How far two ways of counting the same ballots agree: Kendall's tau-b of their places, null where it is undefined. */
export function agreementOf(
  options: Alternatives,
  shown: Readonly<Record<string, Rank>>,
  other: Readonly<Record<string, Rank>>,
): number | null {
  return kendallTauB(
    options.map((needId) => shown[needId]!.rank),
    options.map((needId) => other[needId]!.rank),
  );
}
