import { approvedPlaces } from './approval.ts';
import type { Alternatives } from './alternatives.ts';
import { fractionOf, type Fraction } from './fraction.ts';
import type { TieBreak } from './tie-break.ts';

/** What the j-th chosen alternative that a person approves is worth to them, j from 1. */
export type Weights = (j: number) => Fraction;

/** PAV: 1, 1/2, 1/3 … */
export const harmonic: Weights = (j) => fractionOf(1, j);
/** Chamberlin–Courant: the first alone counts. */
export const firstOnly: Weights = (j) => fractionOf(j === 1 ? 1 : 0);

/** Beyond this many steps the best committees are not looked for. */
const stepsMost = 20_000_000;

export interface BestCommittees {
  score: Fraction;
  /** All that have this score, each in the order of the alternatives. */
  committees: string[][];
}

/**
 * The sets of k alternatives with the highest score, exactly; null where there are too many to try.
 * T. N. Thiele, Om Flerfoldsvalg (1895); with harmonic weights, proportional approval voting.
 */
export function bestCommittees(
  alternatives: Alternatives,
  ballots: readonly (readonly string[])[],
  k: number,
  weights: Weights = harmonic,
): BestCommittees | null {
  const size = Math.min(k, alternatives.length);
  const { approved, counts } = distinct(approvedPlaces(alternatives, ballots));
  if (binomial(alternatives.length, size) * Math.max(1, approved.length) > stepsMost) return null;
  const { whole, denominator } = wholeWeights(weights, size);
  const worth = whole.map(Number);
  if (ballots.length * worth.reduce((a, b) => a + b, 0) > Number.MAX_SAFE_INTEGER) return null;
  const approversOf = alternatives.map((_, place) => approved.flatMap((ballot, b) => (ballot.includes(place) ? [b] : [])));
  const held = approved.map(() => 0);
  let best = -1;
  let committees: number[][] = [];
  const search = (chosen: number[], from: number, score: number) => {
    if (chosen.length === size) {
      if (score > best) committees = [];
      if (score >= best) committees.push([...chosen]);
      best = Math.max(best, score);
      return;
    }
    for (let place = from; place <= alternatives.length - (size - chosen.length); place += 1) {
      let gained = 0;
      for (const b of approversOf[place]!) gained += worth[held[b]!++]! * counts[b]!;
      search([...chosen, place], place + 1, score + gained);
      for (const b of approversOf[place]!) held[b]! -= 1;
    }
  };
  search([], 0, 0);
  return {
    score: fractionOf(best, denominator),
    committees: committees.map((committee) => committee.map((place) => alternatives[place]!)),
  };
}

/** The same by taking, k times, whatever adds most. */
export function sequentialThiele(
  alternatives: Alternatives,
  ballots: readonly (readonly string[])[],
  { k, weights = harmonic, tieBreak }: { k: number; weights?: Weights; tieBreak: TieBreak },
): string[] {
  const size = Math.min(k, alternatives.length);
  const { approved, counts } = distinct(approvedPlaces(alternatives, ballots));
  const { whole } = wholeWeights(weights, size);
  const held = approved.map(() => 0);
  const chosen: string[] = [];
  while (chosen.length < size) {
    // People by how many chosen ones they already have, for each alternative they approve.
    const people = alternatives.map(() => new Array<number>(size).fill(0));
    approved.forEach((ballot, b) => ballot.forEach((place) => (people[place]![held[b]!]! += counts[b]!)));
    const gains = people.map((byHeld) => byHeld.reduce((sum, count, j) => sum + BigInt(count) * whole[j]!, 0n));
    const open = alternatives.map((_, place) => place).filter((place) => !chosen.includes(alternatives[place]!));
    const most = open.reduce((top, place) => (gains[place]! > top ? gains[place]! : top), 0n);
    const taken = tieBreak(open.filter((place) => gains[place] === most).map((place) => alternatives[place]!));
    chosen.push(taken);
    const takenPlace = alternatives.indexOf(taken);
    approved.forEach((ballot, b) => (held[b]! += ballot.includes(takenPlace) ? 1 : 0));
  }
  return chosen;
}

/** Equal ballots once, with how many cast them. */
function distinct(ballots: readonly (readonly number[])[]): { approved: number[][]; counts: number[] } {
  const byKey = new Map<string, { ballot: number[]; count: number }>();
  for (const ballot of ballots) {
    const sorted = [...ballot].sort((a, b) => a - b);
    const entry = byKey.get(sorted.join());
    if (entry) entry.count += 1;
    else byKey.set(sorted.join(), { ballot: sorted, count: 1 });
  }
  return { approved: [...byKey.values()].map(({ ballot }) => ballot), counts: [...byKey.values()].map(({ count }) => count) };
}

/** The weights of the first `size` as whole numbers over a common denominator. */
function wholeWeights(weights: Weights, size: number): { whole: bigint[]; denominator: bigint } {
  const fractions = Array.from({ length: size }, (_, j) => weights(j + 1));
  const denominator = fractions.reduce((common, { d }) => (common * d) / greatestCommonDivisor(common, d), 1n);
  return { whole: fractions.map(({ n, d }) => (n * denominator) / d), denominator };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

function binomial(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i += 1) ways = (ways * (n - k + i)) / i;
  return ways;
}
