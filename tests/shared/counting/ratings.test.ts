import { describe, expect, test } from 'vitest';
import { groupInformedConsensus } from '../../../shared/counting/consensus.ts';
import { toText } from '../../../shared/counting/fraction.ts';
import { countPoints } from '../../../shared/counting/points.ts';
import { countRatings } from '../../../shared/counting/ratings.ts';

describe('importance and satisfaction', () => {
  const needs = ['lamps', 'lift', 'park', 'bins'];
  const rated = (importance: number | null, satisfaction: number | null) => ({ importance, satisfaction });
  const ballots = [
    { lamps: rated(5, 1), lift: rated(4, 4), park: rated(2, 2), bins: rated(1, 5) },
    { lamps: rated(4, 2), lift: rated(5, 5), park: rated(2, null), bins: rated(2, 4) },
    { lamps: rated(5, null) },
  ];
  const count = countRatings(needs, ballots);

  test('means are of those who answered, exactly', () => {
    expect(toText(count['lamps']!.importance!)).toBe('14/3');
    expect(toText(count['lamps']!.satisfaction!)).toBe('3/2');
    expect(toText(count['lamps']!.gap!)).toBe('19/6');
    expect(count['lamps']!.people).toBe(3);
    expect(toText(count['bins']!.gap!)).toBe('-3');
  });

  test('quadrants are split at the medians (Martilla and James 1977)', () => {
    expect(needs.map((id) => count[id]!.quadrant)).toEqual(['act', 'keep', 'later', 'enough']);
  });

  test('importance times the part who are not satisfied', () => {
    expect(toText(count['lamps']!.weighted!)).toBe('14/3');
    expect(toText(count['lift']!.weighted!)).toBe('0');
  });

  test('what nobody rated has no figure, and neither has half of an answer', () => {
    const few = countRatings(['a', 'b'], [{ a: rated(3, null) }]);
    expect(few['a']).toMatchObject({ satisfaction: null, gap: null, quadrant: null, people: 1 });
    expect(few['b']).toMatchObject({ importance: null, people: 0 });
    expect(countRatings([], [])).toEqual({});
  });
});

test('points: means over everybody, and parts that add up to one', () => {
  const counts = countPoints(['a', 'b'], [{ a: 7, b: 3 }, { a: 10 }, {}]);
  expect(counts['a']).toMatchObject({ sum: 17, people: 2 });
  expect(toText(counts['a']!.mean)).toBe('17/3');
  expect(toText(counts['a']!.part)).toBe('17/20');
  expect(toText(counts['b']!.part)).toBe('3/20');
  expect(toText(countPoints(['a'], [])['a']!.mean)).toBe('0');
});

test('consensus is high only where every group agrees', () => {
  const both = groupInformedConsensus([
    { agree: 8, seen: 8 },
    { agree: 18, seen: 18 },
  ]);
  const one = groupInformedConsensus([
    { agree: 8, seen: 8 },
    { agree: 0, seen: 18 },
  ]);
  expect(toText(both)).toBe('171/200');
  expect(toText(one)).toBe('9/200');
  expect(toText(groupInformedConsensus([]))).toBe('1');
});
