import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubledBordaPoints } from '../../../shared/counting/borda.ts';
import { cutAt, orderOf } from '../../../shared/counting/order.ts';
import { hashOf, seededDraws } from '../../../shared/counting/seeded.ts';
import { kemeny } from '../../../shared/counting/kemeny.ts';
import { pairwise } from '../../../shared/counting/pairwise.ts';
import { rankedPairsOf } from '../../../shared/counting/ranked-pairs.ts';
import { schulzeOf } from '../../../shared/counting/schulze.ts';
import { additiveCount, droppable, droppableByMargins, droppableTried, stability } from '../../../shared/counting/stability.ts';
import { roundStability } from '../../../shared/round-stability.ts';
import { people, weakProfiles } from './profiles.ts';

const needs = ['a', 'b', 'c'];

describe('draws', () => {
  test('are the same for the same seed, and others for another', () => {
    const take = (seed: number) => {
      const draw = seededDraws(seed);
      return Array.from({ length: 8 }, () => draw(1000));
    };
    expect(take(1)).toEqual(take(1));
    expect(take(1)).not.toEqual(take(2));
    // These numbers are in published records; if they change, old records can no longer be checked.
    expect(take(42)).toEqual([580, 580, 247, 506, 273, 978, 404, 970]);
    expect(hashOf('议事')).toBe(2781440763);
  });

  test('are even', () => {
    const draw = seededDraws(7);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) counts[draw(10)]! += 1;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });
});

describe('bootstrap over people', () => {
  const clear = Array.from({ length: 40 }, () => [3, 2, 1]);
  const split = [...Array.from({ length: 20 }, () => [1, 0, 0]), ...Array.from({ length: 20 }, () => [0, 1, 0])];

  test('where everybody agrees nothing moves', () => {
    expect(stability(needs, 40, additiveCount(needs, clear), { topK: 1, seed: 5, draws: 200 })).toEqual({
      topK: 1,
      held: 200,
      resamples: 200,
      seed: 5,
      places: { a: { low: 1, high: 1, chanceTopK: 1 }, b: { low: 2, high: 2, chanceTopK: 0 }, c: { low: 3, high: 3, chanceTopK: 0 } },
    });
  });

  test('[T1] an even split is a toss-up between the two', () => {
    const { held, places } = stability(needs, 40, additiveCount(needs, split), { topK: 1, seed: 5 });
    expect(held).toBeLessThan(300);
    expect(places['a']!.chanceTopK).toBeCloseTo(0.5, 1);
    expect(places['a']!.chanceTopK + places['b']!.chanceTopK).toBeCloseTo(1, 9);
    expect(places['a']).toMatchObject({ low: 1, high: 2 });
    expect(places['c']).toMatchObject({ low: 3, high: 3 });
  });

  test('the chances of all add up to k', () => {
    const profiles = fc.array(fc.tuple(fc.nat(5), fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(profiles, fc.integer({ min: 1, max: 3 }), fc.nat(), (given, topK, seed) => {
        const { places, held } = stability(needs, given.length, additiveCount(needs, given), { topK, seed, draws: 20 });
        expect(Object.values(places).reduce((sum, { chanceTopK }) => sum + chanceTopK, 0)).toBeCloseTo(topK, 9);
        expect(held).toBeLessThanOrEqual(20);
      }),
    );
  });

  test('1,000 draws of 1,000 people and 30 needs take less than a second', () => {
    const many = Array.from({ length: 30 }, (_, i) => `need-${i}`);
    const rankings = Array.from({ length: 1000 }, (_, voter) => many.slice(0, 5).map((_, i) => [many[(i * 7 + voter * 11) % 30]!]));
    const points = doubledBordaPoints(many, rankings);
    const times = [1, 2, 3].map((seed) => {
      const start = performance.now();
      stability(many, 1000, additiveCount(many, points), { topK: 3, seed });
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(1000);
  });
});

describe('how many ballots may be taken away', () => {
  test('seven against three hold if any three are dropped, and not if any four are', () => {
    const given = [...Array.from({ length: 7 }, () => [1, 0]), ...Array.from({ length: 3 }, () => [0, 1])];
    expect(droppable(['a', 'b'], given, 1)).toBe(3);
  });

  test('[T1] a tie at the cut holds nothing', () => {
    expect(droppable(needs, [[1, 1, 0]], 1)).toBe(0);
    expect(droppable(needs, [], 1)).toBe(0);
  });

  test('exact: whichever that many are dropped nothing changes, and one more can change it', () => {
    const profiles = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(profiles, fc.integer({ min: 1, max: 2 }), (given, topK) => {
        const top = (kept: number[][]) => {
          const { chosen, onTheLine } = cutAt(
            orderOf(needs, (id) => kept.reduce((sum, points) => sum + points[needs.indexOf(id)]!, 0)),
            topK,
          );
          return onTheLine.length > 0 ? null : chosen.sort().join();
        };
        const whole = top(given);
        fc.pre(whole !== null);
        const changesAt = Array.from({ length: 2 ** given.length }, (_, mask) => given.filter((_, i) => (mask >> i) & 1))
          .filter((kept) => top(kept) !== whole)
          .map((kept) => given.length - kept.length);
        expect(droppable(needs, given, topK)).toBe(Math.min(...changesAt) - 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('[T4] a lower bound for rules that do not add up', () => {
  const rules = {
    schulze: (ids: string[], rankings: string[][][]) => schulzeOf(ids, pairwise(ids, rankings)),
    'ranked pairs': (ids: string[], rankings: string[][][]) => rankedPairsOf(ids, pairwise(ids, rankings)),
    kemeny: (ids: string[], rankings: string[][][]) => kemeny(ids, pairwise(ids, rankings))!.order,
  };
  const topOf = (order: string[][], topK: number) => {
    const { chosen, onTheLine } = cutAt(order, topK);
    return [chosen.sort().join(), onTheLine.sort().join()].join('/');
  };

  test('seven against three: margins allow for three', () => {
    const rankings = [...people(7, 'a', 'b', 'c'), ...people(3, 'b', 'a', 'c')];
    const order = [['a'], ['b'], ['c']];
    expect(droppableByMargins(needs, pairwise(needs, rankings), order, 1)).toBe(3);
    expect(droppableByMargins(needs, pairwise(needs, rankings), [['a', 'b'], ['c']], 1)).toBe(0);
  });

  test.each(Object.entries(rules))('%s: whichever that many are dropped, the first stay the first', (_, rule) => {
    fc.assert(
      fc.property(weakProfiles(4, 9), fc.integer({ min: 1, max: 3 }), ({ alternatives, rankings }, topK) => {
        const order = rule(alternatives, rankings);
        const least = droppableByMargins(alternatives, pairwise(alternatives, rankings), order, topK);
        const whole = topOf(order, topK);
        for (let mask = 0; mask < 2 ** rankings.length; mask += 1) {
          const kept = rankings.filter((_, i) => ((mask >> i) & 1) === 0);
          if (rankings.length - kept.length <= least) expect(topOf(rule(alternatives, kept), topK)).toBe(whole);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('by trial it never says more than is so, and as much where there is time', () => {
    const profiles = fc.array(fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 7 });
    fc.assert(
      fc.property(profiles, fc.integer({ min: 1, max: 2 }), (given, topK) => {
        const count = additiveCount(needs, given);
        expect(droppableTried(given.length, count, topK)).toBe(droppable(needs, given, topK));
        expect(droppableTried(given.length, count, topK, 3)).toBeLessThanOrEqual(droppable(needs, given, topK));
      }),
      { numRuns: 200 },
    );
  });
});

describe('[T4] the stability of a round', () => {
  const options = ['need-aaa', 'need-bbb', 'need-ccc', 'need-ddd'];
  const bodies = [
    ...Array.from({ length: 9 }, () => '{"dots":{"need-aaa":3,"need-bbb":2},"kind":"dot-vote"}'),
    ...Array.from({ length: 4 }, () => '{"dots":{"need-ccc":2,"need-ddd":1},"kind":"dot-vote"}'),
  ];
  const round = { kind: 'dot-vote', settings: { dots: 5, maxPerNeed: 3 }, options, bodies, seed: 4_000_000_000 };

  test('is the same in whatever order the ballots come, and other for another seed', () => {
    const found = roundStability(round)!;
    expect(found).toMatchObject({ topK: 3, resamples: 1000, seed: 4_000_000_000, droppable: 3 });
    expect(roundStability({ ...round, bodies: [...bodies].reverse() })).toEqual(found);
    expect(roundStability({ ...round, seed: 1 })!.places).not.toEqual(found.places);
    expect(found.places['need-aaa']).toEqual({ rankLow: 1, rankHigh: 2, chanceTopK: 1 });
  });

  test('is not there without ballots, options or such a kind', () => {
    expect(roundStability({ ...round, bodies: [] })).toBeNull();
    expect(roundStability({ ...round, options: [] })).toBeNull();
    expect(roundStability({ ...round, kind: 'collect' })).toBeNull();
    expect(roundStability({ ...round, bodies: ['{"kind":"rank","ranking":[]}'] })).toBeNull();
  });
});
