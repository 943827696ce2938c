import type { Alternatives } from './alternatives.ts';
import { approval, approvedPlaces } from './approval.ts';
import { equalShares, type EqualShares } from './equal-shares.ts';
import { cutAt, orderOf } from './order.ts';
import { seqPhragmen, type Phragmen } from './phragmen.ts';
import { bestCommittees, type BestCommittees } from './thiele.ts';
import type { TieBreak } from './tie-break.ts';

export interface ShortList {
  /** By Equal Shares, everything costing one, completed by Phragmén's rule. */
  chosen: string[];
  payments: EqualShares['payments'];
  /** Two other proportional rules as a check, computed when asked for; the second is null where there is too much to try. */
  phragmen: () => Phragmen;
  pav: () => BestCommittees | null;
  /** The plain first k by approvals, and who stands in a tie at the cut. */
  plain: { chosen: string[]; onTheLine: string[] };
  /** In, though not among the plain first k: a minority that holds together carries them. */
  byMinority: string[];
  /** How many people approve of something and get nothing of it. */
  leftWithNothing: { chosen: number; plain: number };
}

/** A proportional short-list of k from approvals, beside the plain one. */
export function shortList(alternatives: Alternatives, ballots: readonly (readonly string[])[], k: number, tieBreak: TieBreak): ShortList {
  const people = approval(alternatives, ballots);
  const plain = cutAt(
    orderOf(alternatives, (id) => people[id]!),
    k,
  );
  const { chosen, payments } = equalShares(alternatives, ballots, { budget: k, completion: 'phragmen', tieBreak });
  const isPlain = new Set([...plain.chosen, ...plain.onTheLine]);
  const nothing = (ids: readonly string[]) => emptyHanded(alternatives, ballots, ids);
  return {
    chosen,
    payments,
    phragmen: () => seqPhragmen(alternatives, ballots, { k, tieBreak }),
    pav: () => bestCommittees(alternatives, ballots, k),
    plain,
    byMinority: chosen.filter((id) => !isPlain.has(id)),
    leftWithNothing: { chosen: nothing(chosen), plain: nothing([...isPlain]) },
  };
}

/** How many people approve of something and get nothing of it where `ids` are done. */
export function emptyHanded(alternatives: Alternatives, ballots: readonly (readonly string[])[], ids: readonly string[]): number {
  return approvedPlaces(alternatives, ballots).filter(
    (places) => places.length > 0 && !places.some((place) => ids.includes(alternatives[place]!)),
  ).length;
}
