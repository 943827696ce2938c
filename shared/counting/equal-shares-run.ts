import type { Alternatives } from './alternatives.ts';
import { compare, fractionOf, toNumber, type Fraction } from './fraction.ts';
import { Purses } from './purses.ts';
import type { BrokenTie, TieBreak } from './tie-break.ts';

export interface EqualSharesTerms {
  alternatives: Alternatives;
  costs: readonly number[];
  approversOf: readonly (readonly number[])[];
  people: number;
  isByCost: boolean;
  tieBreak: TieBreak;
}

/** Who pays for what, exactly. */
export interface Payments {
  /** For each that was taken how many paid, and the most that one of them did. */
  rounds: { taken: string; supporters: number; price: Fraction }[];
  /** What each person has left. */
  left: Fraction[];
}

/** Far above what rounding does to a sum of thousands, far below what ever tells two alternatives apart but by a tie. */
const relativeDoubt = 1e-9;
const absoluteDoubt = 1e-11;

/**
 * One run of Equal Shares with `endowment` for everybody. Prices are computed in floating point as long as they differ clearly; where they do not,
 * exact fractions decide, so that the outcome is that of exact arithmetic.
 */
export function runEqualShares(
  terms: EqualSharesTerms,
  endowment: Fraction,
): { chosen: number[]; ties: BrokenTie[]; payments: () => Payments } {
  const { alternatives, costs, approversOf, isByCost, tieBreak } = terms;
  const purse = new Float64Array(terms.people).fill(toNumber(endowment));
  const doubt = absoluteDoubt * toNumber(endowment);
  const chosen: number[] = [];
  const ties: BrokenTie[] = [];
  let exact: Purses | undefined;
  const rounds: Payments['rounds'] = [];
  /** The purses after all that was chosen, exactly: bought only when somebody asks. */
  const exactly = () => {
    const purses = (exact ??= new Purses(terms.people, endowment));
    for (const place of chosen.slice(rounds.length)) {
      const supporters = approversOf[place]!;
      rounds.push({ taken: alternatives[place]!, supporters: supporters.length, price: purses.pay(supporters, BigInt(costs[place]!)) });
    }
    return purses;
  };
  const exactRate = (place: number): Fraction | null => {
    const price = exactly().price(approversOf[place]!, BigInt(costs[place]!));
    return price && isByCost ? { n: price.n, d: price.d * BigInt(costs[place]!) } : price;
  };
  // Purses only empty, so a rate never falls: what was found in an earlier round is a lower bound.
  const rates = alternatives.map((_, place) => (approversOf[place]!.length === 0 ? Infinity : 0));
  for (;;) {
    const candidates = cheapest();
    if (candidates.length === 0) break;
    const place = candidates.length === 1 ? candidates[0] : decide(candidates);
    if (place === undefined) continue;
    buy(place);
    rates[place] = Infinity;
    chosen.push(place);
  }
  return {
    chosen,
    ties,
    payments: () => ({
      left: exactly().left(),
      rounds: rounds.map(({ price, ...round }) => ({ ...round, price: fractionOf(price.n, price.d) })),
    }),
  };

  /** Those whose rate is lowest, or too near to it to tell. */
  function cheapest(): number[] {
    const isFresh = alternatives.map(() => false);
    let best = Infinity;
    for (;;) {
      let next = -1;
      for (let place = 0; place < rates.length; place += 1) {
        if (!isFresh[place] && rates[place]! < Infinity && (next === -1 || rates[place]! < rates[next]!)) next = place;
      }
      if (next === -1 || rates[next]! > best + marginOf(best, next)) break;
      const rate = rateOf(next);
      rates[next] = rate;
      isFresh[next] = true;
      best = Math.min(best, rate);
    }
    if (best === Infinity) return [];
    return [...alternatives.keys()].filter((place) => isFresh[place] && rates[place]! <= best + marginOf(best, place));
  }

  function marginOf(rate: number, place: number): number {
    return rate === Infinity ? 0 : rate * relativeDoubt + doubt / (isByCost ? costs[place]! : 1);
  }

  function rateOf(place: number): number {
    const cost = costs[place]!;
    const price = roughPrice(purse, approversOf[place]!, cost);
    const slack = cost * relativeDoubt + doubt * approversOf[place]!.length;
    // Where the purses together hold what it costs, or nearly so, only exact arithmetic knows whether they can pay.
    const isDoubtful = Math.abs(price.together - cost) <= slack;
    if (isDoubtful ? exactRate(place) === null : price.together < cost) return Infinity;
    return price.most / (isByCost ? cost : 1);
  }

  function decide(candidates: readonly number[]): number | undefined {
    const known = candidates.map((place) => ({ place, rate: exactRate(place) }));
    const payable = known.flatMap(({ place, rate }) => (rate ? [{ place, rate }] : []));
    for (const { place, rate } of known) if (!rate) rates[place] = Infinity;
    if (payable.length === 0) return undefined;
    const least = payable.reduce((a, b) => (compare(b.rate, a.rate) < 0 ? b : a)).rate;
    const tied = payable.filter(({ rate }) => compare(rate, least) === 0).map(({ place }) => alternatives[place]!);
    const taken = tied.length === 1 ? tied[0]! : tieBreak(tied);
    if (tied.length > 1) ties.push({ tied, taken });
    return alternatives.indexOf(taken);
  }

  function buy(place: number): void {
    const { most } = roughPrice(purse, approversOf[place]!, costs[place]!);
    for (const i of approversOf[place]!) purse[i] = Math.max(0, purse[i]! - most);
  }
}

/** The most that one pays, and what they have together, in floating point. */
function roughPrice(purse: Float64Array, people: readonly number[], cost: number): { most: number; together: number } {
  let together = 0;
  for (const i of people) together += purse[i]!;
  let most = cost / people.length;
  for (;;) {
    let remaining = cost;
    let sharers = 0;
    for (const i of people) {
      if (purse[i]! < most) remaining -= purse[i]!;
      else sharers += 1;
    }
    const next = sharers === 0 ? most : remaining / sharers;
    if (next <= most) return { most, together };
    most = next;
  }
}
