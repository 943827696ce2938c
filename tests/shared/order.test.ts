import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareOrder, orderBetween } from '../../shared/order.ts';

/** Keys as they come to be: put between two neighbours again and again, at the ends as well. */
const keys = fc.array(fc.nat(), { maxLength: 60 }).map((places) => {
  const list: string[] = [];
  for (const place of places) {
    const at = place % (list.length + 1);
    list.splice(at, 0, orderBetween(list[at - 1] ?? null, list[at] ?? null));
  }
  return list;
});

describe('orderBetween', () => {
  it('always finds a place between two neighbours and at both ends, in an alphabet that sorts by code unit', () => {
    fc.assert(
      fc.property(keys, (list) => {
        expect([...list].sort((a, b) => (a < b ? -1 : 1))).toEqual(list);
        expect(new Set(list).size).toBe(list.length);
        for (const key of list) expect(key).toMatch(/^[0-9A-Za-z]*[1-9A-Za-z]$/);
      }),
    );
  });

  it('finds a place between any two keys that leave one', () => {
    const key = fc.stringMatching(/^[0-9A-Za-z]{0,6}[1-9A-Za-z]$/);
    fc.assert(
      fc.property(key, key, (a, b) => {
        fc.pre(a !== b);
        const [low, high] = a < b ? [a, b] : [b, a];
        const between = orderBetween(low, high);
        expect([low < between, between < high]).toEqual([true, true]);
      }),
    );
  });

  it('stays short where a list only grows', () => {
    let last: string | null = null;
    for (let i = 0; i < 1000; i += 1) last = orderBetween(last, null);
    expect(last!.length).toBeLessThanOrEqual(20);
    let first: string | null = null;
    for (let i = 0; i < 500; i += 1) first = orderBetween(null, first);
    // The wall takes orders of at most 200 characters.
    expect(first!.length).toBeLessThanOrEqual(200);
  });

  it('says so where there is no place, instead of looking for ever', () => {
    for (const [before, after] of [
      ['b', 'a'],
      ['a', 'a'],
      ['a', 'a0'],
      ['a', 'a000'],
      [null, '0'],
      [null, ''],
    ] as const)
      expect(() => orderBetween(before, after)).toThrow(RangeError);
  });
});

it('ties of order are broken by id', () => {
  const things = [
    { order: 'b', id: 'a' },
    { order: 'a', id: 'z' },
    { order: 'a', id: 'b' },
  ];
  expect([...things].sort(compareOrder)).toEqual([things[2], things[1], things[0]]);
  expect(compareOrder(things[0]!, things[0]!)).toBe(0);
});
