import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { condorcetWinner } from '../../../shared/counting/condorcet.ts';
import { kemeny } from '../../../shared/counting/kemeny.ts';
import { pairwise, type PairwiseMatrix } from '../../../shared/counting/pairwise.ts';
import { people, strictProfiles, weakProfiles } from './profiles.ts';

test('Tennessee: 393 agreements, Nashville Chattanooga Knoxville Memphis (https://en.wikipedia.org/wiki/Kemeny_method)', () => {
  const cities = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'];
  const rankings = [
    ...people(42, 'Memphis', 'Nashville', 'Chattanooga', 'Knoxville'),
    ...people(26, 'Nashville', 'Chattanooga', 'Knoxville', 'Memphis'),
    ...people(15, 'Chattanooga', 'Knoxville', 'Nashville', 'Memphis'),
    ...people(17, 'Knoxville', 'Chattanooga', 'Nashville', 'Memphis'),
  ];
  const order = [['Nashville'], ['Chattanooga'], ['Knoxville'], ['Memphis']];
  expect(kemeny(cities, pairwise(cities, rankings))).toEqual({ score: 393, optimal: 1, order });
});

test('[T1] a perfect circle has three best orders, and all three share the first place', () => {
  const rankings = [...people(1, 'A', 'B', 'C'), ...people(1, 'B', 'C', 'A'), ...people(1, 'C', 'A', 'B')];
  expect(kemeny(['A', 'B', 'C'], pairwise(['A', 'B', 'C'], rankings))).toEqual({ score: 5, optimal: 3, order: [['A', 'B', 'C']] });
});

test('eleven alternatives are too many, ten take less than 200 ms, none is no trouble', () => {
  const many = Array.from({ length: 11 }, (_, i) => `need-${i}`);
  expect(kemeny(many, pairwise(many, []))).toBeNull();
  const ten = many.slice(0, 10);
  const matrix = pairwise(ten, people(1, ...ten));
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    kemeny(ten, matrix);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(200);
  expect(kemeny([], [])).toEqual({ score: 0, optimal: 1, order: [] });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, i) => permutations(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
}

/** Every order tried. */
function byTrial(alternatives: string[], matrix: PairwiseMatrix): { score: number; orders: string[][] } {
  const scored = permutations([...alternatives.keys()]).map((order) => ({
    order: order.map((place) => alternatives[place]!),
    score: order.reduce((sum, i, at) => sum + order.slice(at + 1).reduce((more, j) => more + matrix[i]![j]!, 0), 0),
  }));
  const score = Math.max(...scored.map((one) => one.score));
  return { score, orders: scored.filter((one) => one.score === score).map(({ order }) => order) };
}

test('the same as trying every order', () => {
  fc.assert(
    fc.property(weakProfiles(5), ({ alternatives, rankings }) => {
      const matrix = pairwise(alternatives, rankings);
      const tried = byTrial(alternatives, matrix);
      const found = kemeny(alternatives, matrix)!;
      expect(found).toMatchObject({ score: tried.score, optimal: tried.orders.length });
      if (tried.orders.length === 1) expect(found.order.flat()).toEqual(tried.orders[0]);
      const winners = new Set(tried.orders.map(([winner]) => winner!));
      for (const winner of winners) expect(found.order[0]).toContain(winner);
    }),
  );
});

test('reversal symmetry: ballots turned round turn the order round', () => {
  fc.assert(
    fc.property(strictProfiles(5), ({ alternatives, rankings }) => {
      const found = kemeny(alternatives, pairwise(alternatives, rankings))!;
      fc.pre(found.optimal === 1);
      const turned = pairwise(
        alternatives,
        rankings.map((ranking) => ranking.slice().reverse()),
      );
      expect(kemeny(alternatives, turned)).toMatchObject({ optimal: 1, order: found.order.slice().reverse() });
    }),
  );
});

test('a Condorcet winner is first alone', () => {
  fc.assert(
    fc.property(weakProfiles(4), ({ alternatives, rankings }) => {
      const matrix = pairwise(alternatives, rankings);
      const winner = condorcetWinner(alternatives, matrix);
      fc.pre(winner !== null);
      expect(kemeny(alternatives, matrix)!.order[0]).toEqual([winner]);
    }),
  );
});
