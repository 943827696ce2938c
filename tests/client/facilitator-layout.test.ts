import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Board, BoardNeed, BoardNote } from '../../client/state/grouping.ts';
import { layOut, needAt, notesIn, sideBySide, slipHeight, slipWidth, spotOf, type Area } from '../../client/state/layout.ts';

const note = (id: string, x: number, y: number): BoardNote => ({
  id,
  number: 1,
  exerciseId: 'x1',
  kind: 'need',
  forWhom: [],
  text: id,
  lang: null,
  hidden: false,
  place: { needId: null, x, y, order: 'V' },
  isPublic: true,
});
const need = (id: string, noteCount: number, x = 0, y = 0): BoardNeed => ({
  id,
  title: id,
  number: 1,
  place: { x, y, order: 'V' },
  notes: Array.from({ length: noteCount }, (_, i) => note(`${id}-${i}`, 0, 0)),
  merged: [],
});
const overlaps = (a: Area, b: Area) => a.x < b.x + b.width && a.x + a.width > b.x && a.y < b.y + b.height && a.y + a.height > b.y;

it('[G18] a slip lies where it was put, and of two on one place both are seen', () => {
  const { slips } = layOut({ needs: [], loose: [note('one', 440, 160), note('two', 440, 160), note('three', -80, 12)] });
  expect(slips.map(({ note: { id }, x, y }) => [id, x, y])).toEqual([
    ['one', 440, 160],
    ['two', 456, 176],
    ['three', -80, 12],
  ]);
});

it('[G18] a need that was put somewhere stands there, and no other is laid upon it or upon another', () => {
  const anyNeeds = fc.array(
    fc.record({
      notes: fc.integer({ min: 0, max: 60 }),
      put: fc.option(fc.record({ x: fc.integer({ min: 1, max: 6000 }), y: fc.integer({ min: 1, max: 3000 }) })),
    }),
    { maxLength: 14 },
  );
  fc.assert(
    fc.property(anyNeeds, (wanted) => {
      const needs = wanted.map(({ notes, put }, i) => need(`need-${i}`, notes, put?.x, put?.y));
      const { areas } = layOut({ needs, loose: [] });
      for (const [i, { put }] of wanted.entries()) {
        const area = areas.get(`need-${i}`)!;
        if (put) expect(area).toMatchObject(put);
        else for (const [id, other] of areas) if (id !== `need-${i}`) expect(overlaps(area, other)).toBe(false);
      }
    }),
  );
});

it('[G18] every slip of a need lies inside it and beside the others', () => {
  for (const count of [1, 7, 12, 13, 31]) {
    const board: Board = { needs: [need('lamps', count)], loose: [] };
    const layout = layOut(board);
    const area = layout.areas.get('lamps')!;
    const spots = board.needs[0]!.notes.map(({ id }) => ({ ...spotOf(layout, board, id)!, width: slipWidth, height: slipHeight }));
    for (const [i, spot] of spots.entries()) {
      expect(
        spot.x >= area.x && spot.y >= area.y && spot.x + slipWidth <= area.x + area.width && spot.y + slipHeight <= area.y + area.height,
      ).toBe(true);
      for (const other of spots.slice(0, i)) expect(overlaps(spot, other)).toBe(false);
    }
  }
});

it('a point is in the need it lies in, and a frame takes the slips it touches', () => {
  const layout = layOut({ needs: [need('lamps', 2, 1000, 1000)], loose: [note('one', 0, 0), note('two', 220, 0), note('three', 440, 0)] });
  expect(needAt(layout, { x: 1010, y: 1010 })).toBe('lamps');
  expect(needAt(layout, { x: 10, y: 10 })).toBeNull();
  expect(notesIn(layout, { x: 210, y: 100, width: 20, height: 10 })).toEqual(['two']);
  expect(notesIn(layout, { x: -5, y: -5, width: 300, height: 10 })).toEqual(['one', 'two']);
});

it('what has not moved is the same object, so that a face of 500 draws only what changed', () => {
  const [one, two] = [note('one', 0, 0), note('two', 220, 0)];
  const before = layOut({ needs: [], loose: [one, two] });
  const after = layOut({ needs: [], loose: [one, { ...two, place: { ...two.place, x: 300 } }] });
  expect(after.slips[0]).toBe(before.slips[0]);
  expect(after.slips[1]).not.toBe(before.slips[1]);
});

it('tidied notes lie side by side', () => {
  const spots = sideBySide(30);
  const areas = spots.map((spot) => ({ ...spot, width: slipWidth, height: slipHeight }));
  for (const [i, area] of areas.entries()) for (const other of areas.slice(0, i)) expect(overlaps(area, other)).toBe(false);
});
