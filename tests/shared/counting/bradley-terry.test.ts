import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bradleyTerry } from '../../../shared/counting/bradley-terry.ts';
import { pairRanking, winsOf, type Comparison } from '../../../shared/counting/comparisons.ts';

describe('published abilities', () => {
  test('citations between four journals (Stigler 1994; Agresti, Categorical Data Analysis)', () => {
    const journals = ['Biometrika', 'Comm Statist', 'JASA', 'JRSS-B'];
    const wins = [
      [0, 730, 498, 221],
      [33, 0, 68, 17],
      [320, 813, 0, 142],
      [284, 276, 325, 0],
    ];
    const { logAbilities, order } = bradleyTerry(journals, wins, { prior: 0 });
    const against = (id: string) => logAbilities[id]! - logAbilities['Biometrika']!;
    expect(against('Comm Statist')).toBeCloseTo(-2.9491, 4);
    expect(against('JASA')).toBeCloseTo(-0.4796, 4);
    expect(against('JRSS-B')).toBeCloseTo(0.269, 4);
    expect(order).toEqual([['JRSS-B'], ['Biometrika'], ['JASA'], ['Comm Statist']]);
  });

  test('[T1] a perfect circle ties all three', () => {
    const circle = [
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ];
    expect(bradleyTerry(['a', 'b', 'c'], circle, { prior: 0 })).toMatchObject({ order: [['a', 'b', 'c']], isStronglyConnected: true });
  });
});

test('where it starts from changes nothing but the time it takes', () => {
  const matrices = fc.array(fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
  const starts = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(matrices, starts, (given, from) => {
      const ids = ['a', 'b', 'c', 'd'];
      const wins = given.map((row, i) => row.map((won, j) => (i === j ? 0 : won)));
      const start = Object.fromEntries(ids.map((id, i) => [id, from[i]!]));
      const [cold, warm] = [bradleyTerry(ids, wins), bradleyTerry(ids, wins, { start })];
      expect(warm.order).toEqual(cold.order);
      for (const id of ids) expect(warm.logAbilities[id]).toBeCloseTo(cold.logAbilities[id]!, 8);
    }),
  );
});

describe('data without an answer of their own', () => {
  test('where one never loses, the default prior keeps it finite and is told', () => {
    const wins = [
      [0, 3, 2],
      [0, 0, 1],
      [0, 0, 0],
    ];
    const found = bradleyTerry(['A', 'B', 'C'], wins, { prior: 0 });
    expect(found).toMatchObject({ prior: 0.5, isStronglyConnected: false, order: [['A'], ['B'], ['C']] });
    expect(Object.values(found.logAbilities).every(Number.isFinite)).toBe(true);
  });

  test('nobody asked, nothing to compare', () => {
    expect(
      bradleyTerry(
        ['a', 'b'],
        [
          [0, 0],
          [0, 0],
        ],
      ),
    ).toMatchObject({ chances: { a: 0.5, b: 0.5 }, order: [['a', 'b']] });
    expect(bradleyTerry([], [])).toMatchObject({ order: [] });
    expect(bradleyTerry(['a'], [[0]])).toMatchObject({ order: [['a']] });
  });

  test('finite, centred, and the same under other names, whatever was answered', () => {
    const matrices = fc
      .integer({ min: 1, max: 6 })
      .chain((size) => fc.array(fc.array(fc.nat(20), { minLength: size, maxLength: size }), { minLength: size, maxLength: size }));
    fc.assert(
      fc.property(matrices, fc.constantFrom(0, 0.01, 0.5, 5), (wins, prior) => {
        const matrix = wins.map((row, i) => row.map((won, j) => (i === j ? 0 : won)));
        const ids = matrix.map((_, i) => `need-${i}`);
        const { logAbilities, chances } = bradleyTerry(ids, matrix, { prior });
        const logs = Object.values(logAbilities);
        expect(logs.every(Number.isFinite)).toBe(true);
        expect(logs.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
        expect(Object.values(chances).every((chance) => chance >= 0 && chance <= 1)).toBe(true);
        const turned = bradleyTerry(ids.slice().reverse(), matrix.map((row) => row.slice().reverse()).reverse(), { prior });
        for (const id of ids) expect(turned.logAbilities[id]).toBeCloseTo(logAbilities[id]!, 6);
      }),
    );
  });

  test('one more victory never lowers a chance', () => {
    const matrices = fc.array(fc.array(fc.nat(5), { minLength: 4, maxLength: 4 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(matrices, (wins) => {
        const matrix = wins.map((row, i) => row.map((won, j) => (i === j ? 0 : won)));
        const more = matrix.map((row, i) => row.map((won, j) => (i === 0 && j === 1 ? won + 1 : won)));
        const ids = ['a', 'b', 'c', 'd'];
        const before = bradleyTerry(ids, matrix).logAbilities;
        const after = bradleyTerry(ids, more).logAbilities;
        expect(after['a']! - after['b']!).toBeGreaterThan(before['a']! - before['b']!);
      }),
    );
  });
});

test('answers become victories; one that takes neither is half for both; a pair asked about itself is none', () => {
  const answers: Comparison[] = [
    { a: 'x', b: 'y', winner: 'x' },
    { a: 'y', b: 'x', winner: 'x' },
    { a: 'x', b: 'y', winner: null },
    { a: 'x', b: 'x', winner: 'x' },
    { a: 'x', b: 'gone', winner: 'x' },
  ];
  expect(winsOf(['x', 'y'], answers)).toEqual([
    [0, 2.5],
    [0.5, 0],
  ]);
});

test('the pairwise ranking matrix says who won each pair, and how many pairs each won', () => {
  const wins = [
    [0, 3, 1],
    [1, 0, 2],
    [1, 0, 0],
  ];
  expect(pairRanking(['a', 'b', 'c'], wins)).toEqual({
    cells: [
      [null, 'a', null],
      ['a', null, 'b'],
      [null, 'b', null],
    ],
    wins: { a: 1, b: 1, c: 0 },
    ranks: { a: { rank: 1, tied: true }, b: { rank: 1, tied: true }, c: { rank: 3, tied: false } },
  });
});
