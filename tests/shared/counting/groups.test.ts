import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pooledChannels } from '../../../shared/counting/channels.ts';
import { groupShares } from '../../../shared/counting/group-shares.ts';
import { suppressedCross, suppressedGroups, type CrossedCell } from '../../../shared/counting/groups.ts';
import { silentGroups, underHeard } from '../../../shared/counting/under-heard.ts';

const k = 10;
const cells = (...people: number[]) => people.map((count, i) => ({ id: `g${i}`, people: count }));
const hiddenOf = (...people: number[]) => Object.fromEntries(suppressedGroups(cells(...people), k));

describe('groups of one question', () => {
  test('large groups are told, empty ones too', () => {
    expect(hiddenOf(12, 30, 0)).toEqual({});
  });

  test('[F82] a group of three is hidden, and the smallest other with it', () => {
    expect(hiddenOf(3, 12, 30)).toEqual({ g0: 'small-group', g1: 'complementary' });
  });

  test('small groups protect each other where they are enough people together', () => {
    expect(hiddenOf(6, 7, 30, 40)).toEqual({ g0: 'small-group', g1: 'small-group' });
    expect(hiddenOf(2, 3, 30, 40)).toEqual({ g0: 'small-group', g1: 'small-group', g2: 'complementary' });
    expect(hiddenOf(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 30, 40)).toMatchObject({ g10: 'complementary' });
  });

  test('[T5] what could only be one thing, for somebody who knows the rules, is hidden among more', () => {
    // One and ten: of eleven people, with one group below ten and one not.
    expect(hiddenOf(1, 10, 30, 40)).toMatchObject({ g2: 'complementary' });
    // Nine and nine: of eighteen people, with both groups below ten.
    expect(hiddenOf(9, 9, 30, 40)).toMatchObject({ g2: 'complementary' });
    // Nine and twelve: of twenty-one people, when the next group is of twelve too.
    expect(hiddenOf(9, 12, 12, 40)).toMatchObject({ g2: 'complementary' });
    expect(hiddenOf(3, 12, 12, 40)).toEqual({ g0: 'small-group', g1: 'complementary' });
  });

  test('[T5] what is hidden for another reason is never hidden alone', () => {
    expect(Object.fromEntries(suppressedGroups(cells(12, 20, 30), k, new Set(['g2'])))).toEqual({
      g2: 'complementary',
      g0: 'complementary',
    });
  });

  test('below twice the least nothing is told', () => {
    expect(hiddenOf(19)).toEqual({ g0: 'small-group' });
    expect(hiddenOf(20)).toEqual({});
    expect(hiddenOf()).toEqual({});
  });
});

/**
 * What somebody who knows all totals and that hidden cells are not empty can know: every way to fill them in, by trial. `lines` are the cells of each
 * total. Returns the cells that are the same in all ways.
 */
function solved(hidden: { id: string; people: number }[], lines: string[][]): string[] {
  const rest = lines.map((line) => line.reduce((sum, id) => sum + (hidden.find((cell) => cell.id === id)?.people ?? 0), 0));
  const seen = hidden.map(() => new Set<number>());
  const fill = (at: number, given: number[]) => {
    if (seen.every((values) => values.size > 1)) return;
    if (at === hidden.length) {
      const fits = lines.every(
        (line, l) => line.reduce((sum, id) => sum + (given[hidden.findIndex((cell) => cell.id === id)] ?? 0), 0) === rest[l],
      );
      if (fits) given.forEach((value, i) => seen[i]!.add(value));
      return;
    }
    const own = hidden[at]!;
    // Near what it is suffices to show that it could be another.
    for (const value of [own.people, own.people - 1, own.people + 1]) if (value >= 1) fill(at + 1, [...given, value]);
  };
  fill(0, []);
  return hidden.filter((_, i) => seen[i]!.size < 2).map(({ id }) => id);
}

describe('attacks with all published cells and totals', () => {
  test('no hidden group can be worked out, and those hidden are k people or everybody', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(25), { minLength: 1, maxLength: 6 }), (people) => {
        const groups = cells(...people);
        const hidden = suppressedGroups(groups, k);
        for (const { id, people: count } of groups) if (count > 0 && count < k) expect(hidden.has(id)).toBe(true);
        const pool = groups.filter(({ id }) => hidden.has(id));
        const isAll = pool.length === groups.filter(({ people: count }) => count > 0).length;
        if (pool.length === 0 || isAll) return;
        expect(pool.reduce((sum, cell) => sum + cell.people, 0)).toBeGreaterThanOrEqual(k);
        expect(solved(pool, [pool.map(({ id }) => id)])).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('no hidden cell of two crossed questions can be worked out', () => {
    const tables = fc.array(fc.array(fc.oneof(fc.nat(12), fc.nat(40)), { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 3 });
    fc.assert(
      fc.property(tables, (table) => {
        const crossed: CrossedCell[] = table.flatMap((row, r) =>
          row.map((people, c) => ({ id: `${r}-${c}`, row: `r${r}`, column: `c${c}`, people })),
        );
        const hidden = suppressedCross(crossed, k);
        for (const { id, people } of crossed) if (people > 0 && people < k) expect(hidden.has(id)).toBe(true);
        const pool = crossed.filter(({ id }) => hidden.has(id));
        if (crossed.every(({ id, people }) => people === 0 || hidden.has(id))) return;
        const lines = [...new Set(pool.map(({ row }) => row)), ...new Set(pool.map(({ column }) => column))];
        expect(
          solved(
            pool,
            lines.map((line) => pool.filter(({ row, column }) => row === line || column === line).map(({ id }) => id)),
          ),
        ).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('no group is shown to be of one mind, and neither are the hidden ones together', () => {
    const rooms = fc.array(
      fc.integer({ min: 0, max: 25 }).chain((people) => fc.record({ people: fc.constant(people), supporters: fc.nat(people) })),
      { minLength: 1, maxLength: 6 },
    );
    fc.assert(
      fc.property(rooms, (given) => {
        const groups = given.map((group, i) => ({ id: `g${i}`, ...group }));
        const figures = groupShares(groups, k);
        const hidden = groups.filter(({ people }, i) => people > 0 && figures[i]!.share === null);
        for (const [i, { share }] of figures.entries()) {
          if (share === null) continue;
          expect(share).toBeGreaterThan(0);
          expect(share).toBeLessThan(1);
          expect(groups[i]!.people).toBeGreaterThanOrEqual(k);
          expect([0, groups[i]!.people]).not.toContain(groups[i]!.supporters);
        }
        if (hidden.length === 0 || figures.every(({ share }) => share === null)) return;
        expect(hidden.length).toBeGreaterThan(1);
        const supporters = hidden.reduce((sum, group) => sum + group.supporters, 0);
        expect(supporters).toBeGreaterThan(0);
        expect(supporters).toBeLessThan(hidden.reduce((sum, group) => sum + group.people, 0));
      }),
      { numRuns: 500 },
    );
  });

  test('channels told and the total never leave fewer than k people between them', () => {
    const counts = fc.record({ phone: fc.nat(40), kiosk: fc.nat(40), paper: fc.nat(15), scribe: fc.nat(15) });
    fc.assert(
      fc.property(counts, (given) => {
        const told = pooledChannels(given, k);
        const total = Object.values(given).reduce((a, b) => a + b, 0);
        if (told === null) return;
        expect(Object.values(told).reduce((a, b) => a + b, 0)).toBe(total);
        for (const count of Object.values(told)) expect(count).toBeGreaterThanOrEqual(k);
      }),
    );
  });
});

test('[T5] shares are rounded, unanimous groups hidden without saying so, and one hidden group is never alone', () => {
  const figures = groupShares(
    [
      { id: 'old', people: 12, supporters: 12 },
      { id: 'young', people: 14, supporters: 5 },
      { id: 'unsaid', people: 20, supporters: 7 },
    ],
    k,
  );
  expect(figures).toEqual([
    { id: 'old', share: null, reason: 'complementary' },
    { id: 'young', share: null, reason: 'complementary' },
    { id: 'unsaid', share: 0.35, reason: null },
  ]);
});

test('under-heard: what a group large enough has in its first three, below the room’s first k', () => {
  const order = [['lamps'], ['lift'], ['park'], ['ramp'], ['bins']];
  const groups = [
    { groupId: 'wheelchairs', people: 11, order: [['ramp'], ['lift'], ['bins'], ['lamps'], ['park']] },
    { groupId: 'few', people: 9, order: [['bins']] },
  ];
  expect(underHeard(order, groups, { k, topK: 3 })).toEqual([
    { id: 'ramp', groupId: 'wheelchairs', rankInGroup: 1, rank: 4 },
    { id: 'bins', groupId: 'wheelchairs', rankInGroup: 3, rank: 5 },
  ]);
});

test('under-heard: where more than three share the first places, the group has not said which', () => {
  const order = [['lamps'], ['lift'], ['park'], ['ramp'], ['bins']];
  const groups = [{ groupId: 'old', people: 12, order: [['ramp'], ['bins', 'lift', 'park']] }];
  expect(underHeard(order, groups, { k, topK: 3 })).toEqual([{ id: 'ramp', groupId: 'old', rankInGroup: 1, rank: 4 }]);
});

test('silent groups are told only where they are large enough', () => {
  const groups = [
    { groupId: 'tenants', people: 12, tookPart: 0 },
    { groupId: 'elders', people: 12, tookPart: 1 },
    { groupId: 'few', people: 3, tookPart: 0 },
  ];
  expect(silentGroups(groups, k)).toEqual(['tenants']);
});
