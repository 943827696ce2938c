import * as Y from 'yjs';
import { beforeEach, describe, expect, it } from 'vitest';
import {
  boardOf,
  deleteNeed,
  makeNeed,
  mergeNeeds,
  moveNotes,
  orderNeed,
  placeNeeds,
  renameNeed,
  splitNeed,
  tidy,
  type Board,
  type Table,
} from '../../client/state/grouping.ts';
import { History } from '../../client/state/history.ts';
import { readWall, writeNote, type WallNote } from '../../shared/wall.ts';

const note = (id: string, text: string): WallNote => ({
  id,
  number: null,
  exerciseId: 'x1',
  kind: 'need',
  forWhom: [],
  text,
  lang: 'zh-CN',
  hidden: false,
});

let table: Table;
let history: History;
const board = (): Board => boardOf(readWall(table.wall), readWall(table.backstage));
const titles = (): Record<string, string[]> =>
  Object.fromEntries(board().needs.map((need) => [need.title, need.notes.map(({ id }) => id)]));
const loose = (): string[] => board().loose.map(({ id }) => id);
const make = (needId: string, title: string, noteIds: string[]) => history.run(title, () => makeNeed(table, { needId, title, noteIds }));

beforeEach(() => {
  table = { wall: new Y.Doc(), backstage: new Y.Doc(), origin: { by: 'me' } };
  for (const [id, text, order] of [
    ['noteAAAA', '路灯坏了', 'B'],
    ['noteBBBB', '楼道太黑', 'C'],
  ] as const)
    writeNote(table.wall, id, note(id, text), { needId: null, x: 1, y: 2, order });
  for (const [id, text, order] of [
    ['noteCCCC', '没地方充电', 'D'],
    ['noteDDDD', '充电太贵', 'E'],
  ] as const)
    writeNote(table.backstage, id, note(id, text), { needId: null, x: 3, y: 4, order });
  history = new History([table.wall, table.backstage], table.origin);
});

describe('grouping notes into needs', () => {
  it('makes one need of notes on the wall and backstage, and says which are public', () => {
    make('needLight', '照明和充电', ['noteAAAA', 'noteDDDD']);
    expect(titles()).toEqual({ 照明和充电: ['noteAAAA', 'noteDDDD'] });
    expect(board().needs[0]?.notes.map(({ isPublic }) => isPublic)).toEqual([true, false]);
    expect(loose()).toEqual(['noteBBBB', 'noteCCCC']);
  });

  it('puts new needs last, and notes after those that are there', () => {
    make('needLight', '照明', ['noteBBBB']);
    make('needPower', '充电', ['noteCCCC']);
    history.run('放进', () => moveNotes(table, ['noteAAAA'], 'needLight'));
    expect(titles()).toEqual({ 照明: ['noteBBBB', 'noteAAAA'], 充电: ['noteCCCC'] });
    expect(board().needs.map(({ id }) => id)).toEqual(['needLight', 'needPower']);
  });

  it('keeps where a note lies when it changes its need', () => {
    make('needLight', '照明', ['noteAAAA']);
    expect(readWall(table.wall).notes.find(({ id }) => id === 'noteAAAA')?.place).toMatchObject({ needId: 'needLight', x: 1, y: 2 });
  });

  it('[G3] shows the notes of a merged need in the one that stands, and splits it off again whole', () => {
    make('needLight', '照明', ['noteAAAA']);
    make('needPower', '充电', ['noteCCCC']);
    history.run('合并', () => mergeNeeds(table, 'needPower', 'needLight'));
    expect(titles()).toEqual({ 照明: ['noteAAAA', 'noteCCCC'] });
    expect(board().needs[0]?.merged.map(({ title }) => title)).toEqual(['充电']);
    history.run('拆开', () => splitNeed(table, 'needPower'));
    expect(titles()).toEqual({ 照明: ['noteAAAA'], 充电: ['noteCCCC'] });
  });

  it('never merges a need into itself', () => {
    make('needLight', '照明', ['noteAAAA']);
    mergeNeeds(table, 'needLight', 'needLight');
    expect(readWall(table.wall).needs[0]?.mergedInto).toBeUndefined();
  });

  it('lets the notes of a deleted need come back, and needs merged into it stand again', () => {
    make('needLight', '照明', ['noteAAAA', 'noteDDDD']);
    make('needPower', '充电', ['noteCCCC']);
    history.run('合并', () => mergeNeeds(table, 'needPower', 'needLight'));
    history.run('删掉', () => deleteNeed(table, 'needLight'));
    expect(titles()).toEqual({ 充电: ['noteCCCC'] });
    expect(loose().sort()).toEqual(['noteAAAA', 'noteBBBB', 'noteDDDD']);
  });

  it('counts a note whose need is gone as loose', () => {
    writeNote(table.wall, 'noteEEEE', note('noteEEEE', '别的'), { needId: 'needGone', x: 0, y: 0, order: 'F' });
    expect(loose()).toContain('noteEEEE');
  });

  it('shows the words of a hidden note from backstage where the wall has it blank', () => {
    writeNote(table.wall, 'noteHHHH', { ...note('noteHHHH', ''), hidden: true }, { needId: null, x: 0, y: 0, order: 'G' });
    writeNote(table.backstage, 'noteHHHH', { ...note('noteHHHH', '3号楼那家'), hidden: true }, { needId: null, x: 0, y: 0, order: 'A' });
    const shown = board().loose.filter(({ id }) => id === 'noteHHHH');
    expect(shown).toMatchObject([{ text: '3号楼那家', hidden: true, isPublic: true, place: { order: 'G' } }]);
  });
});

describe('undo and redo', () => {
  it('takes a gesture over two documents back as one, and does it again', () => {
    make('needLight', '照明', ['noteAAAA', 'noteDDDD']);
    history.undo();
    expect(titles()).toEqual({});
    expect(loose()).toEqual(['noteAAAA', 'noteBBBB', 'noteCCCC', 'noteDDDD']);
    expect(history.steps).toMatchObject([{ label: '照明', isUndone: true }]);
    history.redo();
    expect(titles()).toEqual({ 照明: ['noteAAAA', 'noteDDDD'] });
    expect(history.steps).toMatchObject([{ label: '照明', isUndone: false }]);
  });

  it('walks back and forth over several gestures', () => {
    make('needLight', '照明', ['noteAAAA']);
    history.run('改名', () => renameNeed(table, 'needLight', '路灯'));
    history.run('放进', () => moveNotes(table, ['noteCCCC'], 'needLight'));
    history.undo();
    history.undo();
    expect(titles()).toEqual({ 照明: ['noteAAAA'] });
    history.redo();
    expect(titles()).toEqual({ 路灯: ['noteAAAA'] });
    history.redo();
    expect(titles()).toEqual({ 路灯: ['noteAAAA', 'noteCCCC'] });
    history.redo();
    expect(titles()).toEqual({ 路灯: ['noteAAAA', 'noteCCCC'] });
  });

  it('never undoes what a colleague did', () => {
    make('needLight', '照明', ['noteAAAA']);
    makeNeed({ ...table, origin: { by: 'colleague' } }, { needId: 'needPower', title: '充电', noteIds: ['noteCCCC'] });
    history.undo();
    expect(titles()).toEqual({ 充电: ['noteCCCC'] });
  });

  it('forgets undone gestures at the next one, and records none that changed nothing', () => {
    make('needLight', '照明', ['noteAAAA']);
    history.undo();
    make('needPower', '充电', ['noteCCCC']);
    history.run('改名', () => renameNeed(table, 'needPower', '充电'));
    expect(history.steps.map(({ label }) => label)).toEqual(['充电']);
    history.redo();
    expect(titles()).toEqual({ 充电: ['noteCCCC'] });
  });

  it('[G17] lays a note elsewhere, out of its need, without changing what the others say', () => {
    make('needLight', '照明', ['noteAAAA', 'noteBBBB']);
    history.run('摊开', () => moveNotes(table, ['noteAAAA'], null, new Map([['noteAAAA', { x: 700.4, y: -20 }]])));
    expect(titles()).toEqual({ 照明: ['noteBBBB'] });
    expect(board().loose.find(({ id }) => id === 'noteAAAA')?.place).toMatchObject({ x: 700, y: -20 });
    history.undo();
    expect(titles()).toEqual({ 照明: ['noteAAAA', 'noteBBBB'] });
  });

  it('[G17] moving a loose note on the canvas keeps its place in reading order, and nothing lies beyond the edge of the wall', () => {
    const before = loose();
    moveNotes(table, ['noteAAAA'], null, new Map([['noteAAAA', { x: 1e9, y: 5 }]]));
    expect(loose()).toEqual(before);
    expect(board().loose[0]?.place).toMatchObject({ x: 100_000, y: 5 });
  });

  it('[G17] moves a need in reading order, before another or to the end, and back', () => {
    for (const [id, noteId] of [
      ['needFirst', 'noteAAAA'],
      ['needSecond', 'noteBBBB'],
      ['needThird', 'noteCCCC'],
    ] as const)
      make(id, id, [noteId]);
    const order = () => board().needs.map(({ id }) => id);
    history.run('前移', () => orderNeed(table, 'needThird', 'needFirst'));
    expect(order()).toEqual(['needThird', 'needFirst', 'needSecond']);
    history.run('后移', () => orderNeed(table, 'needThird', null));
    expect(order()).toEqual(['needFirst', 'needSecond', 'needThird']);
    history.undo();
    history.undo();
    expect(order()).toEqual(['needFirst', 'needSecond', 'needThird']);
    expect(() => orderNeed(table, 'needFirst', 'nowhere')).not.toThrow();
  });

  it('[G17] puts needs on the canvas where they were dropped, in one step', () => {
    make('needLight', '照明', ['noteAAAA']);
    make('needPower', '充电', ['noteCCCC']);
    history.run('摆好', () =>
      placeNeeds(
        table,
        new Map([
          ['needLight', { x: 9, y: 8 }],
          ['needPower', { x: 7, y: 6 }],
          ['gone', { x: 1, y: 1 }],
        ]),
      ),
    );
    expect(board().needs.map(({ place: { x, y } }) => [x, y])).toEqual([
      [9, 8],
      [7, 6],
    ]);
    history.undo();
    expect(board().needs.map(({ place: { x, y } }) => [x, y])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  it('[G17] tidying up is one step: taken back, everything lies where it lay, and the step before is taken back after it', () => {
    make('needLight', '照明', ['noteAAAA']);
    history.run('摊开', () => moveNotes(table, ['noteBBBB'], null, new Map([['noteBBBB', { x: 900, y: 800 }]])));
    history.run('摆好', () => placeNeeds(table, new Map([['needLight', { x: 9, y: 8 }]])));
    const spots = () => [board().needs[0]!.place, board().loose.find(({ id }) => id === 'noteBBBB')!.place].map(({ x, y }) => [x, y]);
    history.run('整理', () =>
      tidy(table, { notes: new Map([['noteBBBB', { x: 0, y: 0 }]]), needs: new Map([['needLight', { x: 0, y: 0 }]]) }),
    );
    expect(spots()).toEqual([
      [0, 0],
      [0, 0],
    ]);
    history.undo();
    expect(spots()).toEqual([
      [9, 8],
      [900, 800],
    ]);
    history.undo();
    expect(spots()).toEqual([
      [0, 0],
      [900, 800],
    ]);
    history.undo();
    expect(spots()).toEqual([
      [0, 0],
      [1, 2],
    ]);
  });

  it('gives the same object for a note that has not changed, and another for one that has', () => {
    const before = board().loose;
    moveNotes(table, ['noteBBBB'], null, new Map([['noteBBBB', { x: 50, y: 60 }]]));
    const after = board().loose;
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});
