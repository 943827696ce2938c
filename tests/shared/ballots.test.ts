import { describe, expect, it } from 'vitest';
import { kindOf } from '../../shared/exercise.ts';
import { mergedNeedId } from '../../shared/need.ts';

const options = ['need-aaa', 'need-bbb', 'need-ccc'];

/** Why a ballot of this kind is refused under these settings, `unreadable` where its shape is wrong, null where it fits. */
function refusal(kind: string, settings: Record<string, unknown>, ballot: unknown): string | null {
  const rules = kindOf(kind)!;
  const parsed = rules.ballot!.parse(ballot);
  return parsed === null ? 'unreadable' : rules.ballot!.refuse(parsed, { settings: rules.settings(settings)!, options });
}

describe('a dot-vote ballot', () => {
  const dots = (given: unknown, settings = {}) => refusal('dot-vote', settings, { kind: 'dot-vote', dots: given });

  it('[B2] [F31] fits where its dots are enough and on options alone', () => {
    expect(dots({ 'need-aaa': 3, 'need-bbb': 2 })).toBeNull();
    expect(dots({ 'need-aaa': 3, 'need-bbb': 3 })).toBe('over-budget');
    expect(dots({ 'need-aaa': 4 })).toBe('over-budget');
    expect(dots({ 'need-aaa': 7, 'need-bbb': 3 }, { dots: 10, maxPerNeed: 7 })).toBeNull();
    expect(dots({ 'need-zzz': 1 })).toBe('not-an-option');
    expect(dots({ 'need-zzz': 99, 'need-aaa': 99 })).toBe('not-an-option');
  });

  it('[B5] may be empty', () => {
    expect(dots({})).toBeNull();
  });

  it('[F7] counts in whole numbers from one to ninety-nine', () => {
    for (const n of [0, -0, -1, 1.5, 100, NaN, Infinity, 2 ** 53, '3', true, null, [1], { valueOf: 1 }])
      expect([n, dots({ 'need-aaa': n })]).toEqual([n, 'unreadable']);
    for (const odd of [null, undefined, [], 'x', 3, ['need-aaa'], { short: 1 }, { toString: 1 }])
      expect([odd, dots(odd)]).toEqual([odd, 'unreadable']);
    for (const odd of [{ kind: 'dot-vote', dots: {}, more: 1 }, { kind: 'rank', dots: {} }, { dots: {} }, null, []])
      expect([odd, refusal('dot-vote', {}, odd)]).toEqual([odd, 'unreadable']);
  });

  it('[B2] has settings from one dot to ninety-nine, five and three by default', () => {
    const settings = (given: Record<string, unknown>) => kindOf('dot-vote')!.settings(given);
    expect(settings({})).toEqual({ dots: 5, maxPerNeed: 3 });
    expect(settings({ dots: 99, maxPerNeed: 1 })).toEqual({ dots: 99, maxPerNeed: 1 });
    for (const odd of [{ dots: 0 }, { dots: 100 }, { dots: '5' }, { maxPerNeed: 0 }, { dots: 2.5 }, { colour: 'red' }, { dots: null }])
      expect([odd, settings(odd)]).toEqual([odd, null]);
  });
});

describe('a rank ballot', () => {
  const rank = (ranking: unknown, settings = {}) => refusal('rank', settings, { kind: 'rank', ranking });

  it('[B2] [F32] names options once each, best first, and may stop early', () => {
    expect(rank(['need-ccc', 'need-aaa'])).toBeNull();
    expect(rank(options)).toBeNull();
    expect(rank(options, { rankAtMost: 2 })).toBe('over-budget');
    expect(rank(options, { rankAtMost: null })).toBeNull();
    expect(rank(['need-aaa', 'need-zzz'])).toBe('not-an-option');
    expect(rank(['need-aaa', 'need-aaa'])).toBe('unreadable');
    expect(rank(Array.from({ length: 10_000 }, (_, i) => `need-${i}-long`))).toBe('unreadable');
    for (const odd of [null, 'need-aaa', { 0: 'need-aaa' }, [['need-aaa']], [3], ['toString'], [undefined]])
      expect([odd, rank(odd)]).toEqual([odd, 'unreadable']);
  });

  it('[B5] may be empty', () => {
    expect(rank([])).toBeNull();
  });

  it('[B2] has settings from one place to sixty or all, five by default', () => {
    const settings = (given: Record<string, unknown>) => kindOf('rank')!.settings(given);
    expect(settings({})).toEqual({ rankAtMost: 5 });
    expect([settings({ rankAtMost: null }), settings({ rankAtMost: 60 })]).toEqual([{ rankAtMost: null }, { rankAtMost: 60 }]);
    for (const odd of [{ rankAtMost: 0 }, { rankAtMost: 61 }, { rankAtMost: '5' }, { rank: 1 }])
      expect([odd, settings(odd)]).toEqual([odd, null]);
  });
});

describe('a points ballot', () => {
  const points = (given: unknown, settings = {}) => refusal('points', settings, { kind: 'points', points: given });

  it('[B2] shares out exactly as many as there are, on options alone', () => {
    expect(points({ 'need-aaa': 10 })).toBeNull();
    expect(points({ 'need-aaa': 7, 'need-bbb': 3, 'need-ccc': 0 })).toBeNull();
    expect(points({ 'need-aaa': 7, 'need-bbb': 4 })).toBe('over-budget');
    expect(points({ 'need-aaa': 7, 'need-bbb': 2 })).toBe('bad-input');
    expect(points({ 'need-aaa': 7, 'need-bbb': 2 }, { exact: false })).toBeNull();
    expect(points({ 'need-aaa': 7, 'need-bbb': 4 }, { exact: false })).toBe('over-budget');
    expect(points({ 'need-aaa': 7, 'need-zzz': 3 })).toBe('not-an-option');
    for (const odd of [{ 'need-aaa': -1 }, { 'need-aaa': 2.5 }, { 'need-aaa': NaN }, { 'need-aaa': '10' }, { toString: 10 }, [10], null])
      expect([odd, points(odd)]).toEqual([odd, 'unreadable']);
  });

  it('[B5] may be empty', () => {
    expect(points({})).toBeNull();
    expect(points({}, { exact: false })).toBeNull();
  });

  it('[B2] has settings from one bean to a hundred, ten by default', () => {
    const settings = (given: Record<string, unknown>) => kindOf('points')!.settings(given);
    expect(settings({})).toEqual({ total: 10, exact: true });
    for (const odd of [{ total: 0 }, { total: 101 }, { total: '10' }, { exact: null }, { more: 1 }])
      expect([odd, settings(odd)]).toEqual([odd, null]);
  });
});

it('a collect’s settings are those of the contract, within its limits', () => {
  const settings = (given: Record<string, unknown>) => kindOf('collect')!.settings(given);
  expect(settings({})).toEqual({ notesPerPerson: 5, textMax: 200, concealed: true, hold: false, aboutNeedId: null });
  for (const fine of [{ notesPerPerson: 1, textMax: 20 }, { notesPerPerson: 1000, textMax: 500 }, { aboutNeedId: 'need-aaa' }])
    expect(settings(fine)).toMatchObject(fine);
  for (const odd of [
    { notesPerPerson: 0 },
    { notesPerPerson: 1001 },
    { textMax: 19 },
    { textMax: 501 },
    { concealed: 'yes' },
    { aboutNeedId: 'x' },
    { more: 1 },
  ])
    expect([odd, settings(odd)]).toEqual([odd, null]);
  expect([kindOf('nothing'), kindOf('toString'), kindOf('__proto__')]).toEqual([undefined, undefined, undefined]);
});

describe('mergedNeedId', () => {
  const needs = new Map(
    Object.entries({ a: 'b', b: 'c', c: undefined, x: 'y', y: 'x', z: 'x', self: 'self', lost: 'nobody' }).map(([id, mergedInto]) => [
      id,
      { mergedInto },
    ]),
  );

  it('[G3] follows merges to the need that stands', () => {
    expect(['a', 'b', 'c'].map((id) => mergedNeedId(needs, id))).toEqual(['c', 'c', 'c']);
  });

  it('[G3] counts a circle, itself and a missing target as not merged', () => {
    expect(['x', 'y', 'z', 'self', 'lost', 'unknown'].map((id) => mergedNeedId(needs, id))).toEqual([
      'x',
      'y',
      'z',
      'self',
      'lost',
      'unknown',
    ]);
  });
});
