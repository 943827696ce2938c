import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeSyncStep1 } from 'y-protocols/sync';
import * as Y from 'yjs';
import { buses } from '../../server/app.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readPeople } from '../../shared/wall.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Commander, Facilitator, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { noRedis, RedisServer } from '../support/redis.ts';

/** What a frame of the documents' channel begins with where it is of a sync. */
const messageSync = 0;

const isMissing = noPostgres || noRedis;

describe.skipIf(isMissing)(`several processes with a bus${isMissing}`, () => {
  let postgres: Postgres;
  let redis: RedisServer;
  let url: string;
  let apps: TestApp[];
  let faces: { close: () => void }[];
  let session: CreatedSession;

  beforeAll(async () => {
    [postgres, redis] = await Promise.all([Postgres.start(), RedisServer.start()]);
  });
  afterAll(() => Promise.all([postgres.stop(), redis.stop()]));
  beforeEach(async () => {
    url = await postgres.database();
    [apps, faces] = [[], []];
  });
  afterEach(async () => {
    for (const face of faces) face.close();
    await Promise.all(apps.map((app) => app.close()));
  });

  /** Hears of others what it asks for, and nothing else. */
  const alone = async () => {
    const app = await startApp({ store: await postgres.open(url), lookEveryMs: 3_600_000 });
    apps.push(app);
    return app;
  };
  const overRedis = async () => {
    const store = await postgres.open(url);
    const bus = await buses.redis({ url: redis.url, secret: await store.secret(), onTrouble: () => undefined });
    const app = await startApp({ store, bus });
    apps.push(app);
    return app;
  };
  const join = async (app: TestApp, count: number) => {
    const came = await Promise.all(Array.from({ length: count }, () => Phone.join(app.origin, session.sessionId)));
    faces.push(...came);
    return came;
  };
  const openAt = async (app: TestApp) => {
    const facilitator = await Facilitator.open(app.origin, session);
    faces.push(facilitator);
    return facilitator;
  };

  it('[D40] [D41] what one process stored the others show at once, and every face shows the people of all of them', async () => {
    const [here, there] = [await overRedis(), await overRedis()];
    session = await makeSession(here.origin, testKey);
    const [facilitator, colleague] = [await openAt(here), await openAt(there)];
    const phones = [...(await join(here, 3)), ...(await join(there, 2))];
    const everybody = [facilitator, colleague, ...phones];
    await eventually(() => {
      for (const { stage } of everybody) expect(stage.stage.counts).toMatchObject({ joined: 5, online: 5 });
    });
    for (const { backstage } of [facilitator, colleague])
      await eventually(() => expect(readPeople(backstage.doc).map(({ online }) => online)).toEqual([true, true, true, true, true]));
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await eventually(() => expect(exerciseOf(phones[4]!.stage.stage, 'collect').phase).toBe('open'));
    for (const phone of phones) await phone.commander.must('participant:ready', { exerciseId, ready: true });
    await eventually(() => {
      for (const { stage } of everybody) expect(stage.stage.counts.ready[exerciseId]).toBe(5);
    });
    phones[0]!.close();
    phones[3]!.close();
    await eventually(() => {
      for (const { stage } of [facilitator, colleague]) expect(stage.stage.counts.online).toBe(3);
    });
    const second = new Phone(there.origin, session.sessionId, { ...phones[1]!, alias: '' });
    faces.push(second);
    await second.commander.hello;
    await phones[1]!.commander.must('note:add', { exerciseId, noteId: 'note-of-two-pages', text: '两个页面' });
    await eventually(() => expect(second.commander.mine?.notes.map(({ noteId }) => noteId)).toEqual(['note-of-two-pages']));
    await eventually(() => {
      for (const { stage } of [facilitator, colleague]) expect(stage.stage.counts.online).toBe(3);
    });
    await call(here.origin, `/api/sessions/${session.sessionId}`, { token: testKey, method: 'DELETE' });
    await eventually(() => expect(colleague.commander.socket.connected).toBe(false));
  });

  it('[D40] nobody is refused by what their process does not know yet', async () => {
    const [here, there] = [await alone(), await alone()];
    session = await makeSession(here.origin, testKey);
    const facilitator = await openAt(here);
    const [phone] = await join(there, 1);
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    expect(exerciseOf(phone!.stage.stage, 'collect').phase).toBe('draft');
    await phone!.commander.must('note:add', { exerciseId, noteId: 'note-of-who-knew', text: '已经开始了' });
    await eventually(() => expect(exerciseOf(phone!.stage.stage, 'collect').phase).toBe('open'));
    await facilitator.commander.must('exercise:close', { exerciseId });
    const late = await phone!.commander.send('note:add', { exerciseId, noteId: 'note-of-who-is-late', text: '晚了' });
    expect(late).toMatchObject({ ok: false, refusal: { code: 'exercise-not-open' } });
  });

  it('[D54] who comes from a process where they did something is told of it first of all, and records say what was done there', async () => {
    const there = await alone();
    session = await makeSession(there.origin, testKey);
    await openAt(there);
    const here = await alone();
    const facilitator = await openAt(here);
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    const people = await join(here, 3);
    for (const [i, { commander }] of people.entries())
      await commander.must('note:add', { exerciseId, noteId: `note-of-person-${i}`, text: '灯' });
    const again = people.map((phone) => new Commander(there.origin, { token: phone.token, sessionId: session.sessionId }));
    faces.push(...again);
    const told = (await Promise.all(again.map(({ hello }) => hello))).map(({ mine }) => mine!.notes.map(({ noteId }) => noteId));
    expect(told).toEqual([['note-of-person-0'], ['note-of-person-1'], ['note-of-person-2']]);
    for (const name of ['exercise:close', 'exercise:reveal'] as const) await facilitator.commander.must(name, { exerciseId });
    const { body } = await call<NeedRecords>(there.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey });
    expect(body.notes.map(({ text }) => text)).toEqual(['灯', '灯', '灯']);
  });

  it('[D54] [D17] a session that was erased at one process is gone for whoever asks another', async () => {
    const [here, there] = [await alone(), await alone()];
    session = await makeSession(here.origin, testKey);
    await openAt(there);
    const { status: before } = await call(there.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey });
    expect(before).toBe(200);
    await call(here.origin, `/api/sessions/${session.sessionId}`, { token: testKey, method: 'DELETE' });
    const again = new Commander(there.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
    faces.push(again);
    const came = await Promise.race([
      again.hello.then(() => 'let in'),
      new Promise((go) => again.socket.on('connect_error', () => go('refused'))),
    ]);
    const { status } = await call(there.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey });
    expect({ status, came }).toEqual({ status: 404, came: 'refused' });
  });

  it('[D54] lists say what was stored by then at whichever process', async () => {
    const [here, there] = [await alone(), await alone()];
    session = await makeSession(here.origin, testKey);
    await openAt(there);
    const facilitator = await openAt(here);
    await facilitator.commander.must('session:end', {});
    const { body } = await call<{ sessions: { sessionId: string; status: string }[] }>(there.origin, '/api/sessions', { token: testKey });
    expect(JSON.stringify(body)).toContain('"status":"ended"');
  });

  it('[D41] who says at another process that they are not done any more does not count as done', async () => {
    const [here, there] = [await overRedis(), await overRedis()];
    session = await makeSession(here.origin, testKey);
    const facilitator = await openAt(here);
    const [phone] = await join(there, 1);
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await eventually(() => expect(exerciseOf(phone!.stage.stage, 'collect').phase).toBe('open'));
    await phone!.commander.must('participant:ready', { exerciseId, ready: true });
    await eventually(() => expect(facilitator.stage.stage.counts.ready[exerciseId]).toBe(1));
    // Their page comes to the other process.
    phone!.close();
    const moved = new Phone(here.origin, session.sessionId, { ...phone!, alias: '' });
    faces.push(moved);
    await moved.commander.hello;
    expect(facilitator.stage.stage.counts.ready[exerciseId]).toBe(1);
    await moved.commander.must('participant:ready', { exerciseId, ready: false });
    await eventually(() => expect(facilitator.stage.stage.counts.ready[exerciseId] ?? 0).toBe(0));
    await moved.commander.must('participant:ready', { exerciseId, ready: true });
    await eventually(() => expect(facilitator.stage.stage.counts.ready[exerciseId]).toBe(1));
  });

  it('[D53] who knows more from another process, and asks what is new, keeps what they have, and goes on', async () => {
    const [here, there] = [await alone(), await alone()];
    session = await makeSession(here.origin, testKey);
    const [facilitator, colleague] = [await openAt(here), await openAt(there)];
    const [phone] = await join(there, 1);
    const { provider, doc } = phone!.stage;
    await phone!.stage.synced;
    const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
    await facilitator.commander.must('exercise:open', { exerciseId });
    await eventually(() => expect(exerciseOf(facilitator.stage.stage, 'collect').phase).toBe('open'));
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(facilitator.stage.doc));
    expect(exerciseOf(colleague.stage.stage, 'collect').phase).toBe('draft');
    const closed: number[] = [];
    provider.on('closed', ({ code }) => closed.push(code));
    const asking = encoding.createEncoder();
    encoding.writeVarUint(asking, messageSync);
    writeSyncStep1(asking, doc);
    provider.ws!.send(encoding.toUint8Array(asking));
    await eventually(() => expect(exerciseOf(colleague.stage.stage, 'collect').phase).toBe('open'));
    await colleague.commander.must('exercise:close', { exerciseId });
    await eventually(() => expect(exerciseOf(phone!.stage.stage, 'collect').phase).toBe('closed'));
    expect(closed).toEqual([]);
  });
});
