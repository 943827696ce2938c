import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pairwise } from '../../../shared/counting/pairwise.ts';
import { schulze } from '../../../shared/counting/schulze.ts';
import { first, people, raised, renamed, sorted, strictProfiles, weakProfiles, type Profile } from './profiles.ts';

// Worked examples of M. Schulze, The Schulze Method of Voting, arXiv:1804.02973, section 3.
describe("Schulze's examples", () => {
  test('example 1: D', () => {
    const rankings = [
      ...people(8, 'A', 'C', 'D', 'B'),
      ...people(2, 'B', 'A', 'D', 'C'),
      ...people(4, 'C', 'D', 'B', 'A'),
      ...people(4, 'D', 'B', 'A', 'C'),
      ...people(3, 'D', 'C', 'B', 'A'),
    ];
    expect(schulze(['A', 'B', 'C', 'D'], rankings)).toEqual([['D'], ['A'], ['C'], ['B']]);
  });

  test('example 3: E A C B D', () => {
    const rankings = [
      ...people(5, 'A', 'C', 'B', 'E', 'D'),
      ...people(5, 'A', 'D', 'E', 'C', 'B'),
      ...people(8, 'B', 'E', 'D', 'A', 'C'),
      ...people(3, 'C', 'A', 'B', 'E', 'D'),
      ...people(7, 'C', 'A', 'E', 'B', 'D'),
      ...people(2, 'C', 'B', 'A', 'D', 'E'),
      ...people(7, 'D', 'C', 'E', 'B', 'A'),
      ...people(8, 'E', 'B', 'A', 'D', 'C'),
    ];
    const alternatives = ['A', 'B', 'C', 'D', 'E'];
    expect(pairwise(alternatives, rankings)[0]).toEqual([0, 20, 26, 30, 22]);
    expect(schulze(alternatives, rankings)).toEqual([['E'], ['A'], ['C'], ['B'], ['D']]);
  });

  test('[T1] example 4: B and D share the first place', () => {
    const rankings = [
      ...people(3, 'A', 'B', 'C', 'D'),
      ...people(2, 'D', 'A', 'B', 'C'),
      ...people(2, 'D', 'B', 'C', 'A'),
      ...people(2, 'C', 'B', 'D', 'A'),
    ];
    expect(schulze(['A', 'B', 'C', 'D'], rankings)).toEqual([
      ['B', 'D'],
      ['A', 'C'],
    ]);
  });

  test('example 10, ties and short ballots: winning votes elect D, margins elect A', () => {
    const rankings = [
      ...people(6, 'A', 'B', 'C', 'D'),
      ...people(8, 'A=B', 'C=D'),
      ...people(8, 'A=C', 'B=D'),
      ...people(18, 'A=C', 'D', 'B'),
      ...people(8, 'A=C=D', 'B'),
      ...people(40, 'B', 'A=C=D'),
      ...people(4, 'C', 'B', 'D', 'A'),
      ...people(9, 'C', 'D', 'A', 'B'),
      ...people(8, 'C=D', 'A=B'),
      ...people(14, 'D', 'A', 'B', 'C'),
      ...people(11, 'D', 'B', 'C', 'A'),
      ...people(4, 'D', 'C', 'A', 'B'),
    ];
    expect(first(schulze(['A', 'B', 'C', 'D'], rankings))).toEqual(['D']);
    expect(first(schulze(['A', 'B', 'C', 'D'], rankings, { strength: 'margins' }))).toEqual(['A']);
  });
});

describe('short ballots', () => {
  test('what is not named is tied last, or has no opinion of', () => {
    const rankings = [...people(2, 'A'), ...people(3, 'B', 'C'), ...people(2, 'C', 'A')];
    expect(pairwise(['A', 'B', 'C'], rankings)).toEqual([
      [0, 4, 2],
      [3, 0, 3],
      [5, 2, 0],
    ]);
    expect(pairwise(['A', 'B', 'C'], rankings, 'no-opinion')).toEqual([
      [0, 0, 0],
      [0, 0, 3],
      [2, 0, 0],
    ]);
  });

  test('nobody voted, everybody abstained, one alternative', () => {
    expect(schulze(['a', 'b', 'c'], [])).toEqual([['a', 'b', 'c']]);
    expect(schulze(['a', 'b', 'c'], [[], []])).toEqual([['a', 'b', 'c']]);
    expect(schulze(['a'], [[['a']]])).toEqual([['a']]);
    expect(schulze([], [])).toEqual([]);
  });
});

const options = [
  { strength: 'winning-votes', unranked: 'tied-last' },
  { strength: 'margins', unranked: 'tied-last' },
  { strength: 'winning-votes', unranked: 'no-opinion' },
  { strength: 'margins', unranked: 'no-opinion' },
] as const;

describe.each(options)('properties with $strength and $unranked', (option) => {
  const order = ({ alternatives, rankings }: Profile) => schulze(alternatives, rankings, option);
  const beats = ({ alternatives, rankings }: Profile) => {
    const matrix = pairwise(alternatives, rankings, option.unranked);
    return (a: string, b: string) =>
      matrix[alternatives.indexOf(a)]![alternatives.indexOf(b)]! > matrix[alternatives.indexOf(b)]![alternatives.indexOf(a)]!;
  };

  test('anonymity', () => {
    fc.assert(
      fc.property(weakProfiles(), (p) => {
        expect(order({ ...p, rankings: p.rankings.slice().reverse() })).toEqual(order(p));
      }),
    );
  });

  test('neutrality', () => {
    fc.assert(
      fc.property(weakProfiles(), (p) => {
        const name = (id: string) => `new-${id}`;
        const other = { alternatives: p.alternatives.map(name).reverse(), rankings: p.rankings.map((ranking) => renamed(ranking, name)) };
        expect(sorted(order(other))).toEqual(sorted(renamed(order(p), name)));
      }),
    );
  });

  test('Condorcet: who beats everybody is first alone, who loses to everybody is last alone', () => {
    fc.assert(
      fc.property(weakProfiles(4), (p) => {
        const isBeating = beats(p);
        const rest = (id: string) => p.alternatives.filter((other) => other !== id);
        const winner = p.alternatives.find((id) => rest(id).every((other) => isBeating(id, other)));
        const loser = p.alternatives.find((id) => rest(id).every((other) => isBeating(other, id)));
        if (winner !== undefined) expect(order(p)[0]).toEqual([winner]);
        if (loser !== undefined) expect(order(p).at(-1)).toEqual([loser]);
      }),
    );
  });

  test('Smith: if everybody in a set beats everybody outside it, the set comes first', () => {
    fc.assert(
      fc.property(weakProfiles(4), fc.integer({ min: 1, max: 14 }), (p, mask) => {
        const inside = p.alternatives.filter((_, i) => (mask >> i) & 1);
        const outside = p.alternatives.filter((id) => !inside.includes(id));
        const isBeating = beats(p);
        fc.pre(inside.length > 0 && outside.length > 0 && inside.every((a) => outside.every((b) => isBeating(a, b))));
        expect(order(p).flat().slice(0, inside.length).sort()).toEqual(inside);
      }),
    );
  });

  test('reversal symmetry: who is first alone is not first when every ballot is turned round', () => {
    fc.assert(
      fc.property(strictProfiles(), ({ alternatives, rankings }) => {
        const winners = first(schulze(alternatives, rankings, option));
        fc.pre(winners.length === 1);
        const turned = rankings.map((ranking) => ranking.slice().reverse());
        expect(first(schulze(alternatives, turned, option))).not.toContain(winners[0]);
      }),
    );
  });
});

test('monotonicity: a winner who is raised stays a winner', () => {
  fc.assert(
    fc.property(weakProfiles(), fc.nat(), ({ alternatives, rankings }, who) => {
      const winner = schulze(alternatives, rankings)[0]![0]!;
      const changed = rankings.map((ranking, i) => (i === who % rankings.length ? raised(ranking, winner) : ranking));
      expect(first(schulze(alternatives, changed))).toContain(winner);
    }),
  );
});

test('clone independence: a twin beside an alternative on every ballot changes no other result', () => {
  fc.assert(
    fc.property(
      weakProfiles(4),
      fc.nat(),
      fc.array(fc.constantFrom('before', 'beside', 'after'), { minLength: 9, maxLength: 9 }),
      (p, which, sides) => {
        const original = p.alternatives[which % p.alternatives.length]!;
        const cloned = p.rankings.map((ranking, i) =>
          ranking.flatMap((group) => {
            if (!group.includes(original)) return [group];
            const side = sides[i % sides.length]!;
            // Only where nobody is tied with the original can one of the twins come first without passing somebody else.
            if (side === 'beside' || group.length > 1) return [[...group, 'twin']];
            return side === 'before' ? [['twin'], group] : [group, ['twin']];
          }),
        );
        const withTwin = schulze([...p.alternatives, 'twin'], cloned);
        const before = first(schulze(p.alternatives, p.rankings));
        const after = first(withTwin);
        for (const id of p.alternatives) if (id !== original) expect(after.includes(id)).toBe(before.includes(id));
        expect(after.includes(original) || after.includes('twin')).toBe(before.includes(original));
      },
    ),
  );
});

test('1,000 ballots over 30 alternatives take less than 50 ms', () => {
  const alternatives = Array.from({ length: 30 }, (_, i) => `need-${i}`);
  const rankings = Array.from({ length: 1000 }, (_, voter) => alternatives.map((_, i) => [alternatives[(i * 7 + voter * 11) % 30]!]));
  schulze(alternatives, rankings);
  const times = Array.from({ length: 5 }, () => {
    const start = performance.now();
    schulze(alternatives, rankings);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(50);
});
