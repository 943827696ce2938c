import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readStage } from '../../shared/stage.ts';
import { readTurn, readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { codeOf, Meeting, type Resident } from '../support/meeting.ts';

describe('notes that come onto the wall one by one', () => {
  let app: TestApp;
  let meeting: Meeting;
  let exerciseId: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app, { template: 'blank' });
  });
  afterEach(() => meeting.close());

  async function begin(settings: Record<string, unknown>): Promise<void> {
    ({ exerciseId } = await meeting.facilitator.must('exercise:add', { exercise: { kind: 'collect', settings } }));
    await meeting.facilitator.must('exercise:open', { exerciseId });
  }
  async function write(writer: Resident, text: string): Promise<string> {
    const noteId = freshId();
    await writer.commander.must('note:add', { exerciseId, noteId, text });
    return noteId;
  }
  async function turnOver(): Promise<void> {
    await meeting.facilitator.must('exercise:close', { exerciseId });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
  }
  const onWall = async () => readWall(await meeting.stored('wall')).notes.map(({ text }) => text);
  const turn = async () => readTurn(await meeting.stored('backstage'))?.participantId ?? null;
  const turns = async () => {
    await new Promise((resolve) => setTimeout(resolve, 250));
    return readStage(await meeting.stored('stage')).counts.turns;
  };
  const ahead = async ({ token }: Resident) => (await meeting.commander(token).hello).mine!.turn?.ahead;

  it('[N7] held: nothing comes by itself, one comes when it is let through, the rest at once, and each of them once', async () => {
    await begin({ hold: true });
    const writer = await meeting.resident();
    const first = await write(writer, '一');
    for (const text of ['二', '三', '四']) await write(writer, text);
    expect(codeOf(await meeting.facilitator.send('exercise:show-held', { exerciseId }))).toBe('exercise-not-open');
    await turnOver();
    expect(await onWall()).toEqual([]);
    await meeting.facilitator.must('note:show', { noteId: first });
    expect(await onWall()).toEqual(['一']);
    await meeting.facilitator.must('note:hide', { noteId: await held('二') });
    await meeting.facilitator.must('exercise:show-held', { exerciseId });
    await meeting.facilitator.must('exercise:show-held', { exerciseId });
    expect((await onWall()).sort()).toEqual(['一', '三', '四']);
    const numbers = readWall(await meeting.stored('wall')).notes.map(({ number }) => number);
    expect(numbers.sort()).toEqual([1, 2, 3]);
  });

  const held = async (text: string) => readWall(await meeting.stored('backstage')).notes.find((note) => note.text === text)!.id;

  it('[N8] in turn: everybody once before anybody twice, a pass is a turn, and who comes late comes in', async () => {
    await begin({ roundRobin: true });
    const people = await meeting.residents(3);
    const notes = new Map<string, string[]>();
    for (const person of people) notes.set(person.participantId, [await write(person, '甲'), await write(person, '乙')]);
    expect(await turn()).toBeNull();
    await turnOver();
    expect(await onWall()).toEqual([]);
    expect(await turns()).toEqual({ exerciseId, people: 3, notes: 6 });

    const byId = new Map(people.map((person) => [person.participantId, person]));
    const first = byId.get((await turn())!)!;
    expect(await ahead(first)).toBe(0);
    const others = people.filter((person) => person !== first);
    expect((await Promise.all(others.map(ahead))).sort()).toEqual([1, 2]);
    // Nobody reads before their turn, and nobody reads for another.
    const [other] = others;
    expect(codeOf(await other!.commander.send('turn:take', { noteId: notes.get(other!.participantId)![0]! }))).toBe('not-allowed');
    expect(codeOf(await other!.commander.send('turn:take', { noteId: notes.get(first.participantId)![0]! }))).toBe('not-found');
    await other!.commander.must('turn:pass', { exerciseId });
    expect(await turn()).toBe(first.participantId);

    await first.commander.must('turn:take', { noteId: notes.get(first.participantId)![1]! });
    expect(await onWall()).toEqual(['乙']);
    const second = byId.get((await turn())!)!;
    expect(second).not.toBe(first);
    await second.commander.must('turn:pass', { exerciseId });
    const third = byId.get((await turn())!)!;
    expect(new Set([first, second, third]).size).toBe(3);
    // A facilitator passes for the one they see; two who press at once pass for one.
    const pass = { exerciseId, participantId: third.participantId };
    await Promise.all([meeting.facilitator.must('turn:pass', pass), meeting.facilitator.must('turn:pass', pass)]);
    expect(await turn()).toBe(first.participantId);

    await meeting.facilitator.must('exercise:reopen', { exerciseId });
    const late = await meeting.resident();
    await write(late, '后来的');
    await meeting.facilitator.must('exercise:close', { exerciseId });
    expect(await turn()).toBe(late.participantId);
    await meeting.facilitator.must('exercise:show-held', { exerciseId });
    expect(await onWall()).toHaveLength(7);
    expect(await turn()).toBeNull();
    expect(await turns()).toBeUndefined();
  });

  it('[N8] [S3] whose turn it is stands neither on the stage nor on the wall, and no event names a person', async () => {
    await begin({ roundRobin: true });
    const writers = await meeting.residents(2);
    for (const writer of writers) await write(writer, `给 ${writer.alias} 的话`);
    await turnOver();
    await meeting.facilitator.must('turn:pass', { exerciseId });
    for (const part of ['stage', 'wall'] as const) {
      const doc = await meeting.stored(part);
      const shown = JSON.stringify([...doc.share.keys()].map((key) => doc.getMap(key).toJSON()));
      for (const { participantId, alias } of writers) expect(shown).not.toMatch(new RegExp(`${participantId}|${alias}`));
    }
    const log = await app.sessions.store.commits(meeting.session.sessionId, 0);
    expect(log.at(-1)!.events).toContain('note-passed');
    for (const { participantId } of writers) expect(JSON.stringify(log.map(({ events }) => events))).not.toContain(participantId);
  });

  it('[N9] ideas for one need belong to it from the start, and its title stands on the stage', async () => {
    await begin({});
    await write(await meeting.resident(), '路灯坏了');
    await turnOver();
    await meeting.needs('need-lamps');
    await begin({ aboutNeedId: 'need-lamps' });
    await write(await meeting.resident(), '先修三号楼');
    const exercise = readStage(await meeting.stored('stage')).exercises.find(({ id }) => id === exerciseId)!;
    expect(exercise.options).toEqual([{ needId: 'need-lamps', number: 1, title: '题 need-lamps' }]);
    await turnOver();
    const idea = readWall(await meeting.stored('wall')).notes.find(({ text }) => text === '先修三号楼');
    expect(idea).toMatchObject({ kind: 'idea', place: { needId: 'need-lamps' } });
  });

  it('[N9] refuses to ask about a need that is not there', async () => {
    ({ exerciseId } = await meeting.facilitator.must('exercise:add', {
      exercise: { kind: 'collect', settings: { aboutNeedId: 'need-nowhere' } },
    }));
    expect(codeOf(await meeting.facilitator.send('exercise:open', { exerciseId }))).toBe('not-found');
  });
});
