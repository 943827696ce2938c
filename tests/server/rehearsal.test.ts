import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import { checkNeedRecords } from '../../shared/need-record/check.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readDoor, readWall } from '../../shared/wall.ts';
import type { SeatCard, SeatList, SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting } from '../support/meeting.ts';
import { Room } from '../support/room.ts';
import { startServer } from '../support/server.ts';
import { runUnattended } from '../support/unattended.ts';

const token = testKey;
const pace = 0.004;

describe('a rehearsal', () => {
  let app: TestApp;
  let meeting: Meeting | null = null;
  const dir = mkdtempSync(join(tmpdir(), 'yishi-rehearsal-'));
  const start = async () => startApp({ store: await stores.sqlite(dir), rehearsal: { pace } });

  beforeAll(async () => {
    app = await start();
  });
  afterEach(() => {
    meeting?.close();
    meeting = null;
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const open = async (details: Record<string, unknown> = {}) => (meeting = await Meeting.open(app, { rehearsal: 12, ...details }));
  const ask = <T = Record<string, unknown>>(path: string, options: Parameters<typeof call>[2] = {}) =>
    call<T>(app.origin, path, { token, ...options });
  const joined = async (count: number) => eventually(async () => expect((await meeting!.stage()).counts.joined).toBe(count));
  /** As they are stored: the stage tells of them a moment later. */
  const notesIn = async (exerciseId: string) => {
    const { state } = await app.sessions.get(meeting!.session.sessionId);
    return [...state.notes.values()].filter((note) => note.exerciseId === exerciseId).length;
  };
  /** Longer than any of them takes for what is next. */
  const longEnough = () => wait(25_000 * pace + 300);

  it('[J6] has residents who come in, write, and vote as far as is open, and stop when it closes', async () => {
    const { facilitator } = await open();
    await joined(12);
    expect((await meeting!.stage()).session?.rehearsal).toBe(true);
    const collect = await meeting!.exerciseOf('collect');
    await facilitator.must('exercise:open', { exerciseId: collect });
    await eventually(async () => expect(await notesIn(collect)).toBeGreaterThan(6));
    await facilitator.must('exercise:close', { exerciseId: collect });
    const written = await notesIn(collect);
    await longEnough();
    expect(await notesIn(collect)).toBe(written);
    await facilitator.must('exercise:reveal', { exerciseId: collect });

    await meeting!.needs('need-one', 'need-two', 'need-three');
    const vote = await meeting!.exerciseOf('dot-vote');
    await facilitator.must('exercise:open', { exerciseId: vote });
    await eventually(async () => expect((await meeting!.stage()).counts.submitted[vote]).toBeGreaterThan(7));
    await facilitator.must('exercise:close', { exerciseId: vote });
    expect(await facilitator.must('exercise:reveal', { exerciseId: vote })).toMatchObject({
      kind: 'dot-vote',
      channels: { phone: expect.any(Number) as number },
    });
  });

  it('[J6] [N8] has residents who read their notes out in turn, each one note on the screen', async () => {
    const { facilitator } = await open({ template: 'blank' });
    await joined(12);
    const { exerciseId } = await facilitator.must('exercise:add', { exercise: { kind: 'collect', settings: { roundRobin: true } } });
    await facilitator.must('exercise:open', { exerciseId });
    await eventually(async () => expect(await notesIn(exerciseId)).toBeGreaterThan(8));
    await facilitator.must('exercise:close', { exerciseId });
    await facilitator.must('exercise:reveal', { exerciseId });
    const written = await notesIn(exerciseId);
    await eventually(async () => expect(readWall(await meeting!.stored('wall')).notes).toHaveLength(written), { withinMs: 15_000 });
    await eventually(async () => expect((await meeting!.stage()).counts.turns).toBeUndefined());
  });

  it('[J6] lets a person in beside the simulated ones, and nobody into one of their seats', async () => {
    await open();
    await joined(12);
    const guest = await meeting!.resident();
    await joined(13);
    const collect = await meeting!.exerciseOf('collect');
    await meeting!.facilitator.must('exercise:open', { exerciseId: collect });
    expect(codeOf(await guest.commander.send('note:add', { exerciseId: collect, noteId: 'note-of-guest', text: '我是真的人' }))).toBe('ok');
    expect((await meeting!.join('rehearsal:1')).status).toBe(400);
  });

  it('[J6] ends with the session, and goes on where it is reopened; a session that is erased has nobody', async () => {
    const { facilitator, session } = await open();
    await joined(12);
    const collect = await meeting!.exerciseOf('collect');
    await facilitator.must('exercise:open', { exerciseId: collect });
    await facilitator.must('session:end', {});
    const written = await notesIn(collect);
    await longEnough();
    expect(await notesIn(collect)).toBe(written);
    await facilitator.must('session:reopen', {});
    await facilitator.must('exercise:reopen', { exerciseId: collect });
    await eventually(async () => expect(await notesIn(collect)).toBeGreaterThan(written));
    expect((await ask(`/api/sessions/${session.sessionId}`, { method: 'DELETE' })).status).toBe(204);
    await longEnough();
  });

  it('[J6] has its residents anew after a restart, as the same people; one that has ended has not', async () => {
    const { session } = await open();
    await joined(12);
    const over = await Meeting.open(app, { rehearsal: 5 });
    await over.facilitator.must('session:end', {});
    const pathOfOver = `/api/sessions/${over.session.sessionId}`;
    const overJoined = (await ask<SessionSummary>(pathOfOver)).body.joined;
    meeting!.close();
    over.close();
    await app.close();
    app = await start();
    const { body } = await ask<SessionSummary>(`/api/sessions/${session.sessionId}`);
    const room = await Room.take(app.origin, body);
    await room.step('open', 'collect');
    const collect = room.exerciseOf('collect');
    await eventually(() => expect(room.facilitator.stage.stage.counts.notes[collect]).toBeGreaterThan(6));
    await eventually(() => expect(room.facilitator.stage.stage.counts).toMatchObject({ joined: 12, online: 12 }));
    room.close();
    expect((await ask<SessionSummary>(pathOfOver)).body.joined).toBe(overJoined);
  });

  it('[J19] [J14] [J6] has residents with a card each where cards are asked for, and nobody comes in without one', async () => {
    const { facilitator, session } = await open({ joinMode: 'seat-card' });
    await joined(12);
    const cards = async () => readDoor(await meeting!.stored('backstage'))?.cards;
    await eventually(async () => expect(await cards()).toEqual({ unused: 0, used: 12, void: 0 }));
    expect((await meeting!.join()).status).toBe(404);
    const path = `/api/sessions/${session.sessionId}`;
    const made = await ask<{ cards: SeatCard[] }>(`${path}/seats`, { body: { count: 1 } });
    expect(made.body.cards.map(({ serial }) => serial)).toEqual([13]);
    const seatCode = made.body.cards[0]!.code;
    expect((await ask(`${path}/participants`, { body: { commandId: freshId(), seatCode } })).status).toBe(201);
    await meeting!.needs('need-one', 'need-two', 'need-three');
    const vote = await meeting!.exerciseOf('dot-vote');
    await facilitator.must('exercise:open', { exerciseId: vote });
    await eventually(async () => expect((await meeting!.stage()).counts.submitted[vote]).toBeGreaterThan(7));
    await facilitator.must('exercise:close', { exerciseId: vote });
    meeting!.close();
    await app.close();
    app = await start();
    const { body } = await ask<SessionSummary>(path);
    const room = await Room.take(app.origin, body);
    await eventually(() => expect(room.facilitator.stage.stage.counts).toMatchObject({ joined: 13, online: 12 }));
    expect((await ask<SeatList>(`${path}/seats`)).body.seats.map(({ is }) => is)).toEqual(Array.from({ length: 13 }, () => 'used'));
    // Cards die at the end, and the residents go on all the same.
    const collect = room.exerciseOf('collect');
    await room.facilitator.commander.must('session:end', {});
    await room.facilitator.commander.must('session:reopen', {});
    await room.step('open', 'collect');
    await eventually(() => expect(room.facilitator.stage.stage.counts.notes[collect]).toBeGreaterThan(6));
    await eventually(() => expect(room.facilitator.stage.stage.counts.joined).toBe(13));
    room.close();
  });

  it('[R5] stands apart from real sessions, belongs to no programme, and no real session follows it', async () => {
    const { session } = await open();
    const real = await Meeting.open(app);
    const { body } = await ask<Record<'sessions' | 'rehearsals', SessionSummary[]>>('/api/sessions');
    const ids = (list: SessionSummary[]) => list.map(({ sessionId }) => sessionId);
    expect(ids(body.rehearsals)).toContain(session.sessionId);
    expect(ids(body.sessions)).toContain(real.session.sessionId);
    expect(ids(body.sessions)).not.toContain(session.sessionId);
    expect(ids(body.rehearsals)).not.toContain(real.session.sessionId);
    for (const [details, status] of [
      [{ rehearsal: 12, programmeId: 'estates' }, 400],
      [{ carryNeedsFrom: session.sessionId }, 400],
      [{ rehearsal: 4 }, 400],
      [{ rehearsal: 201 }, 400],
      [{ rehearsal: 7.5 }, 400],
      [{ rehearsal: true }, 400],
    ] as const)
      expect([details, (await ask('/api/sessions', { body: { title: '混着开', ...details } })).status]).toEqual([details, status]);
    const edited = await ask(`/api/sessions/${session.sessionId}`, { method: 'PATCH', body: { programmeId: 'estates' } });
    expect(edited.status).toBe(400);
    expect((await ask(`/api/sessions/${session.sessionId}`, { method: 'PATCH', body: { rehearsal: 5 } })).status).toBe(400);
    real.close();
  });

  it(
    '[R5] [R4] runs through a template with nobody but its facilitator and exports marked practice records',
    { timeout: 60_000 },
    async () => {
      const fast = 0.02;
      const hall = await startApp({ rehearsal: { pace: fast } });
      const room = await Room.open({ origin: hall.origin, key: testKey }, { title: '社区需求工作坊', rehearsal: 200 });
      await eventually(() => expect(room.facilitator.stage.stage.counts.joined).toBe(200), { withinMs: 10_000 });
      await runUnattended(room, { pace: fast });
      const path = `${hall.origin}/api/sessions/${room.session.sessionId}`;
      const json = await call<NeedRecords>(hall.origin, new URL(`${path}/needs.json`).pathname, { token });
      expect(checkNeedRecords(json.body)).toEqual([]);
      expect(json.body.session).toMatchObject({ rehearsal: true, joined: 200, title: '社区需求工作坊' });
      expect(json.body.notes.length).toBeGreaterThan(200);
      expect(json.body.needs.length).toBeGreaterThan(5);
      expect(Math.max(...json.body.runs.map(({ ballots }) => ballots ?? 0))).toBeGreaterThan(150);
      const csv = await call<string>(hall.origin, new URL(`${path}/needs.csv`).pathname, {
        token,
        headers: { 'accept-language': 'zh-CN' },
      });
      const [titles, ...rows] = csv.body.split('\r\n').filter((line) => /^(彩排|是),/.test(line));
      expect(titles).toMatch(/^彩排,编号,/);
      expect(rows).toHaveLength(json.body.needs.filter(({ mergedInto }) => mergedInto === null).length);
      expect(decodeURIComponent(csv.headers.get('content-disposition') ?? '')).toContain("UTF-8''彩排 社区需求工作坊");
      room.close();
      expect(hall.troubles).toEqual([]);
      await hall.close();
    },
  );

  it('is opened with the server, which prints its pages', async () => {
    const server = await startServer({ args: ['--rehearse'], env: { YISHI_REHEARSE: '6' } });
    const printed = await eventually(() => {
      const line = /^彩排 Rehearsal: facilitator (\S+) big screen (\S+)$/m.exec(server.output());
      if (!line) throw new Error(server.output());
      return [new URL(line[1]!).pathname, new URL(line[2]!).pathname];
    });
    const { body } = await call<{ rehearsals: SessionSummary[] }>(server.origin, '/api/sessions', { token: server.key });
    expect(body.rehearsals.map(({ sessionId }) => [`/f/${sessionId}`, `/p/${sessionId}`])).toEqual([printed]);
    await server.stop();
  });

  it('is opened by a flag or a variable, which may say how many come', () => {
    const rehearse = (argv: string[], env: Record<string, string> = {}) => readConfig(argv, env).rehearse;
    expect([
      rehearse([]),
      rehearse(['--rehearse']),
      rehearse([], { YISHI_REHEARSE: '1' }),
      rehearse([], { YISHI_REHEARSE: '200' }),
    ]).toEqual([null, 40, 40, 200]);
    for (const wrong of ['0', '4', '201', 'many', '5.5'])
      expect(() => rehearse([], { YISHI_REHEARSE: wrong })).toThrow(/number from 5 to 200/);
  });
});
