import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kindOf } from '../../shared/exercise.ts';
import type { OptionResult } from '../../shared/tally.ts';
import { lotsIn } from '../../shared/lots.ts';
import { roundStability } from '../../shared/round-stability.ts';

const rules = kindOf('budget')!;
const options = ['need-aaa', 'need-bbb', 'need-ccc', 'need-ddd', 'need-eee'];

/** Prices for all the needs, what there is to spend, and whose wishes within it. */
const meetings = fc
  .record({
    costs: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: options.length, maxLength: options.length }),
    budget: fc.integer({ min: 5, max: 80 }),
    wishes: fc.array(fc.shuffledSubarray(options), { minLength: 1, maxLength: 30 }),
    seed: fc.integer({ min: 0, max: 1000 }),
  })
  .map(({ costs, budget, wishes, seed }) => {
    const prices = Object.fromEntries(options.map((id, i) => [id, costs[i]!]));
    const ballots = wishes.map((wish) => {
      let left = budget;
      return { kind: 'budget', chosen: wish.filter((id) => prices[id]! <= left && (left -= prices[id]!) >= 0) };
    });
    return { prices, ballots, terms: { settings: { budget, costs: prices }, options, seed } };
  });

describe('what a budget ballot may choose', () => {
  it('[B2] fits exactly where it names needs once each that together cost no more than there is', () => {
    const needIds = fc.constantFrom(...options, 'need-zzz');
    fc.assert(
      fc.property(meetings, fc.array(needIds, { maxLength: 6 }), ({ prices, terms }, chosen) => {
        const parsed = rules.ballot!.parse({ kind: 'budget', chosen });
        const cost = chosen.reduce((sum, id) => sum + (prices[id] ?? 0), 0);
        const expected = chosen.includes('need-zzz') ? 'not-an-option' : cost > terms.settings.budget ? 'over-budget' : null;
        if (new Set(chosen).size < chosen.length) expect(parsed).toBeNull();
        else expect(rules.ballot!.refuse(parsed, terms)).toBe(expected);
      }),
    );
  });

  it('[X7] opens where every need in it has a price and one of them can be paid; prices of others are of no consequence', () => {
    const opening = (costs: Record<string, number>, budget = 10) =>
      rules.refuseOpening!({ settings: { budget, costs }, options: ['need-aaa', 'need-bbb'] });
    expect(opening({})).toBe('bad-input');
    expect(opening({ 'need-aaa': 5 })).toBe('bad-input');
    expect(opening({ 'need-aaa': 5, 'need-zzz': 5 })).toBe('bad-input');
    expect(opening({ 'need-aaa': 50, 'need-bbb': 11 })).toBe('over-budget');
    expect(opening({ 'need-aaa': 50, 'need-bbb': 11, 'need-zzz': 1 })).toBe('over-budget');
    expect(opening({ 'need-aaa': 50, 'need-bbb': 10, 'need-zzz': 500 })).toBeNull();
    expect(opening(Object.create({ 'need-aaa': 1, 'need-bbb': 1 }) as Record<string, number>)).toBe('bad-input');
  });
});

describe('what the money pays for', () => {
  it('[T1] [T8] is never more than there is, stands before the rest, and is the same in whatever order the ballots come', () => {
    fc.assert(
      fc.property(meetings, ({ prices, ballots, terms }) => {
        const found = rules.ballot!.tally(ballots, terms);
        for (const mark of ['chosen', 'chosenByPeople']) {
          const cost = found.options.filter((option) => option[mark] === true).reduce((sum, { needId }) => sum + prices[needId]!, 0);
          expect(cost).toBeLessThanOrEqual(terms.settings.budget);
        }
        const chosen = found.options.filter((option) => option['chosen'] === true);
        const others = found.options.filter((option) => option['chosen'] === false);
        const lowest = Math.max(0, ...chosen.map(({ rank }) => rank));
        expect(others.every(({ rank }) => rank > lowest)).toBe(true);
        expect(chosen.every((option) => Number(option['people']) > 0)).toBe(true);
        expect(rules.ballot!.tally([...ballots].reverse(), terms)).toEqual(found);
      }),
      { numRuns: 300 },
    );
  });

  it('[T1] a lot decides only among needs that as many people want, and all of it is told', () => {
    let drawn = 0;
    fc.assert(
      fc.property(meetings, ({ ballots, terms }) => {
        const found = rules.ballot!.tally(ballots, terms);
        const shown = found.options.map((option, i): OptionResult & { number: number } => ({ ...option, number: i + 1 }));
        const peopleOf = (number: number) => shown[number - 1]!['people'];
        for (const { among, drawn: won } of lotsIn(shown)) {
          drawn += 1;
          expect(new Set(among.map(peopleOf)).size).toBe(1);
          expect(among.map((number) => shown[number - 1]!['chosen']).filter(Boolean)).toEqual([true]);
          expect(found.audit!.tieLog.some((line) => line.endsWith(`→ ${shown[won - 1]!.needId}`))).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
    expect(drawn).toBeGreaterThan(0);
  });

  it('a group that has the money for what it wants gets some of it', () => {
    const terms = { settings: { budget: 100, costs: { 'need-aaa': 50, 'need-bbb': 40, 'need-ccc': 50 } }, options: options.slice(0, 3) };
    const many = Array.from({ length: 6 }, () => ({ kind: 'budget', chosen: ['need-aaa', 'need-ccc'] }));
    const few = Array.from({ length: 4 }, () => ({ kind: 'budget', chosen: ['need-bbb'] }));
    const found = rules.ballot!.tally([...many, ...few], terms);
    expect(found.leftWithNothing).toEqual({ shortList: 0, plain: 4 });
    expect(found.options.find(({ needId }) => needId === 'need-bbb')).toMatchObject({
      chosen: true,
      chosenByPeople: false,
      minorityStrong: true,
    });
  });

  it('nobody wants anything: nothing is paid for, and nothing is sure or unsure', () => {
    const terms = { settings: { budget: 9, costs: Object.fromEntries(options.map((id) => [id, 3])) }, options };
    const found = rules.ballot!.tally([{ kind: 'budget', chosen: [] }], terms);
    expect(found.options.map((option) => [option.rank, option['chosen'], option['lostLotTo']])).toEqual(
      options.map(() => [1, false, null]),
    );
    const bodies = [JSON.stringify({ kind: 'budget', chosen: [] })];
    expect(roundStability({ kind: 'budget', ...terms, bodies, seed: 1, draws: 20 })).toMatchObject({ topK: 0, held: 20 });
  });
});

describe('[T4] how sure the bundle is', () => {
  const settings = { budget: 10, costs: Object.fromEntries(options.map((id, i) => [id, i + 2])) };
  const ballot = (...chosen: string[]) => JSON.stringify({ chosen, kind: 'budget' });
  const bodies = [
    ...Array.from({ length: 9 }, () => ballot('need-aaa', 'need-bbb')),
    ...Array.from({ length: 4 }, () => ballot('need-ccc')),
    ...Array.from({ length: 3 }, () => ballot('need-ddd', 'need-aaa')),
  ];
  const round = { kind: 'budget', settings, options, bodies, seed: 11 };

  it('is told of the very needs that are chosen, the same in whatever order ballots come', () => {
    const found = roundStability(round)!;
    const { options: shown } = rules.ballot!.tally(
      bodies.map((body) => rules.ballot!.parse(JSON.parse(body))),
      { settings, options, seed: 11 },
    );
    const chosen = shown.filter((option) => option['chosen'] === true).map(({ needId }) => needId);
    expect(found).toMatchObject({ topK: chosen.length, resamples: 1000, seed: 11 });
    // Whenever the very same are chosen, each of them is.
    for (const needId of chosen) expect(found.places[needId]!.chanceTopK * 1000).toBeGreaterThanOrEqual(found.held - 5);
    expect(roundStability({ ...round, bodies: [...bodies].reverse() })).toEqual(found);
  });

  it('is drawn less often where a count takes long, so that a hall of a thousand takes seconds', () => {
    const many = Array.from({ length: 1000 }, (_, i) => bodies[i % bodies.length]!);
    const needs = [...options, ...Array.from({ length: 25 }, (_, i) => `need-more-${i}`)];
    const costs = Object.fromEntries(needs.map((id, i) => [id, (i % 7) + 1]));
    expect(roundStability({ ...round, options: needs, settings: { budget: 20, costs }, bodies: many })!.resamples).toBe(200);
  });
});
