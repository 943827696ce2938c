import { afterEach, beforeEach, expect, vi } from 'vitest';
import { openPart } from '../../client/net/yjs.ts';
import { readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { layCable, type Cable, type CableOptions } from '../support/cable.ts';
import { pretendDevice } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import { Meeting } from '../support/meeting.ts';
import { pretendPage } from '../support/page.ts';
import { OddServer } from './odd-server.ts';
import { PhonePage } from './phone.ts';

/** What a test opens and this closes after it. */
export const open: { close: () => void }[] = [];

/** Closes what a test has opened, and takes its browser away. */
export function closeAfterEach(): void {
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
    vi.unstubAllGlobals();
  });
}

/** A server that answers oddly, and a page of its own. */
export async function oddServer(): Promise<OddServer> {
  const server = await OddServer.start();
  pretendPage(server.origin);
  open.push({ close: () => void server.die() });
  return server;
}

/** A meeting for each test, to which cables are laid. */
export class DifficultNetwork {
  app!: TestApp;
  meeting!: Meeting;

  /** To be called where the tests are described. */
  constructor() {
    beforeEach(async () => {
      this.app = await startApp();
      this.meeting = await Meeting.open(this.app);
    });
    afterEach(async () => {
      this.meeting.close();
      await this.app.close();
    });
  }

  async cableTo(options: CableOptions = {}): Promise<Cable> {
    const cable = await layCable(this.app.origin, options);
    pretendDevice(cable.origin);
    open.push(cable);
    return cable;
  }

  /** So many notes from each of five, over a line that brings 2,200 bytes a second: longer than anybody waits who hears nothing. */
  async slowPicture(notesEach: number): Promise<void> {
    const { meeting } = this;
    const writers = await Promise.all(Array.from({ length: 5 }, () => meeting.resident()));
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    for (const [i, { commander }] of writers.entries())
      for (let n = 0; n < notesEach; n += 1)
        await commander.must('note:add', { exerciseId: collect, noteId: `note-slow-${i}-${n}`, text: '路灯坏了'.repeat(50) });
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    const { sessionId, projectorToken } = meeting.session;
    await this.cableTo({ bytesPerSecond: 2_200 });
    const wall = openPart({ sessionId, token: projectorToken, part: 'wall', writes: false });
    open.push(wall);
    await eventually(() => expect(wall.status).toBe('online'), { withinMs: 40_000 });
    expect(readWall(wall.doc).notes).toHaveLength(5 * notesEach);
  }

  /** A phone without WebSockets: it reads the stage, writes and votes all the same. */
  async polledOver(fate: 'refuse' | 'vanish'): Promise<void> {
    const { app, meeting } = this;
    await this.cableTo({ webSockets: fate });
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
  }

  /** WebSockets go in the middle of it; for so long nothing old comes back. */
  async noMoreWebSockets(holdMs: number): Promise<void> {
    const { meeting } = this;
    const cable = await this.cableTo();
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const phone = await PhonePage.enter(meeting.session.joinCode);
    open.push(phone);
    const phase = () => phone.room.stage.stage.exercises.find(({ id }) => id === collect)?.phase;
    await eventually(() => expect(phase()).toBe('open'));
    cable.refuseWebSockets();
    await meeting.facilitator.must('exercise:close', { exerciseId: collect });
    await eventually(() => expect(phase()).toBe('closed'), { withinMs: 30_000 });
    await holds(holdMs, () => expect(phase()).toBe('closed'));
  }
}
