import type { PairwiseMatrix } from '../counting/pairwise.ts';

/** What a file of ballots holds, as far as it does: each person's ballot on its own, however the file groups them. */
export interface BallotFile {
  alternatives: string[];
  names: Record<string, string>;
  rankings?: string[][][];
  approvals?: string[][];
  points?: Record<string, number>[];
  /** `wins[i][j]`: how often i was taken over j. */
  wins?: PairwiseMatrix;
  /** What each judge says of each alternative, in their order. */
  judges?: number[][];
  /** Whole numbers, in units of `1 / scale`. */
  costs?: Record<string, number>;
  budget?: number;
  scale?: number;
  /** What the file says about how it is meant to be counted. */
  options: {
    k?: number;
    unranked?: 'tied-last' | 'no-opinion';
    strength?: 'winning-votes' | 'margins';
    utility?: 'cost' | 'cardinality';
    completion?: 'add1';
  };
}

/** A file that cannot be read, or that lacks what a rule needs; the message is one sentence for whoever asked. */
export class BallotFileError extends Error {
  override name = 'BallotFileError';
}

/** Decimal amounts as whole numbers in a common unit, so that they can be counted exactly. */
export function wholeAmounts(amounts: Readonly<Record<string, string | number>>): { whole: Record<string, number>; scale: number } {
  const places = Object.values(amounts).map((amount) => /\.(\d*?)0*$/.exec(String(amount))?.[1]?.length ?? 0);
  const scale = 10 ** Math.max(0, ...places);
  const whole = Object.fromEntries(Object.entries(amounts).map(([id, amount]) => [id, Math.round(Number(amount) * scale)]));
  const wrong = Object.keys(whole).find((id) => !Number.isSafeInteger(whole[id]) || whole[id]! < 0);
  if (wrong !== undefined) throw new BallotFileError(`The amount of ${wrong} is not a number.`);
  return { whole, scale };
}
