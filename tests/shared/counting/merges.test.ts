import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { approval } from '../../../shared/counting/approval.ts';
import { countDots } from '../../../shared/counting/dots.ts';
import { mergedApprovals, mergedPoints, mergedRanking } from '../../../shared/counting/merges.ts';
import { names } from './profiles.ts';

const standing = (id: string) => (id === 'dark' ? 'lamps' : id);

test('[G3] who put dots on both of two merged needs is one person', () => {
  const ballots = [{ dark: 1, lamps: 2 }, { dark: 1 }, { lift: 3 }].map((ballot) => mergedPoints(ballot, standing));
  expect(countDots(['lamps', 'lift'], ballots)).toEqual({ dots: { lamps: 4, lift: 3 }, people: { lamps: 2, lift: 1 } });
});

test('[G3] a merged need stands where the better of the two was', () => {
  expect(mergedRanking([['dark'], ['lift'], ['lamps'], ['park']], standing)).toEqual([['lamps'], ['lift'], ['park']]);
  expect(mergedRanking([['lift'], ['dark', 'lamps']], standing)).toEqual([['lift'], ['lamps']]);
});

test('[G3] the merged count is the union of people: at least the larger, at most the sum', () => {
  const ballots = fc.array(fc.subarray([...names]), { maxLength: 20 });
  fc.assert(
    fc.property(ballots, (given) => {
      const before = approval([...names], given);
      const merge = (id: string) => (id === 'b' ? 'a' : id);
      const after = approval(
        [...names],
        given.map((ballot) => mergedApprovals(ballot, merge)),
      );
      expect(after['a']).toBe(given.filter((ballot) => ballot.includes('a') || ballot.includes('b')).length);
      expect(after['a']).toBeGreaterThanOrEqual(Math.max(before['a']!, before['b']!));
      expect(after['c']).toBe(before['c']);
    }),
  );
});
