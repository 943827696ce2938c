import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { kendallTauB, kendallW } from '../../../shared/counting/kendall.ts';

test('tau-b: the same, reversed, and one swap of three', () => {
  expect(kendallTauB([1, 2, 3], [1, 2, 3])).toBe(1);
  expect(kendallTauB([1, 2, 3], [3, 2, 1])).toBe(-1);
  expect(kendallTauB([1, 2, 3], [2, 1, 3])).toBeCloseTo(1 / 3, 15);
});

test('tau-b with ties: x 12 2 1 12 2, y 1 4 7 1 0 gives -0.4714045 (the example of scipy.stats.kendalltau)', () => {
  expect(kendallTauB([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])).toBeCloseTo(-0.47140452079103173, 15);
});

test('tau-b says nothing of one thing, of nothing but ties, of lists that do not fit', () => {
  expect(kendallTauB([], [])).toBeNull();
  expect(kendallTauB([1], [1])).toBeNull();
  expect(kendallTauB([1, 1], [1, 2])).toBeNull();
  expect(kendallTauB([1, 2], [1, 2, 3])).toBeNull();
});

test('tau-b of a ranking with itself is exactly 1, and the order of the two does not matter', () => {
  const ranks = fc.array(fc.nat(4), { minLength: 2, maxLength: 12 });
  fc.assert(
    fc.property(ranks, ranks, (a, b) => {
      if (new Set(a).size > 1) expect(kendallTauB(a, a)).toBe(1);
      expect(kendallTauB(a, b)).toBe(kendallTauB(b, a));
    }),
  );
});

test('W: everybody alike is 1, two who disagree wholly are 0', () => {
  expect(
    kendallW([
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
      [1, 2, 3, 4, 5],
    ]),
  ).toBe(1);
  expect(
    kendallW([
      [1, 2, 3],
      [3, 2, 1],
    ]),
  ).toBe(0);
  expect(
    kendallW([
      [1, 1, 3],
      [2, 2, 9],
    ]),
  ).toBe(1);
});

test('W with ties: the anxiety ratings of the R packages irr and DescTools, 0.5396569', () => {
  const raters = [
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
  ];
  expect(kendallW(raters)).toBeCloseTo(0.5396569, 7);
});

test('W says nothing without judges, of one thing, of nothing but ties', () => {
  expect(kendallW([])).toBeNull();
  expect(kendallW([[1], [1]])).toBeNull();
  expect(
    kendallW([
      [2, 2],
      [5, 5],
    ]),
  ).toBeNull();
});
