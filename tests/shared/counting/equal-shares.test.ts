import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { equalShares, type EqualSharesOptions } from '../../../shared/counting/equal-shares.ts';
import { add, compare, divide, fractionOf, multiply, subtract, toText, zero, type Fraction } from '../../../shared/counting/fraction.ts';
import { greedyByApprovals } from '../../../shared/counting/greedy.ts';
import type { TieBreak } from '../../../shared/counting/tie-break.ts';
import { names } from './profiles.ts';

const byName: TieBreak = (tied) => [...tied].sort()[0]!;

describe('published outcomes', () => {
  const ballots = [['p0'], ['p1', 'p2', 'p3'], ['p1', 'p2', 'p3'], ['p2']];
  const costs = { p0: 100, p1: 90, p2: 200, p3: 109 };
  const run = (more: Partial<EqualSharesOptions>) =>
    equalShares(Object.keys(costs), ballots, { costs, budget: 400, tieBreak: byName, ...more }).chosen.sort();

  test('by cost {p0, p2}, by cardinality {p0, p1, p3} (the example of the pabutools documentation)', () => {
    expect(run({ utility: 'cost' })).toEqual(['p0', 'p2']);
    expect(run({ utility: 'cardinality' })).toEqual(['p0', 'p1', 'p3']);
  });

  test('money that is left over goes on by approvals', () => {
    const many = [['a', 'b'], ['a', 'b'], ['a'], ['a', 'c'], ['a', 'c'], ['a', 'c'], ['a', 'd'], ['a', 'd'], ['f'], ['e']];
    const prices = { a: 1, b: 2, c: 2, d: 1, e: 1, f: 1 };
    const { chosen } = equalShares(Object.keys(prices), many, { costs: prices, budget: 5, tieBreak: byName });
    expect(chosen).toEqual(['a']);
    expect(greedyByApprovals(Object.keys(prices), many, { costs: prices, budget: 5, tieBreak: byName, chosen }).sort()).toEqual([
      'a',
      'b',
      'c',
    ]);
  });
});

/** The method as the paper writes it, in fractions throughout. */
function asWritten(
  alternatives: string[],
  ballots: string[][],
  costs: Record<string, number>,
  endowment: Fraction,
  isByCost: boolean,
): string[] {
  const purses = ballots.map(() => endowment);
  const chosen: string[] = [];
  for (;;) {
    const offers = alternatives.flatMap((id) => {
      const supporters = ballots.flatMap((ballot, i) => (ballot.includes(id) ? [i] : []));
      const price = chosen.includes(id)
        ? null
        : lowest(
            supporters.map((i) => purses[i]!),
            fractionOf(costs[id]!),
          );
      return price ? [{ id, price, supporters, rate: isByCost ? divide(price, fractionOf(costs[id]!)) : price }] : [];
    });
    if (offers.length === 0) return chosen;
    const rate = offers.map((offer) => offer.rate).sort(compare)[0]!;
    const taken = byName(offers.filter((offer) => compare(offer.rate, rate) === 0).map(({ id }) => id));
    const { price, supporters } = offers.find(({ id }) => id === taken)!;
    chosen.push(taken);
    for (const i of supporters) purses[i] = compare(purses[i]!, price) < 0 ? zero : subtract(purses[i]!, price);
  }
}

/** The lowest price at which these purses, each giving that or all it has, hold the cost. */
function lowest(purses: Fraction[], cost: Fraction): Fraction | null {
  const sorted = [...purses].sort(compare);
  let given = zero;
  for (const [i, purse] of sorted.entries()) {
    const price = divide(subtract(cost, given), fractionOf(sorted.length - i));
    if (compare(price, purse) <= 0) return price;
    given = add(given, purse);
  }
  return null;
}

const elections = fc.integer({ min: 1, max: 6 }).chain((size) =>
  fc.record({
    costs: fc.array(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 1_000_000 })), { minLength: size, maxLength: size }),
    ballots: fc.array(fc.subarray(names.slice(0, size) as string[]), { minLength: 1, maxLength: 12 }),
    budget: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 3_000_000 })),
    utility: fc.constantFrom('cost' as const, 'cardinality' as const),
  }),
);

describe('against the method as the paper writes it', () => {
  const priced = (costs: number[]) => Object.fromEntries(costs.map((cost, i) => [names[i]!, cost]));

  test('without completion, and what people have left adds up', () => {
    fc.assert(
      fc.property(elections, ({ costs, ballots, budget, utility }) => {
        const prices = priced(costs);
        const endowment = fractionOf(budget, ballots.length);
        const outcome = equalShares(Object.keys(prices), ballots, { costs: prices, budget, utility, tieBreak: byName });
        expect(outcome.chosen).toEqual(asWritten(Object.keys(prices), ballots, prices, endowment, utility === 'cost'));
        const left = outcome.payments().left.reduce(add, zero);
        const paid = outcome.chosen.reduce((sum, id) => sum + prices[id]!, 0);
        expect(toText(add(left, fractionOf(paid)))).toBe(String(budget));
      }),
      { numRuns: 1000 },
    );
  });

  test('Add1: the last outcome that can be paid, one more for everybody at a time', () => {
    fc.assert(
      fc.property(elections, ({ costs, ballots, utility }) => {
        const prices = priced(costs.map((cost) => (cost % 20) + 1));
        const ids = Object.keys(prices);
        const budget = 10;
        const costOf = (chosen: string[]) => chosen.reduce((sum, id) => sum + prices[id]!, 0);
        let expected: string[] = [];
        for (let more = 0; ; more += 1) {
          const endowment = add(fractionOf(budget, ballots.length), fractionOf(more));
          const next = asWritten(ids, ballots, prices, endowment, utility === 'cost');
          if (costOf(next) > budget) break;
          expected = next;
          const room = budget - costOf(next);
          if (!ids.some((id) => prices[id]! <= room && !next.includes(id) && ballots.some((ballot) => ballot.includes(id)))) break;
        }
        expect(equalShares(ids, ballots, { costs: prices, budget, utility, completion: 'add1', tieBreak: byName }).chosen).toEqual(
          expected,
        );
      }),
      { numRuns: 300 },
    );
  });

  test('in steps of a hundredth it is the same where a part is less than two hundred, and never spends too much where it is more', () => {
    fc.assert(
      fc.property(elections, fc.constantFrom(1, 10_000), ({ costs, ballots, utility }, times) => {
        const prices = Object.fromEntries(
          Object.entries(priced(costs.map((cost) => (cost % 20) + 1))).map(([id, cost]) => [id, cost * times]),
        );
        const terms = { costs: prices, budget: 10 * times, utility, completion: 'add1' as const, tieBreak: byName };
        const found = equalShares(Object.keys(prices), ballots, { ...terms, step: 'hundredth' });
        if (times === 1) expect(found.chosen).toEqual(equalShares(Object.keys(prices), ballots, terms).chosen);
        expect(found.chosen.reduce((sum, id) => sum + prices[id]!, 0)).toBeLessThanOrEqual(10 * times);
        expect(found.ties.every(({ tied, taken }) => tied.includes(taken) && found.chosen.includes(taken))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('every completion stays within the budget', () => {
    fc.assert(
      fc.property(elections, fc.constantFrom('none' as const, 'phragmen' as const), ({ costs, ballots, budget, utility }, completion) => {
        const prices = priced(costs);
        const { chosen } = equalShares(Object.keys(prices), ballots, { costs: prices, budget, utility, completion, tieBreak: byName });
        expect(chosen.reduce((sum, id) => sum + prices[id]!, 0)).toBeLessThanOrEqual(budget);
        expect(new Set(chosen).size).toBe(chosen.length);
      }),
    );
  });
});

test('1,000 ballots over 30 needs, completed by Add1, take less than 50 ms', () => {
  const ids = Array.from({ length: 30 }, (_, i) => `need-${i}`);
  const costs = Object.fromEntries(ids.map((id, i) => [id, 1000 + 617 * i]));
  const ballots = Array.from({ length: 1000 }, (_, voter) => ids.filter((_, i) => (voter * 31 + i * i * 17 + voter * voter) % 10 < 3));
  const times = Array.from({ length: 7 }, () => {
    const start = performance.now();
    equalShares(ids, ballots, { costs, budget: 100_000, completion: 'add1', tieBreak: byName });
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});

test('what is exactly affordable is affordable: thirds of three people make one', () => {
  const third = multiply(fractionOf(1, 3), fractionOf(1));
  const outcome = equalShares(['a'], [['a'], ['a'], ['a']], { budget: 1, tieBreak: byName });
  expect(outcome.chosen).toEqual(['a']);
  expect(outcome.payments().rounds[0]!.price).toEqual(third);
});
