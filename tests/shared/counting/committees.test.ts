import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { approval, satisfactionApproval } from '../../../shared/counting/approval.ts';
import { equalShares } from '../../../shared/counting/equal-shares.ts';
import { toText } from '../../../shared/counting/fraction.ts';
import { seqPhragmen } from '../../../shared/counting/phragmen.ts';
import { shortList } from '../../../shared/counting/short-list.ts';
import { bestCommittees, firstOnly, sequentialThiele } from '../../../shared/counting/thiele.ts';
import { tieBreakBy, type BrokenTie, type TieBreak } from '../../../shared/counting/tie-break.ts';
import { names } from './profiles.ts';

const byName: TieBreak = (tied) => [...tied].sort()[0]!;
const times = (count: number, ...ballot: string[]) => Array.from({ length: count }, () => ballot);

// M. Lackner and P. Skowron, Multi-Winner Voting with Approval Preferences (2023), running example 2.1.
const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const running = [
  ...times(3, 'a', 'b'),
  ...times(3, 'a', 'c'),
  ...times(2, 'a', 'd'),
  ...times(1, 'b', 'c', 'f'),
  ...times(1, 'e'),
  ...times(1, 'f'),
  ...times(1, 'g'),
];

describe("Lackner and Skowron's running example, k = 4", () => {
  test('approval', () => {
    expect(approval(letters, running)).toEqual({ a: 8, b: 4, c: 4, d: 2, e: 1, f: 2, g: 1, h: 0 });
  });

  test('proportional approval: {a, b, c, f} with 83/6', () => {
    const { score, committees } = bestCommittees(letters, running, 4)!;
    expect(toText(score)).toBe('83/6');
    expect(committees).toEqual([['a', 'b', 'c', 'f']]);
  });

  test('Chamberlin–Courant: {a, e, f, g} serves all twelve', () => {
    const { score, committees } = bestCommittees(letters, running, 4, firstOnly)!;
    expect(toText(score)).toBe('12');
    expect(committees).toEqual([['a', 'e', 'f', 'g']]);
  });

  test('sequential Phragmén: {a, b, c, d}, with the loads of the book', () => {
    const { chosen, loads, rounds } = seqPhragmen(letters, running, { k: 4, tieBreak: byName });
    expect(chosen).toEqual(['a', 'b', 'c', 'd']);
    expect(loads.map(toText)).toEqual(['11/32', '11/32', '11/32', '55/128', '55/128', '55/128', '5/8', '5/8', '55/128', '0', '0', '0']);
    expect(rounds[0]).toMatchObject({ taken: 'a', supporters: 8 });
    expect(toText(rounds[0]!.load)).toBe('1/8');
  });

  test('Equal Shares: a alone can be paid, eight people giving 1/8 each; completed by Phragmén {a, b, c, d}', () => {
    const alone = equalShares(letters, running, { budget: 4, tieBreak: byName });
    const { rounds, left } = alone.payments();
    expect(alone.chosen).toEqual(['a']);
    expect(rounds.map(({ taken, supporters, price }) => [taken, supporters, toText(price)])).toEqual([['a', 8, '1/8']]);
    expect(left.map(toText)).toEqual([...new Array<string>(8).fill('5/24'), ...new Array<string>(4).fill('1/3')]);
    expect(equalShares(letters, running, { budget: 4, completion: 'phragmen', tieBreak: byName }).chosen).toEqual(['a', 'b', 'c', 'd']);
  });
});

test('Thiele by turns may differ: {a, c} is best, {c, d} is what it finds (Lackner and Skowron, example 2.5)', () => {
  const ballots = [...times(3, 'a', 'b'), ...times(6, 'a', 'd'), ...times(4, 'b'), ...times(5, 'c'), ...times(5, 'c', 'd')];
  expect(bestCommittees(['a', 'b', 'c', 'd'], ballots, 2)!.committees).toEqual([['a', 'c']]);
  expect(sequentialThiele(['a', 'b', 'c', 'd'], ballots, { k: 2, tieBreak: byName }).sort()).toEqual(['c', 'd']);
});

test('a bloc of three in ten gets one of three (Janson, arXiv:1611.08826, example 3.7)', () => {
  const ballots = [...times(1034, 'a', 'b', 'c'), ...times(519, 'p', 'q', 'r'), ...times(90, 'a', 'b', 'q'), ...times(90, 'a', 'p', 'q')];
  const all = ['a', 'b', 'c', 'p', 'q', 'r'];
  expect(seqPhragmen(all, ballots, { k: 3, tieBreak: byName }).chosen.sort()).toEqual(['a', 'b', 'q']);
  expect(sequentialThiele(all, ballots, { k: 3, tieBreak: byName }).sort()).toEqual(['a', 'b', 'q']);
  expect(bestCommittees(all, ballots, 3)!.committees).toEqual([['a', 'b', 'q']]);
});

test('a ballot that approves two of four gives each a half (Brams and Kilgour)', () => {
  const scores = satisfactionApproval(['a', 'b', 'c', 'd'], [['a', 'b'], ['a'], []]);
  expect(Object.values(scores).map(toText)).toEqual(['3/2', '1/2', '0', '0']);
});

describe('ties and edges', () => {
  test('[T1] a tie goes to more supporters, then to the lot, and is written down', () => {
    const log: BrokenTie[] = [];
    const tieBreak = tieBreakBy({ a: 1, b: 3, c: 3 }, 'seed', log);
    const taken = tieBreak(['a', 'b', 'c']);
    expect(['b', 'c']).toContain(taken);
    expect(tieBreak(['c', 'b', 'a'])).toBe(taken);
    expect(log).toEqual([
      { tied: ['a', 'b', 'c'], taken },
      { tied: ['c', 'b', 'a'], taken },
    ]);
    const drawn = new Set(Array.from({ length: 50 }, (_, seed) => tieBreakBy({ b: 3, c: 3 }, seed)(['b', 'c'])));
    expect(drawn).toEqual(new Set(['b', 'c']));
  });

  test('what nobody approves is not chosen, and too many wanted is no trouble', () => {
    expect(seqPhragmen(['a', 'b'], [['a']], { k: 2, tieBreak: byName }).chosen).toEqual(['a']);
    expect(equalShares(['a', 'b'], [['a'], []], { budget: 2, completion: 'phragmen', tieBreak: byName }).chosen).toEqual(['a']);
    expect(equalShares(['a'], [], { budget: 1, completion: 'add1', tieBreak: byName }).chosen).toEqual([]);
    expect(sequentialThiele(['a', 'b'], [['a']], { k: 5, tieBreak: byName })).toEqual(['a', 'b']);
    expect(bestCommittees(['a', 'b'], [['a']], 5)!.committees).toEqual([['a', 'b']]);
  });

  test('too many committees to try are not tried', () => {
    const many = Array.from({ length: 60 }, (_, i) => `need-${i}`);
    expect(bestCommittees(many, [many.slice(0, 3)], 30)).toBeNull();
  });

  test('a short-list says who is in because a minority holds together, and how many are left with nothing', () => {
    const ballots = [...times(6, 'a', 'b', 'c'), ...times(3, 'd')];
    const list = shortList(['a', 'b', 'c', 'd'], ballots, 3, byName);
    expect(list.chosen.sort()).toEqual(['a', 'b', 'd']);
    expect(list.plain).toEqual({ chosen: ['a', 'b', 'c'], onTheLine: [] });
    expect(list.byMinority).toEqual(['d']);
    expect(list.leftWithNothing).toEqual({ chosen: 0, plain: 3 });
  });
});

const elections = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.record({
    alternatives: fc.constant(names.slice(0, size) as string[]),
    ballots: fc.array(fc.subarray(names.slice(0, size) as string[]), { minLength: 1, maxLength: 8 }),
    k: fc.integer({ min: 1, max: size }),
  }),
);

function subsets<T>(items: readonly T[]): T[][] {
  return items.reduce<T[][]>((sets, item) => [...sets, ...sets.map((set) => [...set, item])], [[]]);
}

/** Groups large enough for l of the k that agree on l, none of whom got l of what they approve (Aziz et al., Social Choice and Welfare 48, 2017). */
function unjust({ alternatives, ballots, k }: { alternatives: string[]; ballots: string[][]; k: number }, chosen: string[]): string[][] {
  return subsets(alternatives).filter((agreed) => {
    const left = ballots.filter(
      (ballot) => agreed.every((id) => ballot.includes(id)) && ballot.filter((id) => chosen.includes(id)).length < agreed.length,
    );
    return agreed.length > 0 && left.length * k >= agreed.length * ballots.length;
  });
}

describe('extended justified representation', () => {
  test('Equal Shares', () => {
    fc.assert(
      fc.property(elections, (election) => {
        const { chosen } = equalShares(election.alternatives, election.ballots, { budget: election.k, tieBreak: byName });
        expect(chosen.length).toBeLessThanOrEqual(election.k);
        expect(unjust(election, chosen)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('proportional approval', () => {
    fc.assert(
      fc.property(elections, (election) => {
        for (const committee of bestCommittees(election.alternatives, election.ballots, election.k)!.committees) {
          expect(unjust(election, committee)).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test('anonymity and neutrality of the rules by turns, ties apart', () => {
  fc.assert(
    fc.property(elections, ({ alternatives, ballots, k }) => {
      const rename = (id: string) => `new-${id}`;
      const others = ballots.map((ballot) => ballot.map(rename).reverse()).reverse();
      const same = (run: (alternatives: string[], ballots: string[][], tieBreak: TieBreak) => string[]) =>
        expect(run(alternatives.map(rename).reverse(), others, byName).sort()).toEqual(
          run(alternatives, ballots, byName).map(rename).sort(),
        );
      same((ids, given, tieBreak) => sequentialThiele(ids, given, { k, tieBreak }));
      same((ids, given, tieBreak) => seqPhragmen(ids, given, { k, tieBreak }).chosen);
      same((ids, given, tieBreak) => equalShares(ids, given, { budget: k, completion: 'phragmen', tieBreak }).chosen);
    }),
  );
});
