import { describe, expect, it } from 'vitest';
import { sinceBefore } from '../../client/state/rounds.ts';
import { besidePlain } from '../../client/state/short-list.ts';
import type { Tally } from '../../shared/tally.ts';

/** A count of needs a, b, c …, each with its rank and score, and whether it is proposed to be done first. */
const tally = (rows: [rank: number, score: number, shortListed: boolean][], more: Partial<Tally> = {}): Tally => ({
  exerciseId: 'vote',
  kind: 'dot-vote',
  round: 2,
  ballots: 9,
  channels: null,
  hands: null,
  countedAt: 0,
  method: 'dots',
  alsoBy: [],
  agreement: null,
  stability: null,
  byGroup: [],
  leftWithNothing: { shortList: 1, plain: 4 },
  options: rows.map(([rank, score, shortListed], i) => ({
    needId: 'abcdef'[i]!,
    number: i + 1,
    title: `题 ${i + 1}`,
    rank,
    score,
    tied: rows.filter(([other]) => other === rank).length > 1,
    share: 0,
    shortListed,
  })),
  ...more,
});
const names = (list: { needId: string; isOnlyHere: boolean }[] = []) =>
  list.map(({ needId, isOnlyHere }) => needId + (isOnlyHere ? '!' : ''));

describe('[T11] what is proposed to be done first, beside the plain first three', () => {
  it('says which needs only one of the two has', () => {
    const lists = besidePlain(
      tally([
        [1, 9, true],
        [2, 8, true],
        [3, 7, false],
        [4, 5, true],
      ]),
    );
    expect([names(lists?.plain), names(lists?.proposed), lists?.differs, lists?.isTiedAtCut]).toEqual([
      ['a', 'b', 'c!'],
      ['a', 'b', 'd!'],
      true,
      false,
    ]);
  });

  it('[T1] keeps all that tie at the cut; a list with room for some of them is no other list', () => {
    const lists = besidePlain(
      tally([
        [1, 9, true],
        [2, 8, true],
        [3, 5, true],
        [3, 5, false],
        [5, 1, false],
      ]),
    );
    expect([names(lists?.plain), lists?.isTiedAtCut, lists?.differs]).toEqual([['a', 'b', 'c', 'd!'], true, false]);
  });

  it('says nothing where no list was made, where all are among the first, or where a budget drew the line', () => {
    const four: [number, number, boolean][] = [
      [1, 9, true],
      [2, 8, true],
      [3, 7, true],
      [4, 1, false],
    ];
    const { leftWithNothing: _, ...unlisted } = tally(four);
    const chosen = tally(four);
    chosen.options[0]!['chosen'] = true;
    expect([besidePlain(unlisted), besidePlain(tally(four.slice(0, 3))), besidePlain(chosen)]).toEqual([null, null, null]);
  });
});

describe('the round before', () => {
  const now = tally([
    [2, 5, false],
    [1, 9, true],
  ]);
  it('[X8] stands beside this one, need by need; one that was not asked about then has no place', () => {
    const before = { round: 1, ballots: 12, options: [{ needId: 'a', rank: 1, tied: false }] };
    expect(sinceBefore({ ...now, before })).toEqual({
      round: 1,
      then: 12,
      now: 9,
      rows: [
        { needId: 'b', number: 2, title: '题 2', then: null, now: { rank: 1, tied: false } },
        { needId: 'a', number: 1, title: '题 1', then: { rank: 1, tied: false }, now: { rank: 2, tied: false } },
      ],
    });
  });
  it('is nothing where there was none, or where it gave no order', () =>
    expect([sinceBefore(now), sinceBefore({ ...now, before: { round: 1, ballots: 8, options: [] } })]).toEqual([null, null]));
});
