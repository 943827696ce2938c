import { expect, test } from 'vitest';
import { fractionOf } from '../../../shared/counting/fraction.ts';
import { cutAt, orderOf, ranksOf, ranksOfOrder } from '../../../shared/counting/order.ts';

test('[T1] ties share a rank, 1 2 2 4', () => {
  const scores: Record<string, number> = { a: 1, b: 7, c: 3, d: 3 };
  expect(ranksOf(['a', 'b', 'c', 'd'], (id) => scores[id]!)).toEqual({
    a: { rank: 4, tied: false },
    b: { rank: 1, tied: false },
    c: { rank: 2, tied: true },
    d: { rank: 2, tied: true },
  });
});

test('[T1] a tie of fractions is seen where floating point would break it', () => {
  const tenths = fractionOf(3, 10);
  const sums: Record<string, ReturnType<typeof fractionOf>> = { a: tenths, b: fractionOf(1, 10), c: fractionOf(6, 20) };
  expect(orderOf(['a', 'b', 'c'], (id) => sums[id]!)).toEqual([['a', 'c'], ['b']]);
});

test('[T1] a cut inside a tie leaves all of the tie on the line', () => {
  const order = [['a'], ['b', 'c', 'd'], ['e']];
  expect(cutAt(order, 3)).toEqual({ chosen: ['a'], onTheLine: ['b', 'c', 'd'] });
  expect(cutAt(order, 4)).toEqual({ chosen: ['a', 'b', 'c', 'd'], onTheLine: [] });
  expect(cutAt(order, 9)).toEqual({ chosen: ['a', 'b', 'c', 'd', 'e'], onTheLine: [] });
  expect(cutAt(order, 0)).toEqual({ chosen: [], onTheLine: [] });
});

test('[S6] ids that look like something else are ids', () => {
  const ranks = ranksOfOrder([['__proto__'], ['constructor', 'toString']]);
  expect(Object.keys(ranks)).toEqual(['__proto__', 'constructor', 'toString']);
  expect(({} as Record<string, unknown>)['rank']).toBeUndefined();
});

test('nothing to rank, and nothing but zeros', () => {
  expect(ranksOf([], () => 0)).toEqual({});
  expect(ranksOf(['a', 'b'], () => 0n)).toEqual({ a: { rank: 1, tied: true }, b: { rank: 1, tied: true } });
  expect(() => ranksOf(['a', 'b'], () => NaN)).toThrow(RangeError);
});
