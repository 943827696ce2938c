import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connect, type ConnectionStatus } from '../../client/net/socket.ts';
import { openPart } from '../../client/net/yjs.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { layCable, type Cable, type CableOptions } from '../support/cable.ts';
import { pretendDevice } from '../support/device.ts';
import { readWall } from '../../shared/wall.ts';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import { Meeting } from '../support/meeting.ts';
import { pretendPage } from '../support/page.ts';
import { OddServer } from './odd-server.ts';
import { PhonePage } from './phone.ts';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.unstubAllGlobals();
});

describe('a phone whose handshakes are not answered', () => {
  async function oddServer(): Promise<OddServer> {
    const server = await OddServer.start();
    pretendPage(server.origin);
    open.push({ close: () => void server.die() });
    return server;
  }

  it('[F42] waits longer each time: a server that needs six seconds for everybody at its door lets them in all the same', async () => {
    const server = await oddServer();
    server.servesAfterMs = 6_000;
    let status: ConnectionStatus = 'connecting';
    open.push(
      connect({
        sessionId: 'session',
        token: 'token',
        onHello: () => undefined,
        onMine: () => undefined,
        onStatus: (now) => (status = now),
      }),
    );
    await eventually(() => expect(status).toBe('online'), { withinMs: 20_000 });
    expect(server.connections.length).toBeGreaterThan(1);
  }, 30_000);

  it('[F47] [F48] does not wait for ever on a line to the stage that somebody swallows', async () => {
    const server = await oddServer();
    server.swallowsParts = true;
    open.push(openPart({ sessionId: 'session', token: 'token', part: 'stage', epoch: 1, writes: false }));
    await eventually(() => expect(server.partsOpened).toBeGreaterThan(1), { withinMs: 12_000 });
  }, 20_000);
});

describe('a phone in a difficult network', () => {
  let app: TestApp;
  let meeting: Meeting;
  beforeEach(async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
  });
  afterEach(async () => {
    meeting.close();
    await app.close();
  });

  async function cableTo(options: CableOptions = {}): Promise<Cable> {
    const cable = await layCable(app.origin, options);
    pretendDevice(cable.origin);
    open.push(cable);
    return cable;
  }

  it('[F48] whose access point drops everything without a word notices within ten seconds and has the whole picture soon after', async () => {
    const cable = await cableTo();
    const phone = await PhonePage.enter(meeting.session.joinCode);
    open.push(phone);
    cable.hush();
    const hushed = performance.now();
    await meeting.facilitator.must('session:attendance', { present: 41 });
    await eventually(() => expect(phone.room.status).toBe('offline'), { withinMs: 12_000 });
    expect(performance.now() - hushed).toBeLessThan(10_000);
    cable.plugIn();
    await eventually(() => expect([phone.isWhole, phone.room.stage.stage.session?.attendance?.present]).toEqual([true, 41]), {
      withinMs: 10_000,
    });
  }, 40_000);

  it('[F44] [F48] whose line is slow waits for a picture that is still coming, however long it takes', async () => {
    const writers = await Promise.all(Array.from({ length: 5 }, () => meeting.resident()));
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    for (const [i, { commander }] of writers.entries())
      for (let n = 0; n < 5; n += 1)
        await commander.must('note:add', { exerciseId: collect, noteId: `note-slow-${i}-${n}`, text: '路灯坏了'.repeat(50) });
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    const { sessionId, projectorToken } = meeting.session;
    await cableTo({ bytesPerSecond: 2_200 });
    const wall = openPart({ sessionId, token: projectorToken, part: 'wall', epoch: 1, writes: false });
    open.push(wall);
    await eventually(() => expect(wall.status).toBe('online'), { withinMs: 40_000 });
    expect(readWall(wall.doc).notes).toHaveLength(25);
  }, 60_000);

  it('[F48] is a facilitator’s as well: the line of commands is known to be dead within ten seconds', async () => {
    const cable = await cableTo();
    const { FacilitatorState } = await import('../../client/state/facilitator.svelte.ts');
    const { sessionId, facilitatorToken } = meeting.session;
    const state = new FacilitatorState({ sessionId, token: facilitatorToken });
    open.push(state);
    await eventually(() => expect([state.status, state.stage.status]).toEqual(['online', 'online']));
    cable.hush();
    await eventually(() => expect(state.status).toBe('offline'), { withinMs: 10_000 });
  }, 30_000);

  it('[F48] [F63] that went without a word does not keep the server from stopping', async () => {
    const cable = await cableTo();
    const phone = await PhonePage.enter(meeting.session.joinCode);
    open.push(phone);
    cable.hush();
    const started = performance.now();
    await app.close();
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it.each(['refuse', 'vanish'] as const)(
    '[F49] that lets every WebSocket %s is polled over: the stage is read, notes and ballots arrive',
    async (fate) => {
      await cableTo({ webSockets: fate });
      await meeting.needs('need-lamps');
      const [collect, vote] = [await meeting.exerciseOf('collect'), await meeting.exerciseOf('dot-vote')];
      await meeting.facilitator.must('exercise:open', { exerciseId: collect });
      const phone = await PhonePage.load(meeting.session.joinCode);
      open.push(phone);
      const sees = (exerciseId: string) =>
        eventually(() => expect(phone.state.room?.stage.current?.id).toBe(exerciseId), { withinMs: 25_000 });
      await sees(collect);
      phone.room.addNote(collect, '楼道灯不亮', []);
      await eventually(() => expect(phone.notes(collect)).toEqual([['楼道灯不亮', 'delivered']]));
      await meeting.facilitator.must('exercise:close', { exerciseId: collect });
      await meeting.facilitator.must('exercise:open', { exerciseId: vote });
      await sees(vote);
      phone.room.castBallot(vote, { kind: 'dot-vote', dots: { 'need-lamps': 3 } });
      await eventually(() => expect(phone.room.outbox.entries).toEqual([]));
      const { state } = await app.sessions.get(meeting.session.sessionId);
      expect([...state.ballots.values()].flatMap((round) => [...round.values()].map(({ ballot }) => ballot))).toEqual([
        { kind: 'dot-vote', dots: { 'need-lamps': 3 } },
      ]);
    },
    60_000,
  );

  it('[F49] that lets WebSockets through no more in the middle of it: what is polled stays, and nothing old comes back', async () => {
    const cable = await cableTo();
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const phone = await PhonePage.enter(meeting.session.joinCode);
    open.push(phone);
    const phase = () => phone.room.stage.stage.exercises.find(({ id }) => id === collect)?.phase;
    await eventually(() => expect(phase()).toBe('open'));
    cable.refuseWebSockets();
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    await eventually(() => expect(phase()).toBe('closed'), { withinMs: 30_000 });
    await holds(8_000, () => expect(phase()).toBe('closed'));
  }, 60_000);
});
