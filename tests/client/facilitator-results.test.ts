import { describe, expect, it } from 'vitest';
import { chunk, cutText, packPages, partsOf, type Group } from '../../client/projector/columns.ts';
import { doesAuditAgree, isTiedAtCut, pagesOf, rowsOf } from '../../client/state/results.ts';
import type { Tally } from '../../shared/tally.ts';

const group = (id: string, heights: number[], headHeight = 10): Group => ({
  id,
  headHeight,
  items: heights.map((height, i) => ({ id: `${id}${i}`, height })),
});

describe('the wall, page by page', () => {
  it('gives a need a column, and lets a small one share it only whole', () => {
    expect(packPages([group('a', [20, 20]), group('b', [20]), group('c', [30, 30])], [100, 100])).toEqual([
      [
        [
          { groupId: 'a', itemIds: ['a0', 'a1'], isContinued: false },
          { groupId: 'b', itemIds: ['b0'], isContinued: false },
        ],
        [{ groupId: 'c', itemIds: ['c0', 'c1'], isContinued: false }],
      ],
    ]);
  });

  it('shows as many needs as there are columns, and what is left of them on the next page', () => {
    expect(packPages([group('a', [40, 40, 40, 40, 40]), group('b', [30]), group('c', [80])], [100, 60])).toEqual([
      [[{ groupId: 'a', itemIds: ['a0', 'a1'], isContinued: false }], [{ groupId: 'b', itemIds: ['b0'], isContinued: false }]],
      [[{ groupId: 'a', itemIds: ['a2', 'a3'], isContinued: true }], [{ groupId: 'a', itemIds: ['a4'], isContinued: true }]],
      [[{ groupId: 'c', itemIds: ['c0'], isContinued: false }], []],
    ]);
  });

  it('lets a need go on beside itself where nobody else waits', () => {
    expect(packPages([group('a', [40, 40, 40])], [100, 60])).toEqual([
      [[{ groupId: 'a', itemIds: ['a0', 'a1'], isContinued: false }], [{ groupId: 'a', itemIds: ['a2'], isContinued: true }]],
    ]);
  });

  it('leaves a short column empty where nothing fits into it', () => {
    expect(packPages([group('a', [80]), group('b', [80])], [100, 50]).map((page) => page.map((column) => column.length))).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('loses no note, however tall', () => {
    const groups = [group('a', [500, 20, 300]), group('b', [90, 90, 90])];
    const ids = packPages(groups, [100, 40])
      .flat(2)
      .flatMap((piece) => piece.itemIds);
    expect([...ids].sort()).toEqual(groups.flatMap(({ items }) => items.map(({ id }) => id)).sort());
  });

  it('cuts runs of a size', () => expect(chunk([1, 2, 3], 2)).toEqual([[1, 2], [3]]));
});

describe('a note taller than a column', () => {
  it('is cut at a stop that is near, and no character is lost or split', () => {
    expect(cutText('楼道灯坏了，晚上黑得看不见', 2)).toEqual(['楼道灯坏了，', '晚上黑得看不见']);
    expect(cutText('一二三四五六', 3)).toEqual(['一二', '三四', '五六']);
    const family = '👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧';
    expect(cutText(family, 2)).toEqual(['👨‍👩‍👧👨‍👩‍👧', '👨‍👩‍👧👨‍👩‍👧']);
  });

  it('is cut until every part fits', () => {
    const text = '一二三四五六七八九十'.repeat(10);
    const parts = partsOf(text, 300, (part) => part.length * 10);
    expect(parts.join('')).toBe(text);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(30);
  });

  it('waits for what is not measured yet', () =>
    expect(partsOf('很长很长的一张便利贴', 1, () => undefined)).toEqual(['很长很长的一张便利贴']));
});

const tally = (ranks: [rank: number, score: number][], alsoBy: number[] = []): Tally => ({
  exerciseId: 'b',
  kind: 'dot-vote',
  round: 1,
  ballots: 9,
  channels: null,
  hands: null,
  countedAt: 0,
  method: 'dots',
  alsoBy: alsoBy.length ? [{ method: 'counts', ranks: Object.fromEntries(alsoBy.map((rank, i) => [`need${i}`, rank])) }] : [],
  agreement: null,
  stability: null,
  byGroup: [],
  options: ranks.map(([rank, score], i) => ({
    needId: `need${i}`,
    number: i + 1,
    title: '',
    rank,
    score,
    tied: ranks.filter(([other]) => other === rank).length > 1,
    share: 0,
  })),
});

const room = (rows: number) => ({ room: rows, cut: 0, tied: 0, row: () => 1 });

describe('a reveal', () => {
  it('[T1] lets ties share a place, and draws the cut below all that tie at it', () => {
    const rows = rowsOf(
      tally([
        [3, 8],
        [1, 20],
        [2, 10],
        [3, 8],
        [5, 2],
      ]),
    );
    expect(rows.map(({ number, isAboveCut }) => [number, isAboveCut])).toEqual([
      [2, true],
      [3, true],
      [1, true],
      [4, true],
      [5, false],
    ]);
    expect(isTiedAtCut(rows)).toBe(true);
    const [page] = pagesOf(rows, room(8));
    expect(page?.places.map(({ rank, rows: { length } }) => [rank, length])).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [5, 1],
    ]);
    expect(page?.cutAfter).toBe(3);
  });

  it('draws no cut where there is nothing below it', () => {
    expect(
      pagesOf(
        rowsOf(
          tally([
            [1, 5],
            [2, 4],
            [3, 3],
          ]),
        ),
        room(8),
      )[0]?.cutAfter,
    ).toBeNull();
    expect(
      pagesOf(
        rowsOf(
          tally([
            [1, 5],
            [1, 5],
            [1, 5],
            [1, 5],
          ]),
        ),
        room(8),
      )[0]?.cutAfter,
    ).toBeNull();
  });

  it('never puts a need that nobody chose above the cut', () =>
    expect(
      rowsOf(
        tally([
          [1, 5],
          [2, 0],
          [2, 0],
          [2, 0],
        ]),
      ).map(({ isAboveCut }) => isAboveCut),
    ).toEqual([true, false, false, false]));

  it('draws the cut once, on the page where it falls', () => {
    const rows = rowsOf(
      tally([
        [1, 9],
        [2, 8],
        [3, 7],
        [4, 6],
        [5, 5],
        [6, 4],
      ]),
    );
    expect(pagesOf(rows, room(5)).map(({ cutAfter }) => cutAfter)).toEqual([3, null]);
    expect(pagesOf(rows, room(3)).map(({ cutAfter }) => cutAfter)).toEqual([3, null]);
  });

  it('keeps a tie on one page where it can', () => {
    const rows = rowsOf(
      tally([
        [1, 9],
        [2, 8],
        [3, 7],
        [3, 7],
        [3, 7],
        [6, 1],
      ]),
    );
    expect(pagesOf(rows, room(4)).map(({ places }) => places.map(({ rank, rows: { length } }) => `${rank}×${length}`))).toEqual([
      ['1×1', '2×1'],
      ['3×3', '6×1'],
    ]);
    expect(pagesOf(rows, room(2)).map(({ places }) => places.map(({ rank, rows: { length } }) => `${rank}×${length}`))).toEqual([
      ['1×1', '2×1'],
      ['3×1', '3×1'],
      ['3×1', '6×1'],
    ]);
  });

  it('says whether another count agrees about what is above the cut', () => {
    const ranks: [number, number][] = [
      [1, 9],
      [2, 8],
      [3, 7],
      [4, 6],
    ];
    expect(doesAuditAgree(tally(ranks, [2, 1, 3, 4]))).toBe(true);
    expect(doesAuditAgree(tally(ranks, [1, 2, 4, 3]))).toBe(false);
    expect(doesAuditAgree(tally(ranks))).toBeNull();
  });
});
