import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { readReadOut, putReadOut } from '../../shared/ledger.ts';
import type { Look } from '../../shared/look.ts';
import { deleteNeed, makeNeed, mergeNeeds, moveNotes, type Table } from '../../client/state/grouping.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Commander, Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

describe('where the projector is turned', () => {
  let app: TestApp;
  let meeting: Meeting;
  let page: Facilitator;
  let table: Table;
  let collect: string;
  let notes: string[];
  const [lamps, meals] = ['need-lamps', 'need-meals'];

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    collect = await meeting.exerciseOf('collect');
    notes = await write(collect, ['灯坏了', '楼道黑', '想有饭桌']);
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    page = await Facilitator.open(app.origin, meeting.session);
    await eventually(() => expect(page.wall.wall.notes).toHaveLength(3));
    table = { wall: page.wall.doc, backstage: page.backstage.doc, origin: { by: 'facilitator' } };
  });
  afterEach(() => {
    page.close();
    meeting.close();
  });

  async function write(exerciseId: string, texts: readonly string[]): Promise<string[]> {
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const { commander } = await meeting.resident();
    const ids: string[] = [];
    for (const text of texts) {
      const noteId = freshId();
      await commander.must('note:add', { exerciseId, noteId, text });
      ids.push(noteId);
    }
    return ids;
  }
  async function need(needId: string, title: string, noteIds: readonly string[]): Promise<void> {
    makeNeed(table, { needId, title, noteIds });
    await eventually(() => expect(page.wall.wall.needs.find(({ id }) => id === needId)?.number).toEqual(expect.any(Number)));
  }
  const look = async (at: Look | null) => codeOf(await meeting.facilitator.send('wall:look', { at }));
  const looked = async () => (await meeting.stage()).session?.look ?? null;
  const readOut = async () => readReadOut(await meeting.stored('wall')).map(({ id: _, at: __, ...line }) => line);

  it('[G11] is said on the stage, anew with every look, and taken back', async () => {
    await need(lamps, '路灯', [notes[0]!]);
    expect(await looked()).toBe(null);
    expect(await look({ needId: lamps, large: false })).toBe('ok');
    expect(await looked()).toEqual({ needId: lamps, large: false, turn: 1 });
    expect(await look({ needId: lamps, large: false })).toBe('ok');
    expect(await looked()).toEqual({ needId: lamps, large: false, turn: 2 });
    expect(await look({ noteId: notes[2]!, large: true })).toBe('ok');
    expect(await looked()).toEqual({ noteId: notes[2], large: true, turn: 3 });
    expect(await look(null)).toBe('ok');
    expect(await looked()).toBe(null);
  });

  it('[G11] [S3] falls away from a need of which the room can read nothing any more', async () => {
    await need(lamps, '路灯', [notes[0]!]);
    expect(await look({ needId: lamps, large: true })).toBe('ok');
    await meeting.facilitator.must('note:hide', { noteId: notes[0]! });
    expect(await looked()).toBe(null);
    await meeting.facilitator.must('note:show', { noteId: notes[0]! });
    expect(await look({ needId: lamps, large: true })).toBe('ok');
    await meeting.facilitator.must('exercise:conceal', { exerciseId: collect });
    expect(await looked()).toBe(null);
  });

  it('[G11] [S1] is for facilitators alone, of one thing at a time, and of nothing that is not there', async () => {
    const { commander } = await meeting.resident();
    const projector = new Commander(app.origin, { token: meeting.session.projectorToken, sessionId: meeting.session.sessionId });
    for (const other of [commander, projector])
      expect(codeOf(await other.send('wall:look', { at: { noteId: notes[0]!, large: true } }))).toBe('not-allowed');
    projector.close();
    const odd = [
      {},
      { needId: lamps },
      { noteId: notes[0], needId: lamps, large: true },
      { ledger: false },
      { ledger: true, large: true },
      'x',
    ];
    for (const at of odd) expect(codeOf(await meeting.facilitator.raw('wall:look', { commandId: freshId(), at }))).toBe('bad-input');
    expect(await look({ noteId: freshId(), large: false })).toBe('not-found');
    expect(await look({ needId: lamps, large: false })).toBe('not-found');
    await meeting.facilitator.must('session:end', {});
    expect(await look({ noteId: freshId(), large: false })).toBe('not-found');
    expect(await look({ noteId: notes[0]!, large: false })).toBe('session-ended');
  });

  it('[G11] [S3] is never at what the room cannot read: hidden, a private case, covered, or a need of nothing else', async () => {
    const [a, b] = notes as [string, string, string];
    await need(lamps, '路灯', [a]);
    await meeting.facilitator.must('note:hide', { noteId: a });
    await meeting.facilitator.must('note:refer', { noteId: b });
    for (const at of [
      { noteId: a, large: true },
      { noteId: b, large: false },
      { needId: lamps, large: true },
    ])
      expect(await look(at)).toBe('not-an-option');
    await meeting.facilitator.must('note:show', { noteId: a });
    expect(await look({ needId: lamps, large: true })).toBe('ok');
    const second = await meeting.facilitator.must('exercise:add', { exercise: { kind: 'collect' } });
    const [covered] = await write(second.exerciseId, ['还扣着的']);
    expect(await looked()).toBe(null);
    await meeting.facilitator.must('exercise:close', { exerciseId: second.exerciseId });
    await eventually(() => expect(page.backstage.wall.notes.map(({ id }) => id)).toContain(covered));
    await need(meals, '还没公开的', [covered!]);
    for (const at of [
      { noteId: covered!, large: true },
      { needId: meals, large: false },
    ])
      expect(await look(at)).toBe('not-an-option');
    expect(await look({ needId: lamps, large: false })).toBe('ok');
    await meeting.facilitator.must('exercise:reveal', { exerciseId: second.exerciseId });
    expect(await looked()).toBe(null);
    expect(await look({ needId: meals, large: false })).toBe('ok');
  });

  it('[G11] ends with the note it is at, with the next exercise, with the session; not before a vote that covers', async () => {
    const at = { noteId: notes[0]!, large: true };
    const ends: (() => Promise<unknown>)[] = [
      () => meeting.facilitator.must('note:hide', { noteId: notes[0]! }),
      () => meeting.facilitator.must('note:refer', { noteId: notes[0]! }),
      () => meeting.facilitator.must('exercise:conceal', { exerciseId: collect }),
    ];
    for (const end of ends) {
      expect(await look(at)).toBe('ok');
      await end();
      expect(await looked()).toBe(null);
      await meeting.facilitator.must('note:show', { noteId: notes[0]! });
      await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
      expect(await looked()).toBe(null);
    }
    await need(lamps, '路灯', [notes[0]!]);
    expect(await look(at)).toBe('ok');
    const vote = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId: vote });
    expect(await looked()).toBe(null);
    expect(await look(at)).toBe('exercise-already-open');
    expect(await look(null)).toBe('ok');
    await meeting.facilitator.must('exercise:close', { exerciseId: vote });
    expect(await look(at)).toBe('ok');
    await meeting.facilitator.must('session:end', {});
    expect(await looked()).toBe(null);
  });

  it('[G11] [G3] of a merged need is at the one that stands', async () => {
    await need(lamps, '路灯', [notes[0]!]);
    await need(meals, '吃饭', [notes[2]!]);
    mergeNeeds(table, meals, lamps);
    await eventually(async () => expect(await look({ needId: meals, large: true })).toBe('ok'));
    await eventually(async () => {
      await look({ needId: meals, large: true });
      expect(await looked()).toMatchObject({ needId: lamps, large: true });
    });
  });

  it('[G11] [F78] stands after a restart', async () => {
    const store = await stores.memory();
    const first = await startApp({ store });
    const before = await Meeting.open(first);
    const exerciseId = await before.exerciseOf('collect');
    await before.facilitator.must('exercise:open', { exerciseId });
    const { commander } = await before.resident();
    const noteId = freshId();
    await commander.must('note:add', { exerciseId, noteId, text: '灯坏了' });
    await before.facilitator.must('exercise:reveal', { exerciseId });
    await before.facilitator.must('wall:look', { at: { noteId, large: true } });
    const { sessionId } = before.session;
    const seen = (await before.stage()).session?.look;
    expect(seen).toEqual({ noteId, large: true, turn: 1 });
    before.close();
    const again = await startApp({ store });
    const session = await again.sessions.get(sessionId);
    expect(await session.atRest(() => session.stageJson()['session'])).toMatchObject({ look: seen });
    expect(session.state.look).toEqual(seen);
    await again.close();
    await first.close();
  });

  it('[G12] tells the room what is done as long as the ledger is looked at, and is gone afterwards', async () => {
    const [a, b, c] = notes as [string, string, string];
    await need(lamps, '路灯', [a]);
    expect(await readOut()).toEqual([]);
    expect(await look({ ledger: true })).toBe('ok');
    expect(await readOut()).toEqual([{ what: 'made', title: '路灯', count: 1 }]);
    moveNotes(table, [b, c], lamps);
    await eventually(async () =>
      expect(await readOut()).toEqual([
        { what: 'made', title: '路灯', count: 1 },
        { what: 'moved', title: '路灯', count: 2 },
      ]),
    );
    await meeting.facilitator.must('note:hide', { noteId: c });
    expect((await readOut())[1]).toEqual({ what: 'moved', title: '路灯', count: 1 });
    await meeting.facilitator.must('note:hide', { noteId: b });
    expect(await readOut()).toEqual([{ what: 'made', title: '路灯', count: 1 }]);
    deleteNeed(table, lamps);
    await eventually(async () => expect((await readOut()).map(({ what }) => what)).toEqual(['made', 'removed']));
    expect(await look(null)).toBe('ok');
    expect(await readOut()).toEqual([]);
  });

  it('[G2] [G12] what a facilitator writes into what the room is told is put back', async () => {
    await need(lamps, '路灯', [notes[0]!]);
    await look({ ledger: true });
    await eventually(() => expect(readReadOut(page.wall.doc)).toHaveLength(1));
    const before = await readOut();
    putReadOut(page.wall.doc, [{ id: 'x', at: 1, what: 'taken-out', count: 99 }]);
    await eventually(() => expect(app.troubles.some(({ what }) => what.includes('put back'))).toBe(true));
    expect(await readOut()).toEqual(before);
    await eventually(() => expect(readReadOut(page.wall.doc)).toHaveLength(1));
  });
});
