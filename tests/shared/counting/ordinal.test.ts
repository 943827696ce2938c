import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condorcetLoser, condorcetWinner, smithSet } from '../../../shared/counting/condorcet.ts';
import { copeland } from '../../../shared/counting/copeland.ts';
import { dowdall } from '../../../shared/counting/dowdall.ts';
import { toText, type Fraction } from '../../../shared/counting/fraction.ts';
import { minimax } from '../../../shared/counting/minimax.ts';
import { orderOf } from '../../../shared/counting/order.ts';
import { pairwise } from '../../../shared/counting/pairwise.ts';
import { plurality } from '../../../shared/counting/plurality.ts';
import { people, weakProfiles } from './profiles.ts';

const texts = (scores: Record<string, Fraction>) => Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, toText(score)]));

// The capital of Tennessee, https://en.wikipedia.org/wiki/Condorcet_method
const cities = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'];
const tennessee = [
  ...people(42, 'Memphis', 'Nashville', 'Chattanooga', 'Knoxville'),
  ...people(26, 'Nashville', 'Chattanooga', 'Knoxville', 'Memphis'),
  ...people(15, 'Chattanooga', 'Knoxville', 'Nashville', 'Memphis'),
  ...people(17, 'Knoxville', 'Chattanooga', 'Nashville', 'Memphis'),
];
const pairs = pairwise(cities, tennessee);

describe('Tennessee', () => {
  test('most first places go to who loses every pair', () => {
    expect(texts(plurality(cities, tennessee))).toEqual({ Memphis: '42', Nashville: '26', Chattanooga: '15', Knoxville: '17' });
    expect(condorcetLoser(cities, pairs)).toBe('Memphis');
    expect(condorcetWinner(cities, pairs)).toBe('Nashville');
    expect(smithSet(cities, pairs)).toEqual(['Nashville']);
  });

  test('Dowdall, Copeland and the three kinds of minimax', () => {
    expect(texts(dowdall(cities, tennessee))).toEqual({ Memphis: '113/2', Nashville: '173/3', Chattanooga: '101/2', Knoxville: '131/3' });
    expect(copeland(cities, pairs)).toEqual({ Memphis: -3, Nashville: 3, Chattanooga: 1, Knoxville: -1 });
    expect(minimax(cities, pairs)).toEqual({ Memphis: 58, Nashville: 0, Chattanooga: 68, Knoxville: 83 });
    expect(minimax(cities, pairs, 'margins')).toEqual({ Memphis: 16, Nashville: -16, Chattanooga: 36, Knoxville: 66 });
    expect(minimax(cities, pairs, 'opposition')).toEqual({ Memphis: 58, Nashville: 42, Chattanooga: 68, Knoxville: 83 });
  });
});

describe('ties and short ballots', () => {
  test('a shared first place is shared out', () => {
    const rankings = [[['a', 'b', 'c']], [['a'], ['b', 'c']], []];
    expect(texts(plurality(['a', 'b', 'c'], rankings))).toEqual({ a: '4/3', b: '1/3', c: '1/3' });
    expect(texts(dowdall(['a', 'b', 'c'], rankings))).toEqual({ a: '29/18', b: '37/36', c: '37/36' });
  });

  test('a circle of three has neither winner nor loser, and all of it is the Smith set', () => {
    const circle = pairwise(
      ['a', 'b', 'c', 'd'],
      [...people(1, 'a', 'b', 'c', 'd'), ...people(1, 'b', 'c', 'a', 'd'), ...people(1, 'c', 'a', 'b', 'd')],
    );
    expect(condorcetWinner(['a', 'b', 'c', 'd'], circle)).toBeNull();
    expect(condorcetLoser(['a', 'b', 'c', 'd'], circle)).toBe('d');
    expect(smithSet(['a', 'b', 'c', 'd'], circle)).toEqual(['a', 'b', 'c']);
  });

  test('minimax may elect who loses every pair, https://en.wikipedia.org/wiki/Minimax_Condorcet_method', () => {
    const rankings = [
      ...people(1, 'A', 'B', 'C', 'L'),
      ...people(1, 'A', 'B', 'L', 'C'),
      ...people(3, 'B', 'C', 'A', 'L'),
      ...people(1, 'C', 'L', 'A', 'B'),
      ...people(1, 'L', 'A', 'B', 'C'),
      ...people(2, 'L', 'C', 'A', 'B'),
    ];
    const all = ['A', 'B', 'C', 'L'];
    const matrix = pairwise(all, rankings);
    expect(condorcetLoser(all, matrix)).toBe('L');
    expect(condorcetWinner(all, matrix)).toBeNull();
    expect(orderOf(all, (id) => -minimax(all, matrix)[id]!)[0]).toEqual(['L']);
  });

  test('nobody voted', () => {
    const matrix = pairwise(['a', 'b'], []);
    expect(condorcetWinner(['a', 'b'], matrix)).toBeNull();
    expect(condorcetWinner(['a'], pairwise(['a'], []))).toBe('a');
    expect(condorcetLoser(['a'], pairwise(['a'], []))).toBeNull();
    expect(copeland(['a', 'b'], matrix)).toEqual({ a: 0, b: 0 });
    expect(minimax(['a', 'b'], matrix)).toEqual({ a: 0, b: 0 });
    expect(minimax(['a'], pairwise(['a'], []))).toEqual({ a: 0 });
  });
});

test('Copeland and minimax put a Condorcet winner first, alone', () => {
  fc.assert(
    fc.property(weakProfiles(4), ({ alternatives, rankings }) => {
      const matrix = pairwise(alternatives, rankings);
      const winner = condorcetWinner(alternatives, matrix);
      fc.pre(winner !== null);
      const victories = copeland(alternatives, matrix);
      const worst = minimax(alternatives, matrix);
      for (const id of alternatives) {
        if (id === winner) continue;
        expect(victories[winner]).toBeGreaterThan(victories[id]!);
        expect(worst[winner]).toBeLessThan(worst[id]!);
      }
    }),
  );
});
