import { expect } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { layCable, type Cable } from '../support/cable.ts';
import { pretendDevice, type Device } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import { Meeting } from '../support/meeting.ts';
import { PhonePage } from './phone.ts';

/** A meeting on the real server and one phone at the end of a cable. */
export class Away {
  readonly app: TestApp;
  readonly meeting: Meeting;
  readonly cable: Cable;
  readonly device: Device;
  readonly collect: string;
  readonly vote: string;
  phone: PhonePage;

  private constructor(room: Pick<Away, 'app' | 'meeting' | 'cable' | 'device' | 'collect' | 'vote' | 'phone'>) {
    this.app = room.app;
    this.meeting = room.meeting;
    this.cable = room.cable;
    this.device = room.device;
    this.collect = room.collect;
    this.vote = room.vote;
    this.phone = room.phone;
  }

  /** Somebody is in the room while notes are collected. The caller takes the pretended device away. */
  static async begin(): Promise<Away> {
    const app = await startApp();
    const meeting = await Meeting.open(app);
    const [collect, vote] = [await meeting.exerciseOf('collect'), await meeting.exerciseOf('dot-vote')];
    await meeting.needs('need-lamps', 'need-lunch');
    await meeting.facilitator.must('exercise:change', { exerciseId: collect, settings: { notesPerPerson: 1000 } });
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    const cable = await layCable(app.origin);
    const device = pretendDevice(cable.origin);
    const phone = await PhonePage.enter(meeting.session.joinCode);
    await eventually(() => expect(phone.room.stage.current?.id).toBe(collect));
    return new Away({ app, meeting, cable, device, collect, vote, phone });
  }

  /** The page is killed and loaded again: what it had in memory is gone. */
  async reload(): Promise<void> {
    this.phone.close();
    this.phone = await PhonePage.enter(this.meeting.session.joinCode);
  }

  /** The words of every note that is stored, in the order in which they came. */
  async storedNotes(): Promise<string[]> {
    const { state } = await this.app.sessions.get(this.meeting.session.sessionId);
    return [...state.notes.values()].sort((a, b) => a.arrival - b.arrival).map(({ id }) => state.texts.get(id)?.text ?? '');
  }

  async storedBallots(): Promise<unknown[]> {
    const { state } = await this.app.sessions.get(this.meeting.session.sessionId);
    return [...state.ballots.values()].flatMap((round) => [...round.values()].map(({ ballot }) => ballot));
  }

  async goOnToVote(): Promise<void> {
    await this.meeting.facilitator.must('exercise:close', { exerciseId: this.collect });
    await this.meeting.facilitator.must('exercise:open', { exerciseId: this.vote });
    await eventually(() => expect(this.phone.room.stage.current?.id).toBe(this.vote));
  }

  async end(): Promise<void> {
    this.phone.close();
    this.cable.close();
    this.meeting.close();
    await this.app.close();
  }
}

/** [F46] The Wi-Fi is off for so long while three notes are written, and again while a ballot is cast and changed. */
export async function wifiOff(away: Away, offMs: number): Promise<void> {
  const { cable, phone, collect, vote } = away;
  const notes = ['第一张', '第二张', '第三张'];
  cable.pull();
  await eventually(() => expect(phone.room.status).toBe('offline'));
  for (const text of notes) phone.room.addNote(collect, text, []);
  await holds(offMs, () => expect(phone.notes(collect)).toEqual(notes.map((text) => [text, 'waiting'])));
  expect(await away.storedNotes()).toEqual([]);
  cable.plugIn();
  await eventually(() => expect(phone.notes(collect)).toEqual(notes.map((text) => [text, 'delivered'])), { withinMs: 12_000 });
  expect(await away.storedNotes()).toEqual(notes);

  await away.goOnToVote();
  cable.pull();
  await eventually(() => expect(phone.room.status).toBe('offline'));
  const ballots = [{ 'need-lamps': 3 }, { 'need-lunch': 2 }].map((dots) => ({ kind: 'dot-vote', dots }));
  for (const ballot of ballots) phone.room.castBallot(vote, ballot);
  await holds(offMs, () => expect(phone.ballot(vote)).toEqual({ where: 'waiting', cast: ballots[1] }));
  cable.plugIn();
  await eventually(() => expect(phone.ballot(vote)).toEqual({ where: 'delivered', cast: ballots[1] }), { withinMs: 12_000 });
  expect(await away.storedBallots()).toEqual([ballots[1]]);
  expect(phone.room.outbox.entries).toEqual([]);
}

/** [F47] The line goes and comes every `everyMs`; each fifth time it goes without a word. Somebody writes all the while. */
export async function flap(away: Away, { everyMs, forMs }: { everyMs: number; forMs: number }): Promise<void> {
  const { cable, phone, collect } = away;
  const notes: string[] = [];
  for (let flaps = 1; flaps * everyMs <= forMs; flaps += 1) {
    if (flaps % 5 === 0) cable.hush();
    else cable.pull();
    notes.push(`第 ${String(flaps)} 张`);
    phone.room.addNote(collect, notes.at(-1)!, []);
    await holds(everyMs / 2, () => expect(phone.notes(collect).map(([text]) => text)).toEqual(notes));
    cable.plugIn();
    await holds(everyMs / 2, () => expect(phone.state.arrival).toBe('here'));
  }
  // What was hushed last is noticed in ten seconds; then the waits, which are chance.
  await eventually(() => expect([phone.isWhole, phone.room.outbox.entries.length]).toEqual([true, 0]), { withinMs: 25_000 });
  expect(phone.notes(collect)).toEqual(notes.map((text) => [text, 'delivered']));
  expect(await away.storedNotes()).toEqual(notes);
}

/** [F50] The page is in the background for so long, where its lines die without a word, while something is half written; then it is shown again. */
export async function background(away: Away, awayMs: number): Promise<void> {
  const { cable, phone, device, collect, meeting } = away;
  phone.room.drafts.write(collect, '写到一半');
  cable.hush();
  await meeting.facilitator.must('session:attendance', { present: 41 });
  await holds(awayMs, () => expect(phone.room.stage.stage.session?.attendance).toBeNull());
  cable.plugIn();
  const back = performance.now();
  device.show();
  await eventually(() => expect([phone.isWhole, phone.room.stage.stage.session?.attendance?.present]).toEqual([true, 41]));
  expect(performance.now() - back).toBeLessThan(3_000);
  expect(phone.room.drafts.read(collect)).toBe('写到一半');
}
