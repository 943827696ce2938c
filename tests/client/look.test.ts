import { describe, expect, it } from 'vitest';
import { countedForWhom } from '../../client/state/for-whom.ts';
import { lookedAt, pointingAt, roomBoardOf } from '../../client/state/look.ts';
import { fillPages, roomySize } from '../../client/projector/type.ts';
import { isOnWall, markOf, showsWall } from '../../client/projector/screen.ts';
import type { Exercise } from '../../shared/exercise.ts';
import type { PlacedNeed, PlacedNote } from '../../shared/wall.ts';

const place = { x: 0, y: 0, order: 'V' };
const note = (id: string, needId: string | null, more: Partial<PlacedNote> = {}): PlacedNote => ({
  id,
  number: 1,
  exerciseId: 'e',
  kind: 'need',
  forWhom: [],
  text: id,
  lang: null,
  hidden: false,
  place: { ...place, needId },
  ...more,
});
const need = (id: string, more: Partial<PlacedNeed> = {}): PlacedNeed => ({ id, title: id, number: 1, place, ...more });

const board = roomBoardOf({
  notes: [note('a', 'lamps'), note('b', 'meals'), note('c', null), note('d', 'lamps', { hidden: true, text: '' })],
  needs: [need('lamps'), need('meals', { mergedInto: 'lamps' }), need('empty')],
});

describe('what the projector is turned to', () => {
  it('[G11] is found where it lies, and nothing where it is hidden or gone', () => {
    const at = (look: Parameters<typeof lookedAt>[0]) => lookedAt(look, board);
    expect(at({ needId: 'lamps', large: true })).toMatchObject({ at: 'need', need: { id: 'lamps' }, large: true });
    expect(at({ noteId: 'a', large: false })).toMatchObject({ at: 'note', note: { id: 'a' }, need: { id: 'lamps' }, large: false });
    expect(at({ noteId: 'c', large: false })).toMatchObject({ at: 'note', note: { id: 'c' }, need: null });
    expect(at({ needId: 'empty', large: false })).toMatchObject({ need: { id: 'empty', notes: [] } });
    expect(at({ ledger: true })).toEqual({ at: 'ledger' });
    for (const gone of [null, undefined, { noteId: 'd', large: true }, { noteId: 'z', large: true }, { needId: 'z', large: true }])
      expect(at(gone)).toBe(null);
  });

  it('[G11] [G3] is the need that stands, with the notes of both', () => {
    const looked = lookedAt({ needId: 'meals', large: true }, board);
    expect(looked).toMatchObject({ at: 'need', need: { id: 'lamps' } });
    expect(looked?.at === 'need' && looked.need.notes.map(({ id }) => id)).toEqual(['a', 'b']);
  });

  it('[G11] tells of each need and note whether it is the one, and how', () => {
    const large = lookedAt({ needId: 'lamps', large: true }, board);
    const plain = lookedAt({ noteId: 'a', large: false }, board);
    expect(pointingAt(large, { needId: 'lamps' })).toBe('large');
    expect(pointingAt(large, { noteId: 'a' })).toBe(null);
    expect(pointingAt(plain, { noteId: 'a' })).toBe('plain');
    expect(pointingAt(plain, { needId: 'lamps' })).toBe(null);
    expect(pointingAt(lookedAt({ ledger: true }, board), { needId: 'lamps' })).toBe(null);
    expect([markOf(large, 1), markOf(plain, 2), markOf(null, 3)]).toEqual([null, { id: 'a', turn: 2 }, null]);
  });

  it('[G11] is marked on the wall that is on, where that is the whole of it', () => {
    const exercise = (more: Partial<Exercise>): Exercise => ({
      id: 'e',
      kind: 'collect',
      title: '',
      prompt: '',
      settings: { concealed: true },
      order: 'V',
      phase: 'open',
      revealed: false,
      sealed: false,
      round: 1,
      ...more,
    });
    const on = (more: Partial<Exercise>) => [isOnWall(exercise(more)), showsWall(exercise(more))];
    expect(on({})).toEqual([false, false]);
    expect(on({ revealed: true })).toEqual([true, true]);
    expect(on({ settings: { concealed: false } })).toEqual([true, true]);
    expect(on({ revealed: true, settings: { aboutNeedId: 'lamps' } })).toEqual([true, false]);
    expect(on({ revealed: true, kind: 'dot-vote' })).toEqual([true, false]);
  });
});

describe('for whom notes speak', () => {
  const speaking = (...forWhom: PlacedNote['forWhom'][]) => forWhom.map((whom) => ({ forWhom: whom, hidden: false, isPublic: true }));

  it('[G13] is counted, most first; a note may speak for several', () => {
    expect(countedForWhom(speaking(['children'], ['elders', 'children'], [], ['tenants', 'children'], ['elders']))).toEqual([
      { whom: 'children', count: 3 },
      { whom: 'elders', count: 2 },
      { whom: 'tenants', count: 1 },
    ]);
    expect(countedForWhom(speaking([], []))).toEqual([]);
  });

  it('[G13] is not said of a note alone, nor of what the room cannot read', () => {
    expect(countedForWhom(speaking(['elders']))).toEqual([]);
    const [open, other] = speaking(['elders'], ['elders']);
    expect(countedForWhom([open!, { ...other!, isPublic: false }])).toEqual([]);
    expect(countedForWhom([open!, { ...other!, hidden: true }])).toEqual([]);
    expect(countedForWhom([open!, other!, { ...other!, hidden: true }])).toEqual([{ whom: 'elders', count: 2 }]);
  });
});

describe('how large words are set', () => {
  const room = { width: 60, height: 60, columns: 2, sizes: [9, 7, 6] };

  it('[G11] as large as all fit, and never smaller than the smallest', () => {
    expect(roomySize(['灯坏了'], room)).toBe(9);
    expect(roomySize(Array<string>(10).fill('灯坏了，晚上看'), room)).toBe(7);
    expect(roomySize(Array<string>(90).fill('灯坏了，晚上看不见台阶'), room)).toBe(6);
    expect(roomySize(['灯坏了，晚上看不见台阶。'.repeat(3)], room)).toBe(7);
    expect(roomySize(['灯坏了，晚上看不见台阶。'.repeat(40)], room)).toBe(6);
    expect(roomySize([], room)).toBe(9);
  });

  it('[G12] rows fill pages in order, and none is lost', () => {
    expect(fillPages([4, 4, 4, 20, 1], { heightOf: (row) => row, room: 10 })).toEqual([[4, 4], [4], [20], [1]]);
    expect(fillPages([], { heightOf: (row: number) => row, room: 10 })).toEqual([]);
  });
});
