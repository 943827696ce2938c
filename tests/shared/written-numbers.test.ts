import { describe, expect, it } from 'vitest';
import { kindOf } from '../../shared/exercise.ts';
import { readNumbers } from '../../shared/written-numbers.ts';

const options = [
  { needId: 'need-aaa', number: 1 },
  { needId: 'need-bbb', number: 2 },
  { needId: 'need-ccc', number: 12 },
];
const needIds = options.map(({ needId }) => needId);

/** What numbers become in an exercise of this kind: the ballot and whether it fits; 'no shape' where they make none. */
function made(kind: string, typed: string, settings: Record<string, unknown>): unknown {
  const rules = kindOf(kind)!.ballot!;
  const ballot = rules.parse(rules.fromNumbers!(readNumbers(typed, options).written));
  return ballot === null ? 'no shape' : [ballot, rules.refuse(ballot, { settings, options: needIds })];
}

describe('numbers off a slip', () => {
  it('[B15] are read in their order, however they are parted, wide or not', () => {
    const written = [
      { needId: 'need-aaa', times: 1 },
      { needId: 'need-ccc', times: 1 },
      { needId: 'need-bbb', times: 4 },
    ];
    for (const typed of ['1 12 2x4', '1、12，2*4', ' １ １２ ２×４ ', '1,12,2X4,'])
      expect([typed, readNumbers(typed, options)]).toEqual([typed, { written, wrong: null }]);
    expect(readNumbers('', options)).toEqual({ written: [], wrong: null });
  });

  it('[B22] a plus is a circle around the number; only where one may lead does it mean anything', () => {
    expect(readNumbers('1＋ 2', options)).toEqual({
      written: [
        { needId: 'need-aaa', times: 1, isCircled: true },
        { needId: 'need-bbb', times: 1 },
      ],
      wrong: null,
    });
    for (const typed of ['1++', '+1', '1+2', '1x2+']) expect([typed, readNumbers(typed, options).wrong]).toEqual([typed, typed]);
    expect(['dot-vote', 'rank', 'points', 'budget', 'pledge'].filter((kind) => kindOf(kind)!.ballot!.takesCircles)).toEqual(['pledge']);
  });

  it('[B15] name the first that is no number of an option', () => {
    for (const [typed, wrong] of [
      ['1 3', '3'],
      ['1 x 2', 'x'],
      ['112 9', '112'],
      ['-1', '-1'],
      ['2x0', '2x0'],
      ['1e1', '1e1'],
    ])
      expect([typed, readNumbers(typed!, options).wrong]).toEqual([typed, wrong]);
  });

  it.each([
    ['dot-vote', '1 1 12', { dots: 5, maxPerNeed: 3 }, [{ kind: 'dot-vote', dots: { 'need-aaa': 2, 'need-ccc': 1 } }, null]],
    ['dot-vote', '1 1 1 1', { dots: 5, maxPerNeed: 3 }, [{ kind: 'dot-vote', dots: { 'need-aaa': 4 } }, 'over-budget']],
    ['dot-vote', '', { dots: 5, maxPerNeed: 3 }, [{ kind: 'dot-vote', dots: {} }, null]],
    ['rank', '12 1', { rankAtMost: 5 }, [{ kind: 'rank', ranking: ['need-ccc', 'need-aaa'] }, null]],
    ['rank', '12 1 12', { rankAtMost: 5 }, 'no shape'],
    ['rank', '12 1', { rankAtMost: 1 }, [{ kind: 'rank', ranking: ['need-ccc', 'need-aaa'] }, 'over-budget']],
    ['points', '1x6 2x4', { total: 10, exact: true }, [{ kind: 'points', points: { 'need-aaa': 6, 'need-bbb': 4 } }, null]],
    ['points', '1x6 2x3', { total: 10, exact: true }, [{ kind: 'points', points: { 'need-aaa': 6, 'need-bbb': 3 } }, 'bad-input']],
    ['pledge', '2 1', {}, [{ kind: 'pledge', pledges: { 'need-bbb': 'join', 'need-aaa': 'join' } }, null]],
    ['pledge', '2+ 1 ２＋ 12', {}, [{ kind: 'pledge', pledges: { 'need-bbb': 'lead', 'need-aaa': 'join', 'need-ccc': 'join' } }, null]],
    ['pledge', '2 2+', {}, [{ kind: 'pledge', pledges: { 'need-bbb': 'lead' } }, null]],
    [
      'budget',
      '1 12',
      { budget: 100, costs: { 'need-aaa': 60, 'need-bbb': 60, 'need-ccc': 40 } },
      [{ kind: 'budget', chosen: ['need-aaa', 'need-ccc'] }, null],
    ],
    [
      'budget',
      '1 2',
      { budget: 100, costs: { 'need-aaa': 60, 'need-bbb': 60, 'need-ccc': 40 } },
      [{ kind: 'budget', chosen: ['need-aaa', 'need-bbb'] }, 'over-budget'],
    ],
  ])('[B15] make a ballot of %s: %s', (kind, typed, settings, wanted) => {
    expect(made(kind, typed, settings)).toEqual(wanted);
  });

  it('[B15] cannot say what is rated, compared or answered', () => {
    for (const kind of ['rate', 'compare', 'survey']) expect([kind, kindOf(kind)!.ballot!.fromNumbers]).toEqual([kind, undefined]);
  });
});
