import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { borda } from '../../../shared/counting/borda.ts';
import { add, compare, fractionOf, toText, zero, type Fraction } from '../../../shared/counting/fraction.ts';
import { people, raised, strictProfiles, weakProfiles } from './profiles.ts';

const texts = (scores: Record<string, Fraction>) => Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, toText(score)]));

// The capital of Tennessee, https://en.wikipedia.org/wiki/Condorcet_method
const tennessee = [
  ...people(42, 'Memphis', 'Nashville', 'Chattanooga', 'Knoxville'),
  ...people(26, 'Nashville', 'Chattanooga', 'Knoxville', 'Memphis'),
  ...people(15, 'Chattanooga', 'Knoxville', 'Nashville', 'Memphis'),
  ...people(17, 'Knoxville', 'Chattanooga', 'Nashville', 'Memphis'),
];
const cities = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville'];

describe('published scores', () => {
  test('Tennessee with base 0 and base 1', () => {
    expect(texts(borda(cities, tennessee))).toEqual({ Memphis: '126', Nashville: '194', Chattanooga: '173', Knoxville: '107' });
    expect(texts(borda(cities, tennessee, { base: 1 }))).toEqual({
      Memphis: '226',
      Nashville: '294',
      Chattanooga: '273',
      Knoxville: '207',
    });
  });

  test('[T2] a ballot that names one of three gives the others a half each (base 0), 3/2 (base 1), or nothing', () => {
    const short = people(1, 'A');
    expect(texts(borda(['A', 'B', 'C'], short))).toEqual({ A: '2', B: '1/2', C: '1/2' });
    expect(texts(borda(['A', 'B', 'C'], short, { base: 1 }))).toEqual({ A: '3', B: '3/2', C: '3/2' });
    expect(texts(borda(['A', 'B', 'C'], short, { base: 1, truncated: 'zero' }))).toEqual({ A: '3', B: '0', C: '0' });
    expect(texts(borda(['A', 'B', 'C'], short, { base: 1, truncated: 'own-length' }))).toEqual({ A: '1', B: '0', C: '0' });
  });

  test('a majority favourite may lose: 51 A C B D against the rest, https://en.wikipedia.org/wiki/Borda_count', () => {
    const rankings = [
      ...people(51, 'A', 'C', 'B', 'D'),
      ...people(5, 'C', 'B', 'D', 'A'),
      ...people(23, 'B', 'C', 'D', 'A'),
      ...people(21, 'D', 'C', 'B', 'A'),
    ];
    expect(texts(borda(['A', 'B', 'C', 'D'], rankings))).toEqual({ A: '153', B: '151', C: '205', D: '91' });
  });
});

describe('[T2] short and tied ballots', () => {
  test('an empty ballot gives everybody the same', () => {
    expect(texts(borda(['a', 'b', 'c', 'd'], [[]]))).toEqual({ a: '3/2', b: '3/2', c: '3/2', d: '3/2' });
  });

  test('naming the rest as tied last is the same as not naming it', () => {
    fc.assert(
      fc.property(weakProfiles(), ({ alternatives, rankings }) => {
        const completed = rankings.map((ranking) => {
          const rest = alternatives.filter((id) => !ranking.flat().includes(id));
          return rest.length > 0 ? [...ranking, rest] : ranking;
        });
        expect(borda(alternatives, completed)).toEqual(borda(alternatives, rankings));
      }),
    );
  });

  test('what is no alternative and what is named again is left out', () => {
    expect(borda(['a', 'b'], [[['x'], ['b'], ['b', 'a'], []]])).toEqual(borda(['a', 'b'], [[['b'], ['a']]]));
  });

  test('every ballot gives out n(n-1)/2 points, however short', () => {
    fc.assert(
      fc.property(weakProfiles(), ({ alternatives, rankings }) => {
        const given = Object.values(borda(alternatives, rankings)).reduce(add, zero);
        expect(given).toEqual(fractionOf((rankings.length * alternatives.length * (alternatives.length - 1)) / 2));
      }),
    );
  });
});

describe('properties', () => {
  test('anonymity: the order of the ballots is of no consequence', () => {
    fc.assert(
      fc.property(weakProfiles(), ({ alternatives, rankings }) => {
        expect(borda(alternatives, rankings.slice().reverse())).toEqual(borda(alternatives, rankings));
      }),
    );
  });

  test('neutrality: other names and another order of the alternatives change only the names', () => {
    fc.assert(
      fc.property(weakProfiles(), ({ alternatives, rankings }) => {
        const other = (id: string) => `new-${id}`;
        const scores = borda(alternatives, rankings);
        const renamed = borda(
          alternatives.map(other).reverse(),
          rankings.map((ranking) => ranking.map((group) => group.map(other).reverse())),
        );
        for (const id of alternatives) expect(renamed[other(id)]).toEqual(scores[id]);
      }),
    );
  });

  test('monotonicity: raised by one person, an alternative never loses points nor does another gain on it', () => {
    fc.assert(
      fc.property(weakProfiles(), fc.nat(), fc.nat(), ({ alternatives, rankings }, who, which) => {
        const id = alternatives[which % alternatives.length]!;
        const changed = rankings.map((ranking, i) => (i === who % rankings.length ? raised(ranking, id) : ranking));
        const before = borda(alternatives, rankings);
        const after = borda(alternatives, changed);
        for (const other of alternatives) {
          if (compare(before[id]!, before[other]!) >= 0) expect(compare(after[id]!, after[other]!)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('the last of everybody is never first (Condorcet losers never win)', () => {
    fc.assert(
      fc.property(strictProfiles(), ({ alternatives, rankings }) => {
        const loser = alternatives.find((id) =>
          alternatives.every(
            (other) => other === id || 2 * rankings.filter((r) => r.flat().indexOf(id) < r.flat().indexOf(other)).length < rankings.length,
          ),
        );
        fc.pre(loser !== undefined);
        const scores = borda(alternatives, rankings);
        expect(alternatives.some((id) => compare(scores[id]!, scores[loser]!) > 0)).toBe(true);
      }),
    );
  });
});
