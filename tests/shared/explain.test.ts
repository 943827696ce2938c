import { describe, expect, test } from 'vitest';
import {
  explainAudit,
  explainLeftOut,
  explainGroups,
  explainHidden,
  explainHeld,
  explainHiddenGroup,
  explainNeed,
  explainPlaces,
  explainShortList,
  explainSilence,
  explainStability,
  explainTie,
} from '../../shared/explain.ts';
import { exerciseKinds, kindOf } from '../../shared/exercise.ts';
import { locales } from '../../shared/refusal.ts';
import { roundStability } from '../../shared/round-stability.ts';
import { suppressionReasons } from '../../shared/need-record/vocabulary.ts';
import { methods, type Tally } from '../../shared/tally.ts';

const needs = ['need_lamps', 'need_lift', 'need_ramp', 'need_park', 'need_bins'];

function tallyOf(kind: string, ballots: object[], options: string[] = needs, given: Record<string, unknown> = {}): Tally {
  const rules = kindOf(kind)!;
  const settings = rules.settings(given)!;
  const { audit: _, ...count } = rules.ballot!.tally(ballots, { settings, options });
  const bodies = ballots.map((ballot) => JSON.stringify(ballot));
  const found = roundStability({ kind, settings, options, bodies, seed: 7, draws: 50 });
  const places: Record<string, object> = found?.places ?? {};
  return {
    ...count,
    exerciseId: kind,
    kind,
    round: 1,
    ballots: ballots.length,
    channels: null,
    hands: null,
    countedAt: 0,
    options: count.options.map((option, i) => ({ ...option, ...places[option.needId], number: i + 1, title: option.needId })),
    stability: found && { topK: found.topK, held: found.held, resamples: found.resamples, droppable: found.droppable, seed: found.seed },
    byGroup: [],
  };
}

const times = (count: number, ballot: object) => Array.from({ length: count }, () => ballot);
const dots = (given: Record<string, number>) => ({ kind: 'dot-vote', dots: given });
const order = (...ranking: string[]) => ({ kind: 'rank', ranking });

const dotTally = tallyOf('dot-vote', [
  ...times(12, dots({ need_lamps: 3, need_lift: 2 })),
  ...times(9, dots({ need_lift: 1, need_park: 2, need_lamps: 1 })),
  ...times(3, dots({ need_bins: 3 })),
]);
const rankTally = tallyOf('rank', [
  ...times(9, order('need_lamps', 'need_lift', 'need_park')),
  ...times(6, order('need_lift', 'need_lamps')),
  ...times(2, order('need_bins')),
]);

const pointsTally = tallyOf('points', [
  ...times(9, { kind: 'points', points: { need_lamps: 6, need_lift: 4 } }),
  ...times(4, { kind: 'points', points: { need_park: 10 } }),
  { kind: 'points', points: {} },
]);

const rateTally = tallyOf('rate', [
  ...times(9, { kind: 'rate', ratings: { need_lamps: { importance: 5, satisfaction: 1 }, need_lift: { importance: 4, satisfaction: 2 } } }),
  ...times(4, {
    kind: 'rate',
    ratings: { need_park: { importance: 3, satisfaction: null }, need_lamps: { importance: 4, satisfaction: 2 } },
  }),
]);

const pledgeTally = tallyOf('pledge', [
  ...times(6, { kind: 'pledge', pledges: { need_lamps: 'join', need_lift: 'lead' } }),
  ...times(2, { kind: 'pledge', pledges: { need_lamps: 'lead' } }),
]);
const budgetTally = tallyOf(
  'budget',
  [
    ...times(9, { kind: 'budget', chosen: ['need_lamps', 'need_lift'] }),
    ...times(6, { kind: 'budget', chosen: ['need_park'] }),
    { kind: 'budget', chosen: [] },
  ],
  needs,
  { budget: 100, costs: { need_lamps: 40, need_lift: 40, need_ramp: 50, need_park: 40, need_bins: 30 } },
);
const compareTally = tallyOf('compare', [
  ...times(6, { kind: 'compare', answers: [{ a: 'need_lamps', b: 'need_lift', winner: 'need_lamps' }] }),
  ...times(3, { kind: 'compare', answers: [{ a: 'need_lift', b: 'need_park', winner: null }] }),
]);
/** Without needs there is nothing to explain. */
const surveyTally = tallyOf('survey', times(5, { kind: 'survey', answers: {} }));

/** A tally of each kind that has ballots. */
const examples: Record<string, Tally> = {
  'dot-vote': dotTally,
  rank: rankTally,
  points: pointsTally,
  rate: rateTally,
  pledge: pledgeTally,
  survey: surveyTally,
  budget: budgetTally,
  compare: compareTally,
};

describe('[T7] why a need is where it is', () => {
  test('by dots', () => {
    expect(needs.map((id) => explainNeed(dotTally, id, 'zh-CN'))).toEqual([
      '24 人里有 21 人支持，共 45 票，比下一件多 12 票。',
      '24 人里有 21 人支持，共 33 票，比下一件多 15 票。',
      '这一次没有人选它。',
      '24 人里有 9 人支持，共 18 票，比下一件多 9 票。',
      '24 人里有 3 人支持，共 9 票，比下一件多 9 票。',
    ]);
    expect(explainNeed(dotTally, 'need_lamps', 'en')).toBe('21 of 24 people gave it 45 dots, 12 dots more than the next.');
    expect(explainNeed(dotTally, 'need_ramp', 'en')).toBe('Nobody chose it this time.');
    expect(explainNeed(dotTally, 'nothing', 'en')).toBe('');
  });

  test('by order of importance, half points and all', () => {
    expect(explainNeed(rankTally, 'need_lamps', 'zh-CN')).toBe('17 人里有 15 人排了它，9 人排在最前，共 57 分，比下一件多 3 分。');
    expect(explainNeed(rankTally, 'need_park', 'en')).toBe('9 of 17 people named it: 27 points, 8.5 points more than the next.');
    expect(explainNeed(tallyOf('rank', times(5, order('need_lamps')), ['need_lamps']), 'need_lamps', 'en')).toBe(
      '5 of 5 people named it, 5 of them first: 0 points.',
    );
  });

  test('every kind that is voted on has a sentence for every need, in every language, that names no method', () => {
    for (const kind of exerciseKinds.filter((one) => kindOf(one)!.ballot)) {
      const tally = examples[kind];
      expect(tally, `${kind} has no example here`).toBeDefined();
      for (const locale of locales)
        for (const { needId } of tally!.options) {
          const sentence = explainNeed(tally!, needId, locale);
          expect(sentence).toMatch(/^([^。.]|\.\d|no\. )+[。.]$/);
          expect(sentence.length).toBeLessThan(90);
          expect(sentence).not.toMatch(/borda|schulze|kemeny|condorcet|phragm|equal shares|孔多塞|波达|你/i);
        }
    }
  });

  const figures = { importance: 4.25, satisfaction: 2, wins: 3, losses: 1, chosen: true };
  const by = (method: (typeof methods)[number], score: number, own: object = figures) => ({
    ...dotTally,
    method,
    options: dotTally.options.map((option, i) => ({ ...option, ...own, score: score / (i + 1) })),
  });

  test.each([
    ['points', 2.5, '24 人里有 21 人给了它，平均每人 2.5 颗，比下一件多 1.3 颗。'],
    ['gap', 2.25, '要紧 4.3 分，满意 2 分，差 2.3 分，比下一件多 1.1 分。'],
    ['bradley-terry', 0.62, '和另一件放在一起，一百次里大约有 62 次选它，比下一件多 31 次。'],
    ['equal-shares', 21, '24 人里有 21 人要它，他们那一份钱合起来够办这一件。'],
    ['counts', 20, '24 人里有 21 人选它，比下一件多 10 人。'],
    ['schulze', 5, '两件两件地比，它胜过 3 件，不及 1 件，是第 1 件。'],
    ['ranked-pairs', 5, '两件两件地比，它胜过 3 件，不及 1 件，是第 1 件。'],
    ['kemeny', 5, '两件两件地比，它胜过 3 件，不及 1 件，是第 1 件。'],
  ] as const)('by %s', (method, score, sentence) => {
    expect(explainNeed(by(method, score), 'need_lamps', 'zh-CN')).toBe(sentence);
    const english = explainNeed(by(method, score), 'need_lamps', 'en');
    expect(english).toMatch(/^[A-Z0-9].*\.$/);
    expect(english).not.toMatch(/borda|schulze|kemeny|condorcet|equal shares|\p{Script=Han}/iu);
  });

  test('where a figure is lacking there is still a sentence', () => {
    for (const method of methods)
      for (const locale of locales) expect(explainNeed({ ...dotTally, method }, 'need_lamps', locale)).toMatch(/[。.]$/);
    expect(explainNeed({ ...dotTally, method: 'gap' }, 'need_lift', 'zh-CN')).toBe('大家合起来，是第 2 件。');
  });

  test('who carries a need together, and why a figure of a file is blank', () => {
    const option = (given: object) => ({ ...dotTally.options[0]!, shortListed: true, ...given });
    expect(explainShortList(option({ carriers: 31, minorityStrong: false }), 'zh-CN')).toBe('这 31 人合起来撑起这一件，建议先办。');
    expect(explainShortList(option({ carriers: 9, minorityStrong: true }), 'en')).toBe(
      'Not many, but urgent: these 9 people together carry it; proposed to be done first.',
    );
    for (const locale of locales) {
      const reasons = suppressionReasons.map((reason) => explainHidden(reason, locale));
      expect(new Set(reasons).size).toBe(suppressionReasons.length);
      for (const sentence of reasons) expect(sentence).toMatch(/[。.]$/);
    }
  });

  test('[T9] of whom nothing was heard', () => {
    const questions = [{ questionId: 'home', title: '住房', options: [{ optionId: 'tenant', label: '租户' }] }];
    const silent = [
      { questionId: 'home', optionId: 'tenant' },
      { questionId: 'home', optionId: 'gone' },
    ];
    expect(explainSilence(silent, questions, { wrote: true, locale: 'zh-CN' })).toEqual(['「租户」在场，这一次还没有人写。']);
    expect(explainSilence(silent, questions, { wrote: false, locale: 'en' })).toEqual([
      '“租户” are in the room, and none of them has voted this time.',
    ]);
  });
});

describe('[T1] [T7] [F85] ties', () => {
  const tied = tallyOf('dot-vote', [...times(5, dots({ need_lamps: 2, need_lift: 1, need_park: 1, need_bins: 1 }))]);

  test('say with whom, and at the cut that all are kept', () => {
    expect(explainNeed(tied, 'need_lift', 'zh-CN')).toBe('5 人里有 5 人支持，共 5 票，和 4 号、5 号 同票。');
    expect(explainNeed(tied, 'need_lift', 'en')).toBe('5 of 5 people gave it 5 dots, level with no. 4, no. 5.');
    expect(explainTie(tied, 'zh-CN')).toBe('2 号、4 号、5 号 同票，都保留。');
    expect(explainStability(tied, 'zh-CN')).toBeNull();
    expect(explainTie(dotTally, 'en')).toBeNull();
  });

  test('where all abstain there is no order, and nothing is said of how sure it is', () => {
    const nothing = tallyOf('dot-vote', times(6, dots({})));
    expect(explainTie(nothing, 'zh-CN')).toBe('几件同票，分不出先后。');
    expect(explainStability(nothing, 'en')).toBeNull();
    expect(explainAudit(nothing, 'en')).toBeNull();
    expect(needs.map((id) => explainNeed(nothing, id, 'en'))).toEqual(needs.map(() => 'Nobody chose it this time.'));
  });
});

describe('[T4] [T7] how sure the first few are', () => {
  test('firm: however many ballots may be taken away', () => {
    const sure = (droppable: number): Tally => ({ ...dotTally, stability: { topK: 3, held: 981, resamples: 1000, droppable, seed: 1 } });
    expect(explainStability(sure(4), 'zh-CN')).toBe('前三件很稳：任意去掉 4 张也不变。');
    expect(explainStability(sure(1), 'en')).toBe('The first 3 are firm: take away any 1 ballot and they stay.');
    expect(explainStability(sure(0), 'zh-CN')).toBe('前三件挨得近，少一张就可能变。');
    expect(explainHeld(sure(4), 'zh-CN')).toBe('换一批人来，一百次里大约有 98 次还是这前三件。');
    expect(explainStability({ ...dotTally, stability: null }, 'en')).toBeNull();
    expect(explainHeld({ ...dotTally, stability: null }, 'en')).toBeNull();
  });

  test('where there are no more needs than come first, nothing is said', () => {
    const three = tallyOf('dot-vote', times(5, dots({ need_lamps: 1 })), ['need_lamps', 'need_lift', 'need_ramp']);
    expect(three.stability).toMatchObject({ topK: 3 });
    expect([explainStability(three, 'en'), explainHeld(three, 'en'), explainAudit(three, 'en')]).toEqual([null, null, null]);
  });

  test('[T7] whom the short-list leaves with nothing, beside the plain first ones; nothing where all stand in it', () => {
    const left = { ...dotTally, leftWithNothing: { shortList: 2, plain: 5 } };
    expect(explainLeftOut(left, 'zh-CN')).toBe('照建议先办的做，有 2 位选了事的人一件也没得到；只做最前三件，有 5 位。');
    expect(explainLeftOut(left, 'en')).toBe(
      'Of those who chose something, 2 get nothing from what is proposed to be done first, and 5 from the plain first 3.',
    );
    const { leftWithNothing: _, ...unlisted } = dotTally;
    expect(explainLeftOut(unlisted, 'en')).toBeNull();
    expect(explainLeftOut({ ...left, options: left.options.slice(0, 3) }, 'en')).toBeNull();
  });

  test('places of one need, and whether another way of counting agrees', () => {
    expect(explainPlaces({ ...dotTally.options[0]!, rankLow: 1, rankHigh: 2 }, 'zh-CN')).toBe('换一批人来，多半在第 1 到第 2 件之间。');
    expect(explainPlaces({ ...dotTally.options[0]!, rankLow: 1, rankHigh: 1 }, 'en')).toBe(
      'With other people in the room, most likely still place 1.',
    );
    expect(explainPlaces({ needId: 'a', number: 1, title: '', rank: 1, tied: false, score: 1, share: 1 }, 'en')).toBeNull();
    expect(explainAudit(dotTally, 'zh-CN')).toBe('换一种算法，前三件也是这几件。');
    const ranks = { need_lamps: 4, need_lift: 1, need_ramp: 2, need_park: 3, need_bins: 5 };
    expect(explainAudit({ ...dotTally, alsoBy: [{ method: 'counts', ranks }] }, 'en')).toBe(
      'Counted another way, the first 3 are not quite the same.',
    );
  });
});

describe('[T7] short-lists and groups', () => {
  test('a need that a few carry together is proposed though others have more', () => {
    const tally = tallyOf('dot-vote', [
      ...times(8, dots({ need_lamps: 1, need_lift: 1, need_park: 1 })),
      ...times(4, dots({ need_ramp: 3 })),
      dots({ need_bins: 1 }),
    ]);
    const said = Object.fromEntries(tally.options.map((option) => [option.needId, explainShortList(option, 'zh-CN')]));
    expect(said['need_ramp']).toBe('人不多，但很急：几个人都指望它，建议先办。');
    expect(said['need_bins']).toBeNull();
    expect(Object.values(said).filter((sentence) => sentence?.endsWith('建议先办。') && !sentence.startsWith('人不多'))).toHaveLength(2);
    expect(explainShortList({ ...tally.options[0]!, shortListed: false, minorityStrong: true }, 'en')).toMatch(/^Not many, but urgent/);
  });

  test('[T5] what a group puts first and the room does not; a hidden group says nothing', () => {
    const questions = [
      {
        questionId: 'age',
        title: '年龄',
        options: [
          { optionId: 'old', label: '六十五岁以上' },
          { optionId: 'young', label: '年轻人' },
        ],
      },
    ];
    const ranks = { need_ramp: 1, need_lamps: 2, need_bins: 3, need_lift: 4, need_park: 4 };
    const tally: Tally = {
      ...dotTally,
      byGroup: [
        { questionId: 'age', optionId: 'old', ballots: 9, suppressed: false, ranks },
        { questionId: 'age', optionId: 'young', ballots: 0, suppressed: true },
      ],
    };
    expect(explainGroups(tally, questions, 'zh-CN')).toEqual([
      '「六十五岁以上」把 3 号排在第 1 件，全场不在前三件。',
      '「六十五岁以上」把 5 号排在第 3 件，全场不在前三件。',
    ]);
    // Three that share the third place are more than three in all: the group has not said which.
    const level = { need_ramp: 1, need_lamps: 2, need_bins: 3, need_lift: 3, need_park: 3 };
    expect(explainGroups({ ...tally, byGroup: [{ ...tally.byGroup[0]!, ranks: level }] }, questions, 'en')).toEqual([
      '“六十五岁以上” put no. 3 in place 1; for the room it is below the first 3.',
    ]);
    expect(explainGroups(tally, [], 'zh-CN')).toEqual([]);
    expect(explainHiddenGroup('en')).toMatch(/not shown/);
  });
});

describe('[T7] what a bundle that money pays for is said to be', () => {
  const lots = [...budgetTally.options].filter((option) => option['lostLotTo'] !== null);
  const won = budgetTally.options.find(({ needId }) => needId === lots[0]!['lostLotTo'])!;

  test('[T1] a lot among needs that as many want is told, by number', () => {
    expect(lots).toHaveLength(1);
    expect([lots[0]!.number, won.number].sort()).toEqual([1, 2]);
    expect(explainTie(budgetTally, 'zh-CN')).toBe(`1 号、2 号 同样多人要，抽签先轮到 ${won.number} 号。`);
    expect(explainTie(budgetTally, 'en')).toBe(`As many want no. 1, no. 2: a lot took no. ${won.number} first.`);
    const options = budgetTally.options.map((option) => ({ ...option, lostLotTo: null }));
    expect(explainTie({ ...budgetTally, options }, 'en')).toBeNull();
  });

  test('why it is in or out, how sure that is, and whom it leaves with nothing beside the most wanted one by one', () => {
    expect(explainNeed(budgetTally, won.needId, 'zh-CN')).toBe('16 人里有 9 人要它，他们那一份钱合起来够办这一件。');
    expect(explainNeed(budgetTally, lots[0]!.needId, 'en')).toMatch(/^9 of 16 people want it, .* does not pay for it\.$/);
    const sureness = { ...budgetTally.stability!, resamples: 100 };
    const sure = (held: number) => ({ ...budgetTally, stability: { ...sureness, held } });
    expect([explainStability(sure(90), 'zh-CN'), explainStability(sure(30), 'zh-CN')]).toEqual([
      '建议先办的这几件比较稳。',
      '建议先办的这几件还说不准：换一批人来，可能不一样。',
    ]);
    expect(explainHeld(sure(30), 'zh-CN')).toBe('换一批人来，一百次里大约有 30 次还是这几件。');
    const none = { ...budgetTally, stability: { ...sureness, topK: 0, held: 100 } };
    expect([explainStability(none, 'en'), explainHeld(none, 'en')]).toEqual([null, null]);
    expect(explainLeftOut(budgetTally, 'zh-CN')).toBe('照建议先办的做，有 0 位选了事的人一件也没得到；按人数一件件挑，有 6 位。');
    expect(explainAudit(budgetTally, 'zh-CN')).toBe('按人数多少一件件挑，不是这几件。');
    const same = budgetTally.options.map((option) => ({ ...option, chosenByPeople: option['chosen'] === true }));
    expect(explainAudit({ ...budgetTally, options: same }, 'en')).toBe('Taking the most wanted one by one gives the same.');
  });
});
