const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A string that sorts (by code unit) after `before` and before `after`; null is an open end. Keys are fractions in base 62 without a trailing
 * zero, so that there is always room between two of them. Ties are broken by id wherever keys are sorted.
 * Throws RangeError where `before` does not sort below `after`, or where nothing fits between them: below `a0` there is nothing above `a`.
 */
export function orderBetween(before: string | null, after: string | null): string {
  const low = before ?? '';
  if (after !== null && low >= after) throw new RangeError(`no place between ${low} and ${after}`);
  let key = '';
  let isBelowHigh = after === null;
  for (let i = 0; ; i += 1) {
    if (!isBelowHigh && i === after?.length) throw new RangeError(`no place between ${low} and ${after}`);
    const lowDigit = Math.max(0, digits.indexOf(low[i] ?? '0'));
    const highDigit = isBelowHigh ? digits.length : digits.indexOf(after?.[i] ?? '0');
    if (highDigit - lowDigit > 1) {
      // An open end takes the next digit instead of the middle: keys of a list that only grows stay short.
      const step = after === null ? 1 : Math.floor((highDigit - lowDigit) / 2);
      return key + digits.charAt(lowDigit + step);
    }
    key += digits.charAt(lowDigit);
    if (highDigit > lowDigit) isBelowHigh = true;
  }
}

/** Compares two things that have an `order` key and an id, the way every face lists them. */
export function compareOrder(a: { order: string; id: string }, b: { order: string; id: string }): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
