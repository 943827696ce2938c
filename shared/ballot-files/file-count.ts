import { toText } from '../counting/fraction.ts';
import type { Score } from '../counting/order.ts';
import type { PairStrength, Unranked } from '../counting/pairwise.ts';

/** What whoever counts a file may choose. */
export interface CountOptions {
  unranked?: Unranked;
  strength?: PairStrength;
  k?: number;
  budget?: number;
  completion?: 'add1' | 'phragmen' | 'none';
  utility?: 'cost' | 'cardinality';
  prior?: number;
}

export interface FileCount {
  rule: string;
  /** What it was counted with, chosen or by default. */
  options: Record<string, string | number>;
  /** Best first, ties together. */
  ranking?: string[][];
  scores?: Record<string, number | string>;
  chosen?: string[];
  /** In a tie with somebody chosen, or with each other for the last places. */
  tiedAtCut?: string[];
  condorcetWinner?: string | null;
  condorcetLoser?: string | null;
  value?: number;
}

/** A number where it is whole, "p/q" where it is not. */
export function asText(score: Score): number | string {
  if (typeof score !== 'object') return Number(score);
  return score.d === 1n ? Number(score.n) : toText(score);
}
