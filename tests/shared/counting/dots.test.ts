import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countDots } from '../../../shared/counting/dots.ts';

test('dots and the people who gave them are counted apart', () => {
  expect(countDots(['a', 'b', 'c'], [{ a: 3, b: 1 }, { a: 1 }, {}])).toEqual({ dots: { a: 4, b: 1, c: 0 }, people: { a: 2, b: 1, c: 0 } });
});

test('no ballots, and dots on what is not an alternative', () => {
  expect(countDots(['a'], [])).toEqual({ dots: { a: 0 }, people: { a: 0 } });
  expect(countDots(['a'], [{ b: 5, a: 0 }])).toEqual({ dots: { a: 0 }, people: { a: 0 } });
});

test('[S6] a ballot with a hostile key changes nothing but the count', () => {
  const ballot = JSON.parse('{"__proto__": 4, "a": 1}') as Record<string, number>;
  expect(countDots(['a', 'toString'], [ballot])).toEqual({ dots: { a: 1, toString: 0 }, people: { a: 1, toString: 0 } });
});

test('every dot is counted once, whatever the order of the ballots', () => {
  const ballots = fc.array(fc.record({ a: fc.nat(9), b: fc.nat(9), c: fc.nat(9) }));
  fc.assert(
    fc.property(ballots, (given) => {
      const { dots, people } = countDots(['a', 'b', 'c'], given);
      expect(dots['a']! + dots['b']! + dots['c']!).toBe(given.reduce((sum, { a, b, c }) => sum + a + b + c, 0));
      expect(people['a']).toBe(given.filter(({ a }) => a > 0).length);
      expect(countDots(['a', 'b', 'c'], given.slice().reverse())).toEqual({ dots, people });
    }),
  );
});
