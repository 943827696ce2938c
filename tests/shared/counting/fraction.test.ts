import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { add, compare, divide, fractionOf, multiply, subtract, toNumber, toText } from '../../../shared/counting/fraction.ts';

const fractions = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.bigInt({ min: 1n, max: 10n ** 30n }))
  .map(([n, d]) => fractionOf(n, d));

test('fractions are in lowest terms with the sign above', () => {
  expect(fractionOf(6, -4)).toEqual({ n: -3n, d: 2n });
  expect(toText(fractionOf(166, 12))).toBe('83/6');
  expect(toText(fractionOf(10, 2))).toBe('5');
  expect(() => fractionOf(1, 0)).toThrow(RangeError);
  expect(() => fractionOf(0.5)).toThrow(RangeError);
});

test('a third and a sixth are a half, exactly', () => {
  expect(add(fractionOf(1, 3), fractionOf(1, 6))).toEqual(fractionOf(1, 2));
  expect(compare(fractionOf(1, 3), fractionOf(333_333_333, 1_000_000_000))).toBe(1);
});

test('arithmetic undoes itself and agrees with the order', () => {
  fc.assert(
    fc.property(fractions, fractions, (a, b) => {
      expect(subtract(add(a, b), b)).toEqual(a);
      if (b.n !== 0n) expect(divide(multiply(a, b), b)).toEqual(a);
      expect(compare(a, b) + compare(b, a)).toBe(0);
      expect(Math.sign(Number(subtract(a, b).n))).toBe(compare(a, b));
    }),
  );
});

test('numbers come out of fractions too large for a double', () => {
  expect(toNumber(fractionOf(1, 3))).toBe(1 / 3);
  expect(toNumber(fractionOf(1n, 10n ** 30n))).toBeCloseTo(1e-30, 40);
  expect(toNumber(fractionOf(-(10n ** 400n), 3n * 10n ** 400n))).toBeCloseTo(-1 / 3, 15);
});
