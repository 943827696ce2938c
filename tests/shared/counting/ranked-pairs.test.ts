import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { condorcetWinner, smithSet } from '../../../shared/counting/condorcet.ts';
import { pairwise, strengthsOf } from '../../../shared/counting/pairwise.ts';
import { rankedPairs } from '../../../shared/counting/ranked-pairs.ts';
import { first, people, raised, renamed, sorted, strictProfiles, weakProfiles, type Profile } from './profiles.ts';

describe('published orders', () => {
  test('Tideman (1987), example 5: v w x y z', () => {
    const rankings = [
      ...people(7, 'v', 'w', 'x', 'y', 'z'),
      ...people(3, 'z', 'y', 'v', 'w', 'x'),
      ...people(6, 'y', 'z', 'w', 'x', 'v'),
      ...people(3, 'w', 'x', 'v', 'z', 'y'),
      ...people(5, 'z', 'x', 'v', 'w', 'y'),
      ...people(3, 'y', 'x', 'v', 'w', 'z'),
    ];
    expect(rankedPairs(['v', 'w', 'x', 'y', 'z'], rankings)).toEqual([['v'], ['w'], ['x'], ['y'], ['z']]);
  });

  test('a circle of 40, 35 and 25: its weakest victory gives way', () => {
    const rankings = [...people(40, 'A', 'B', 'C'), ...people(35, 'B', 'C', 'A'), ...people(25, 'C', 'A', 'B')];
    expect(rankedPairs(['A', 'B', 'C'], rankings)).toEqual([['A'], ['B'], ['C']]);
  });

  test('short ballots read as no opinion, https://en.wikipedia.org/wiki/Ranked_pairs', () => {
    const rankings = [...people(68, 'A', 'B'), ...people(72, 'B', 'C'), ...people(52, 'C', 'A')];
    expect(first(rankedPairs(['A', 'B', 'C'], rankings, { unranked: 'no-opinion' }))).toEqual(['A']);
    expect(first(rankedPairs(['A', 'B', 'C'], rankings))).not.toEqual(['A']);
  });

  test('[T1] where either of two equal victories may give way, whoever can win by that is first with the others', () => {
    // Schulze (arXiv:1804.02973), example 6.
    const rankings = [
      ...people(8, 'A', 'C', 'D', 'B'),
      ...people(2, 'B', 'C', 'D', 'A'),
      ...people(3, 'B', 'D', 'A', 'C'),
      ...people(5, 'C', 'B', 'D', 'A'),
      ...people(1, 'C', 'D', 'B', 'A'),
      ...people(3, 'D', 'A', 'B', 'C'),
      ...people(1, 'D', 'B', 'A', 'C'),
    ];
    expect(rankedPairs(['A', 'B', 'C', 'D'], rankings)).toEqual([['A', 'C'], ['D'], ['B']]);
  });
});

test('forty alternatives, two of them from either end in a circle with one from the middle', () => {
  const ids = Array.from({ length: 40 }, (_, i) => `need-${i}`);
  const rest = ids.filter((_, i) => ![0, 20, 39].includes(i));
  const [a, b, c] = [ids[39]!, ids[0]!, ids[20]!];
  const rankings = [...people(40, a, b, c, ...rest), ...people(35, b, c, a, ...rest), ...people(25, c, a, b, ...rest)];
  expect(rankedPairs(ids, rankings)).toEqual([[a], [b], [c], ...rest.map((id) => [id])]);
});

/** No two pairs are equally strong, and none is tied: the case that Tideman's theorems are about. */
function isWithoutTies({ alternatives, rankings }: Profile): boolean {
  const victories = strengthsOf(pairwise(alternatives, rankings), 'winning-votes').flatMap((row, i) =>
    row.filter((_, j) => j > i).map(Math.abs),
  );
  return !victories.includes(0) && new Set(victories).size === victories.length;
}

describe('properties', () => {
  const order = ({ alternatives, rankings }: Profile) => rankedPairs(alternatives, rankings);

  test('anonymity and neutrality', () => {
    fc.assert(
      fc.property(weakProfiles(), (p) => {
        const name = (id: string) => `new-${id}`;
        const other = { alternatives: p.alternatives.map(name).reverse(), rankings: p.rankings.map((r) => renamed(r, name)).reverse() };
        expect(sorted(order(other))).toEqual(sorted(renamed(order(p), name)));
      }),
    );
  });

  test('Condorcet winners are first alone, and the Smith set comes before the rest', () => {
    fc.assert(
      fc.property(weakProfiles(), (p) => {
        const matrix = pairwise(p.alternatives, p.rankings);
        const winner = condorcetWinner(p.alternatives, matrix);
        if (winner !== null) expect(order(p)[0]).toEqual([winner]);
        const smith = smithSet(p.alternatives, matrix);
        expect(order(p).flat().slice(0, smith.length).sort()).toEqual(smith);
      }),
    );
  });

  test('monotonicity: a winner who is raised stays a winner', () => {
    fc.assert(
      fc.property(weakProfiles(4), fc.nat(), (p, who) => {
        const winner = order(p)[0]![0]!;
        const changed = {
          ...p,
          rankings: p.rankings.map((ranking, i) => (i === who % p.rankings.length ? raised(ranking, winner) : ranking)),
        };
        fc.pre(isWithoutTies(p) && isWithoutTies(changed));
        expect(first(order(changed))).toContain(winner);
      }),
    );
  });

  test('clone independence: a twin right behind an alternative on every ballot changes no other result', () => {
    fc.assert(
      fc.property(strictProfiles(4, 15), fc.nat(), (p, which) => {
        fc.pre(isWithoutTies(p));
        const original = p.alternatives[which % p.alternatives.length]!;
        const cloned = p.rankings.map((ranking) => ranking.flatMap((group) => (group.includes(original) ? [group, ['twin']] : [group])));
        const before = first(order(p));
        const after = first(rankedPairs([...p.alternatives, 'twin'], cloned));
        expect(after).toEqual(before);
      }),
    );
  });
});
