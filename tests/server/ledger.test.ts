import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ledgerMax, putLedger, readLedger, type LedgerEntry } from '../../shared/ledger.ts';
import * as Y from 'yjs';
import fc from 'fast-check';
import {
  boardOf,
  deleteNeed,
  makeNeed,
  mergeNeeds,
  moveNotes,
  renameNeed,
  rewordNeed,
  splitNeed,
  type Table,
} from '../../client/state/grouping.ts';
import { Standing, takeBack } from '../../client/state/ledger.ts';
import { readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';

const at = expect.any(Number) as number;
const id = expect.any(String) as string;

describe('the ledger of the wall', () => {
  let app: TestApp;
  let meeting: Meeting;
  let facilitator: Facilitator;
  let table: Table;
  let notes: string[];

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const writer = await meeting.resident();
    notes = [];
    for (const text of ['灯坏了', '楼道黑', '想有饭桌']) {
      const noteId = freshId();
      await writer.commander.must('note:add', { exerciseId, noteId, text });
      notes.push(noteId);
    }
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    facilitator = await Facilitator.open(app.origin, meeting.session);
    await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(3));
    table = { wall: facilitator.wall.doc, backstage: facilitator.backstage.doc, origin: { by: 'facilitator' } };
  });
  afterEach(() => {
    facilitator.close();
    meeting.close();
  });

  const ledger = async () => readLedger(await meeting.stored('backstage'));
  const grows = (count: number) => eventually(async () => expect(await ledger()).toHaveLength(count));
  const [lamps, meals] = ['need-lamps', 'need-meals'];

  it('[G10] says what was made, moved, merged, renamed, split, taken out and taken away, from where and under which name', async () => {
    const [a, b, c] = notes as [string, string, string];
    const started = Date.now();
    makeNeed(table, { needId: lamps, title: '路灯', noteIds: [a] });
    await grows(1);
    makeNeed(table, { needId: meals, title: '吃饭', noteIds: [] });
    await grows(2);
    moveNotes(table, [b, c], lamps);
    await grows(3);
    moveNotes(table, [c], meals);
    await grows(4);
    renameNeed(table, meals, '老人午饭');
    await grows(5);
    mergeNeeds(table, meals, lamps);
    await grows(6);
    splitNeed(table, meals);
    await grows(7);
    moveNotes(table, [b], null);
    await grows(8);
    deleteNeed(table, lamps);
    await grows(9);
    const entries = await ledger();
    expect(entries).toEqual([
      { id, at, what: 'made', needId: lamps, title: '路灯', notes: { [a]: null } },
      { id, at, what: 'made', needId: meals, title: '吃饭', notes: {} },
      { id, at, what: 'moved', needId: lamps, title: '路灯', notes: { [b]: null, [c]: null } },
      { id, at, what: 'moved', needId: meals, title: '吃饭', notes: { [c]: lamps } },
      { id, at, what: 'renamed', needId: meals, from: '吃饭', title: '老人午饭' },
      { id, at, what: 'merged', needId: meals, title: '老人午饭', into: lamps, intoTitle: '路灯' },
      { id, at, what: 'split', needId: meals, title: '老人午饭', from: lamps },
      { id, at, what: 'taken-out', notes: { [b]: lamps } },
      { id, at, what: 'removed', needId: lamps, title: '路灯', said: { id: lamps, title: '路灯' }, notes: { [a]: lamps } },
    ]);
    for (const entry of entries) expect(entry.at).toBeGreaterThanOrEqual(started);
  });

  it('[G10] does not speak of what merely lies elsewhere, nor of what did not change', async () => {
    makeNeed(table, { needId: lamps, title: '路灯', noteIds: [notes[0]!] });
    await grows(1);
    renameNeed(table, lamps, '路灯');
    moveNotes(table, [notes[0]!], lamps);
    moveNotes(table, [notes[1]!], lamps);
    await grows(2);
  });

  it('[G10] tells a gesture over wall and backstage as one', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:close', { exerciseId });
    await meeting.facilitator.must('note:hide', { noteId: notes[0]! });
    const second = await meeting.facilitator.must('exercise:add', { exercise: { kind: 'collect' } });
    await meeting.facilitator.must('exercise:open', { exerciseId: second.exerciseId });
    const later = await meeting.resident();
    const noteId = freshId();
    await later.commander.must('note:add', { exerciseId: second.exerciseId, noteId, text: '还扣着的' });
    await eventually(() => expect(facilitator.backstage.wall.notes).toHaveLength(2));
    makeNeed(table, { needId: lamps, title: '路灯', noteIds: [notes[0]!, notes[1]!, noteId] });
    await eventually(async () =>
      expect(await ledger()).toEqual([
        { id, at, what: 'made', needId: lamps, title: '路灯', notes: { [notes[0]!]: null, [notes[1]!]: null, [noteId]: null } },
      ]),
    );
  });

  it('[G10] any entry is taken back as long as it stands, by a colleague too, and then it stands no more', async () => {
    const [a, b, c] = notes as [string, string, string];
    const colleague = await Facilitator.open(app.origin, meeting.session);
    const theirs: Table = { wall: colleague.wall.doc, backstage: colleague.backstage.doc, origin: { by: 'colleague' } };
    const picture = () => {
      const { needs, loose } = boardOf(readWall(table.wall), readWall(table.backstage));
      const idsOf = (list: readonly { id: string }[]) => list.map((one) => one.id).sort();
      return { needs: needs.map((need) => [need.title, idsOf(need.notes), idsOf(need.merged)]).sort(), loose: idsOf(loose) };
    };
    let count = 0;
    const settled = async () => {
      await grows(count);
      await eventually(() => expect(readLedger(theirs.backstage)).toHaveLength(count));
      await eventually(() => expect(readWall(theirs.wall)).toEqual(readWall(table.wall)));
    };
    const done = async (gesture: () => void) => {
      gesture();
      count += 1;
      await settled();
    };
    await done(() => makeNeed(table, { needId: lamps, title: '路灯', noteIds: [a] }));
    await done(() => makeNeed(table, { needId: meals, title: '吃饭', noteIds: [c] }));
    const gestures: (() => void)[] = [
      () => makeNeed(table, { needId: 'need-more', title: '一起', noteIds: [a, b] }),
      () => moveNotes(table, [b], lamps),
      () => moveNotes(table, [a, b], meals),
      () => moveNotes(table, [c], null),
      () => renameNeed(table, lamps, '夜里的路灯'),
      () => mergeNeeds(table, meals, lamps),
      () => deleteNeed(table, meals),
    ];
    for (const gesture of gestures) {
      const before = picture();
      await done(gesture);
      expect(picture()).not.toEqual(before);
      const entry = readLedger(theirs.backstage).at(-1)!;
      const stands = () => new Standing(readWall(theirs.wall), readWall(theirs.backstage)).has(entry);
      expect([entry.what, stands()]).toEqual([entry.what, true]);
      takeBack(theirs, entry);
      await eventually(() => expect([entry.what, picture()]).toEqual([entry.what, before]));
      expect([entry.what, stands()]).toEqual([entry.what, false]);
      await eventually(async () => expect((await ledger()).length).toBeGreaterThan(count));
      await new Promise((resolve) => setTimeout(resolve, 100));
      count = (await ledger()).length;
      await settled();
    }
    // What has changed since is left alone.
    await done(() => moveNotes(table, [b], lamps));
    const entry = readLedger(theirs.backstage).at(-1)!;
    await done(() => moveNotes(table, [b], meals));
    takeBack(theirs, entry);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(picture().needs).toContainEqual(['吃饭', [b, c].sort(), []]);
    colleague.close();
  });

  it('[G10] a need that was taken away comes back with all that was said of it, whoever takes it back', async () => {
    makeNeed(table, { needId: lamps, title: '路灯', noteIds: [notes[0]!] });
    rewordNeed(table, lamps, { description: '三号楼', translations: { en: 'Street lamps' } });
    await grows(1);
    deleteNeed(table, lamps);
    await grows(2);
    const colleague = await Facilitator.open(app.origin, meeting.session);
    const theirs: Table = { wall: colleague.wall.doc, backstage: colleague.backstage.doc, origin: { by: 'colleague' } };
    await eventually(() => expect(readLedger(theirs.backstage).at(-1)?.what).toBe('removed'));
    takeBack(theirs, readLedger(theirs.backstage).at(-1)!);
    await eventually(() =>
      expect(boardOf(readWall(table.wall), readWall(table.backstage)).needs).toMatchObject([
        { title: '路灯', description: '三号楼', translations: { en: 'Street lamps' }, notes: [{ id: notes[0] }] },
      ]),
    );
    colleague.close();
  });

  it('[G2] [G10] is the server’s own: what a facilitator writes into it is put back', async () => {
    makeNeed(table, { needId: lamps, title: '路灯', noteIds: [notes[0]!] });
    await grows(1);
    await eventually(() => expect(readLedger(facilitator.backstage.doc)).toHaveLength(1));
    const before = await ledger();
    putLedger(facilitator.backstage.doc, []);
    await eventually(async () => expect(app.troubles.some((what) => JSON.stringify(what).includes('put back'))).toBe(true));
    expect(await ledger()).toEqual(before);
  });
});

describe('the ledger’s document', () => {
  const entry = (n: number): LedgerEntry => ({ id: `e${n}`, at: n, what: 'taken-out', notes: {} });

  it('[G10] becomes what it is told to be, whatever stood there', () => {
    const ledgers = fc.array(fc.nat(12), { maxLength: 12 }).map((ns) => ns.map(entry));
    fc.assert(
      fc.property(ledgers, ledgers, (before, after) => {
        const doc = new Y.Doc();
        putLedger(doc, before);
        putLedger(doc, after);
        expect(readLedger(doc)).toEqual(after);
      }),
    );
  });

  it('[G10] [F66] holds its latest entries alone, and its document does not grow for ever', () => {
    const doc = new Y.Doc();
    let entries: LedgerEntry[] = [];
    for (let n = 0; n < 5_000; n += 1) {
      entries = [...entries, entry(n)].slice(-ledgerMax);
      putLedger(doc, entries);
    }
    expect(readLedger(doc)).toEqual(entries);
    const content = new Y.Doc();
    putLedger(content, entries);
    expect(Y.encodeStateAsUpdate(doc).length).toBeLessThan(1.2 * Y.encodeStateAsUpdate(content).length);
  });
});
