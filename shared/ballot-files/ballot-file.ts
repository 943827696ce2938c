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

/** More than this is not read: a file of a few bytes can claim any number of ballots. */
const ballotsMost = 2_000_000;
const alternativesMost = 10_000;

/** Each ballot as often as it was cast. Throws BallotFileError where that is more than can be held, or not a number of times. */
export function repeated<B>(ballots: readonly { count: number; ballot: B }[]): B[] {
  const people = ballots.reduce((sum, { count }) => sum + count, 0);
  if (!Number.isSafeInteger(people) || people > ballotsMost)
    throw new BallotFileError(`The file has more than ${ballotsMost} ballots, which is more than can be counted here.`);
  return ballots.flatMap(({ count, ballot }) => new Array<B>(count).fill(ballot));
}

/** Throws BallotFileError where there are none, too many, or two of the same id. */
export function requireAlternatives(alternatives: readonly string[]): void {
  if (alternatives.length === 0) throw new BallotFileError('The file has nothing to choose from.');
  if (alternatives.length > alternativesMost)
    throw new BallotFileError(`The file has more than ${alternativesMost} alternatives, which is more than can be counted here.`);
  const twice = alternatives.find((id, place) => alternatives.indexOf(id) !== place);
  if (twice !== undefined) throw new BallotFileError(`Two alternatives are both called "${twice}".`);
}

/** What of a file a rule counts; a BallotFileError says what it has instead. */
export function ballotsFor<K extends 'rankings' | 'approvals' | 'points'>(file: BallotFile, sort: K): NonNullable<BallotFile[K]> {
  const ballots = file[sort];
  if (ballots) return ballots;
  const held = (['rankings', 'approvals', 'points'] as const).filter((other) => file[other]);
  if (file.wins) throw new BallotFileError(`This rule needs ${sort}, and the file holds pairs compared.`);
  if (file.judges) throw new BallotFileError(`This rule needs ${sort}, and the file holds ratings by judges.`);
  throw new BallotFileError(`This rule needs ${sort}, and the file holds ${held.join(' and ') || 'no ballots'}.`);
}
