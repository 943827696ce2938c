/** An exact rational number in lowest terms, with a denominator above zero. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

/** `n / d` in lowest terms. Throws RangeError for a denominator of zero, or a number that is not whole. */
export function fractionOf(n: number | bigint, d: number | bigint = 1n): Fraction {
  return inLowestTerms(BigInt(n), BigInt(d));
}

export const zero: Fraction = { n: 0n, d: 1n };
export const one: Fraction = { n: 1n, d: 1n };

export function add(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? inLowestTerms(a.n + b.n, a.d) : inLowestTerms(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return add(a, { n: -b.n, d: b.d });
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return inLowestTerms(a.n * b.n, a.d * b.d);
}

/** Throws RangeError where `b` is zero. */
export function divide(a: Fraction, b: Fraction): Fraction {
  return inLowestTerms(a.n * b.d, a.d * b.n);
}

/** Below zero where a < b, 0 where they are equal, above zero where a > b. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The fraction as a double, to about fifteen digits. */
export function toNumber({ n, d }: Fraction): number {
  const above = Number(n);
  const below = Number(d);
  if (Number.isFinite(above) && Number.isFinite(below)) return above / below;
  // Either may be too large for a double though their quotient is not: 64 binary places are kept.
  return Number((n << 64n) / d) / 2 ** 64;
}

/** "83/6", or "5" where the fraction is whole. */
export function toText({ n, d }: Fraction): string {
  return d === 1n ? String(n) : `${n}/${d}`;
}

function inLowestTerms(n: bigint, d: bigint): Fraction {
  if (d === 0n) throw new RangeError('a fraction over zero');
  if (d === 1n) return { n, d };
  const divisor = greatestCommonDivisor(n < 0n ? -n : n, d < 0n ? -d : d);
  const sign = d < 0n ? -1n : 1n;
  return { n: (sign * n) / divisor, d: (sign * d) / divisor };
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
