import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderOf } from '../../shared/counting/order.ts';
import { kindOf } from '../../shared/exercise.ts';
import { mergedNeedId } from '../../shared/need.ts';
import { baselineQuestions, feedbackQuestions } from '../../shared/questions.ts';

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

describe('a rate ballot', () => {
  const rate = (ratings: unknown, settings = {}) => refusal('rate', settings, { kind: 'rate', ratings });

  it('[B2] [B5] gives two grades from one to five, either of which may be missing, and may be empty', () => {
    expect(rate({ 'need-aaa': { importance: 5, satisfaction: 1 }, 'need-bbb': { importance: null, satisfaction: null } })).toBeNull();
    expect(rate({})).toBeNull();
    expect(rate({ 'need-zzz': { importance: 5, satisfaction: 1 } })).toBe('not-an-option');
    const odd = [
      { importance: 0, satisfaction: 1 },
      { importance: 6, satisfaction: 1 },
      { importance: 1 },
      { importance: NaN, satisfaction: 1 },
    ];
    for (const one of [...odd, { importance: 1, satisfaction: 1, more: 1 }, 3, null, [5, 1]])
      expect([one, rate({ 'need-aaa': one })]).toEqual([one, 'unreadable']);
    expect([kindOf('rate')!.settings({}), kindOf('rate')!.settings({ scale: 7 })]).toEqual([{ scale: 5 }, null]);
  });

  it('[T8] counts the same when it is repeated quickly as when it is counted whole, whatever the ballots weigh', () => {
    const rules = kindOf('rate')!.ballot!;
    const grade = fc.option(fc.integer({ min: 1, max: 5 }), { nil: null });
    const ballot = fc.record({
      kind: fc.constant('rate'),
      ratings: fc.dictionary(fc.constantFrom(...options), fc.record({ importance: grade, satisfaction: grade })),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(ballot, fc.integer({ min: 0, max: 3 })), { minLength: 1, maxLength: 9 }), (weighted) => {
        const ballots = weighted.map(([one]) => one);
        const drawn = weighted.flatMap(([one, times]) => Array.from({ length: times }, () => one));
        const terms = { settings: {}, options };
        const ranks = new Map(rules.tally(drawn, terms).options.map(({ needId, rank }) => [needId, rank]));
        const whole = orderOf(options, (needId) => -ranks.get(needId)!);
        expect(rules.weighed!(ballots, terms)(weighted.map(([, times]) => times))).toEqual(whole);
      }),
    );
  });
});

describe('a pledge ballot', () => {
  const pledge = (pledges: unknown) => refusal('pledge', {}, { kind: 'pledge', pledges });

  it('[B2] [B5] offers a hand or the lead for options alone, or for none', () => {
    expect([pledge({ 'need-aaa': 'join', 'need-bbb': 'lead' }), pledge({})]).toEqual([null, null]);
    expect(pledge({ 'need-zzz': 'join' })).toBe('not-an-option');
    for (const odd of [{ 'need-aaa': 'help' }, { 'need-aaa': 1 }, { 'need-aaa': null }, ['need-aaa'], null])
      expect([odd, pledge(odd)]).toEqual([odd, 'unreadable']);
    expect([kindOf('pledge')!.settings({}), kindOf('pledge')!.settings({ more: 1 })]).toEqual([{}, null]);
  });

  it('counts people, and those who would lead among them; whoever would lead a merged need leads the one that stands', () => {
    const { tally, merged } = kindOf('pledge')!.ballot!;
    const ballots = [{ 'need-aaa': 'lead', 'need-bbb': 'join' }, { 'need-aaa': 'join' }, {}].map((pledges) => ({
      kind: 'pledge',
      pledges,
    }));
    const figures = tally(ballots, { settings: {}, options }).options.map(({ people, join, lead, rank, share }) => [
      people,
      join,
      lead,
      rank,
      share,
    ]);
    expect(figures).toEqual([
      [2, 1, 1, 1, 2 / 3],
      [1, 1, 0, 2, 1 / 3],
      [0, 0, 0, 3, 0],
    ]);
    expect(merged(ballots[0], (id) => (id === 'need-aaa' ? 'need-bbb' : id))).toEqual({ kind: 'pledge', pledges: { 'need-bbb': 'lead' } });
  });
});

describe('a survey ballot', () => {
  const survey = (answers: unknown) => refusal('survey', { questions: baselineQuestions }, { kind: 'survey', answers });
  const settings = (questions: unknown) => kindOf('survey')!.settings({ questions });
  const one = { questionId: 'q1', kind: 'single', title: '哪天开会？', options: [{ optionId: 'sat', label: '周六' }] };

  it('[B2] [B5] answers each question in its own way, or not at all', () => {
    expect(survey({ 'turn-to': ['family', 'hotline'], heard: 5, 'took-part': 'never' })).toBeNull();
    expect([survey({}), survey({ heard: null, 'turn-to': [] })]).toEqual([null, null]);
    expect([survey({ nothing: 1 }), survey({ 'took-part': 'daily' }), survey({ 'turn-to': ['friends'] })]).toEqual(
      Array(3).fill('not-an-option'),
    );
    expect([survey({ heard: 'never' }), survey({ 'took-part': 3 }), survey({ 'turn-to': 'family' })]).toEqual(Array(3).fill('bad-input'));
    for (const odd of [
      { heard: 0 },
      { heard: 6 },
      { heard: NaN },
      { heard: 2.5 },
      { 'turn-to': ['family', 'family'] },
      { heard: {} },
      [3],
      null,
    ])
      expect([odd, survey(odd)]).toEqual([odd, 'unreadable']);
  });

  it('[B2] has questions of three sorts, each id once, and options where there is something to choose', () => {
    expect([settings([]), settings([one])]).toEqual([{ questions: [] }, { questions: [one] }]);
    const odd = [
      [one, one],
      [{ ...one, options: undefined }],
      [{ ...one, options: [] }],
      [{ ...one, kind: 'scale' }],
      [{ ...one, kind: 'open' }],
      [{ ...one, title: '' }],
    ];
    for (const questions of odd) expect([questions, settings(questions)]).toEqual([questions, null]);
    expect(settings([...baselineQuestions, ...feedbackQuestions])).not.toBeNull();
  });

  it('counts who chose what of those who came, also where several answers add up to more than all', () => {
    const ballots = [
      { 'turn-to': ['family', 'hotline'], heard: 4 },
      { 'turn-to': ['family'], heard: 1 },
      {},
      { heard: null, 'turn-to': [] },
    ];
    const { options: needs, questions } = kindOf('survey')!.ballot!.tally(
      ballots.map((answers) => ({ kind: 'survey', answers })),
      { settings: { questions: baselineQuestions }, options: [] },
    );
    const told = questions!.map(({ questionId, people, mean, options: answers }) => {
      const chosen = answers.filter((answer) => answer.people > 0).map(({ optionId, share }) => [optionId, share]);
      return { questionId, people, mean, chosen: Object.fromEntries(chosen) as object };
    });
    expect(needs).toEqual([]);
    expect(told).toEqual([
      { questionId: 'turn-to', people: 2, mean: null, chosen: { family: 0.5, hotline: 0.25 } },
      { questionId: 'heard', people: 2, mean: 2.5, chosen: { 1: 0.25, 4: 0.25 } },
      { questionId: 'took-part', people: 0, mean: null, chosen: {} },
    ]);
  });
});

describe('a budget ballot', () => {
  const settings = { budget: 10, costs: { 'need-aaa': 6, 'need-bbb': 4 } };
  const budget = (chosen: unknown) => refusal('budget', settings, { kind: 'budget', chosen });

  it('[B2] [B5] spends no more than there is, on what has a price, or nothing', () => {
    expect([budget(['need-bbb', 'need-aaa']), budget([])]).toEqual([null, null]);
    expect(refusal('budget', { ...settings, budget: 9 }, { kind: 'budget', chosen: ['need-aaa', 'need-bbb'] })).toBe('over-budget');
    expect([budget(['need-ccc']), budget(['need-zzz'])]).toEqual(['not-an-option', 'not-an-option']);
    for (const odd of [['need-aaa', 'need-aaa'], { 'need-aaa': 1 }, [3], null, ['toString']])
      expect([odd, budget(odd)]).toEqual([odd, 'unreadable']);
    for (const odd of [
      { budget: 0 },
      { budget: NaN },
      { costs: { 'need-aaa': 0 } },
      { costs: { 'need-aaa': 1.5 } },
      { costs: null },
      { more: 1 },
    ])
      expect([odd, kindOf('budget')!.settings(odd)]).toEqual([odd, null]);
  });

  it('pays for what a minority has the money for, where the most approved one by one would not', () => {
    const terms = { settings: { budget: 10, costs: { 'need-aaa': 5, 'need-bbb': 4, 'need-ccc': 5 } }, options };
    const many = Array.from({ length: 6 }, () => ({ kind: 'budget', chosen: ['need-aaa', 'need-ccc'] }));
    const few = Array.from({ length: 4 }, () => ({ kind: 'budget', chosen: ['need-bbb'] }));
    const found = kindOf('budget')!.ballot!.tally([...many, ...few], terms);
    const chosenBy = (figure: string) => found.options.filter((option) => option[figure] === true).map(({ needId }) => needId);
    expect(chosenBy('chosenByPeople')).toEqual(['need-aaa', 'need-ccc']);
    expect(chosenBy('chosen')).toHaveLength(2);
    expect(chosenBy('chosen')).toContain('need-bbb');
    expect(found.options.map(({ needId, rank }) => [needId, rank]).sort((a, b) => Number(a[1]) - Number(b[1]))[1]).toEqual(['need-bbb', 2]);
  });
});

describe('a compare ballot', () => {
  const compare = (answers: unknown, settings = {}) => refusal('compare', settings, { kind: 'compare', answers });
  const pair = (a: string, b: string, winner: string | null) => ({ a, b, winner });

  it('[B2] [B5] answers each pair once with one of the two or neither, and may be empty', () => {
    const two = [pair('need-aaa', 'need-bbb', 'need-bbb'), pair('need-bbb', 'need-ccc', null)];
    expect([compare(two), compare([])]).toEqual([null, null]);
    expect(compare(two, { pairsPerPerson: 1 })).toBe('over-budget');
    expect(compare([pair('need-aaa', 'need-zzz', null)])).toBe('not-an-option');
    const odd = [
      pair('need-aaa', 'need-aaa', null),
      pair('need-aaa', 'need-bbb', 'need-ccc'),
      { a: 'need-aaa', winner: null },
      { a: 'need-aaa', b: 'need-bbb' },
      3,
    ];
    for (const one of odd) expect([one, compare([one])]).toEqual([one, 'unreadable']);
    expect(compare([pair('need-aaa', 'need-bbb', null), pair('need-bbb', 'need-aaa', null)])).toBe('unreadable');
    expect(kindOf('compare')!.settings({})).toEqual({ pairsPerPerson: 15 });
  });

  it('once needs are merged a pair of two that are one is no pair, and the first answer to a pair stays', () => {
    const answers = [
      pair('need-aaa', 'need-bbb', 'need-aaa'),
      pair('need-aaa', 'need-ccc', 'need-ccc'),
      pair('need-bbb', 'need-ccc', 'need-bbb'),
    ];
    const merged = kindOf('compare')!.ballot!.merged({ kind: 'compare', answers }, (id) => (id === 'need-bbb' ? 'need-aaa' : id));
    expect(merged).toEqual({ kind: 'compare', answers: [pair('need-aaa', 'need-ccc', 'need-ccc')] });
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
