import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { doubledBordaPoints } from '../../../shared/counting/borda.ts';
import { cutAt, orderOf } from '../../../shared/counting/order.ts';
import { hashOf, seededDraws } from '../../../shared/counting/seeded.ts';
import { additiveCount, droppable, stability } from '../../../shared/counting/stability.ts';

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
