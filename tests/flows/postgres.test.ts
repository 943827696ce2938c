import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rebuild } from '../../server/session/rebuild.ts';
import { readStage } from '../../shared/stage.ts';
import { readWall, writeNeed } from '../../shared/wall.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Facilitator, freshId, makeSession, PartReader, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';

describe.skipIf(noPostgres)(`on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  let url: string;
  let apps: TestApp[];
  let session: CreatedSession;
  let facilitator: Facilitator;
  let phones: Phone[];

  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    url = await postgres.database();
    apps = [];
    await oneMoreApp();
    session = await makeSession(apps[0]!.origin, testKey);
    facilitator = await Facilitator.open(apps[0]!.origin, session);
    phones = [];
  });
  afterEach(async () => {
    for (const face of [facilitator, ...phones]) face.close();
    for (const app of apps) await app.close();
  });

  async function oneMoreApp(): Promise<TestApp> {
    const app = await startApp({ store: await postgres.open(url), lookEveryMs: 100 });
    apps.push(app);
    return app;
  }
  const join = async (app: TestApp, count: number) => {
    const came = await Promise.all(Array.from({ length: count }, () => Phone.join(app.origin, session.sessionId)));
    phones.push(...came);
    return came;
  };
  const open = async (kind: string) => {
    const { id } = exerciseOf(facilitator.stage.stage, kind);
    await facilitator.commander.must('exercise:open', { exerciseId: id });
    return id;
  };
  /** What is stored, read by nobody's process. */
  const stored = async () => {
    const store = await postgres.open(url);
    return rebuild(store, session.sessionId).finally(() => store.close());
  };

  it('[D32] [F53] [F56] [F57] a database that crashes in the middle of a vote costs no acknowledged ballot: senders are told, and it goes on by itself', async () => {
    const needs = ['need-lamps', 'need-lunch'];
    for (const id of needs) writeNeed(facilitator.wall.doc, { id, title: id }, { x: 0, y: 0, order: id }, { by: 'the test' });
    await eventually(() => expect(facilitator.wall.wall.needs.map(({ number }) => number)).toEqual([1, 2]));
    await join(apps[0]!, 6);
    const exerciseId = await open('dot-vote');
    const refusals = new Set<string>();
    let isOver = false;
    const dotsOf = (turn: number) => ({ 'need-lamps': 1 + (turn % 3), ...(turn % 2 === 0 && { 'need-lunch': 1 }) });
    /** Casts again and again, and sends what was refused again under its id, as a phone does. The last one is acknowledged. */
    const vote = async ({ commander }: Phone, index: number) => {
      for (let turn = index; ; turn += 1) {
        const ballot = { kind: 'dot-vote' as const, dots: dotsOf(turn) };
        const payload = { commandId: freshId(), exerciseId, ballot };
        for (;;) {
          const answer = await commander.send('ballot:cast', payload);
          if (answer.ok) break;
          if (answer.refusal.code !== 'too-fast') refusals.add(answer.refusal.code);
          await new Promise((resolve) => setTimeout(resolve, 150));
        }
        if (isOver) return ballot;
      }
    };
    const voting = phones.map(vote);
    await eventually(() => expect(facilitator.stage.stage.counts.submitted[exerciseId]).toBe(6));
    await postgres.crash();
    await eventually(() => expect(refusals.size).toBeGreaterThan(0), { withinMs: 10_000 });
    expect((await call(apps[0]!.origin, `/api/join/${session.joinCode}`)).status).toBe(503);
    await postgres.begin();
    isOver = true;
    const last = await Promise.all(voting);
    expect([...refusals].filter((code) => code !== 'not-stored' && code !== 'try-later')).toEqual([]);
    expect([facilitator.commander, ...phones.map(({ commander }) => commander)].map(({ socket }) => socket.connected)).not.toContain(false);

    const { state, seq } = (await stored())!;
    const bodies = [...state.ballots.values()].flatMap((round) => [...round.values()]).map((body) => JSON.stringify(body));
    for (const ballot of last) expect(bodies.join()).toContain(JSON.stringify(ballot.dots).slice(1, -1));
    expect(bodies).toHaveLength(6);
    expect(seq).toBe((await apps[0]!.sessions.get(session.sessionId)).seq);
    await facilitator.commander.must('exercise:close', { exerciseId });
    const tally = await facilitator.commander.must('exercise:reveal', { exerciseId });
    expect(tally).toMatchObject({ ballots: 6 });
    await eventually(() => expect(phones[0]!.stage.stage.tallies[exerciseId]).toMatchObject({ ballots: 6 }));
  });

  it('[D33] two processes serve one session: who is beaten to a seq decides afresh, and each shows what the other stored', async () => {
    const [here, there] = [apps[0]!, await oneMoreApp()];
    const [, away] = await Promise.all([join(here, 4), join(there, 4)]);
    const projector = new PartReader(there.origin, { token: session.projectorToken, sessionId: session.sessionId, part: 'wall' });
    await projector.synced;
    for (const face of [facilitator, ...phones])
      await eventually(() => expect(face.stage.stage.counts).toMatchObject({ joined: 8, online: 8 }));
    const exerciseId = await open('collect');
    await eventually(() => {
      for (const phone of phones) expect(exerciseOf(phone.stage.stage, 'collect').phase).toBe('open');
    });
    const noteIds = phones.flatMap((_, index) => [1, 2, 3].map((turn) => `note-${index}-of-${turn}`));
    await Promise.all(
      phones.map(async ({ commander }, index) => {
        for (const noteId of noteIds.slice(index * 3, index * 3 + 3))
          await commander.must('note:add', { exerciseId, noteId, text: `写的 ${noteId}` });
      }),
    );
    await facilitator.commander.must('exercise:reveal', { exerciseId });
    await eventually(() => expect(projector.wall.notes.map(({ id }) => id).toSorted()).toEqual(noteIds.toSorted()));
    const wall = (await stored())!.documents.parts.wall;
    for (const app of apps)
      await eventually(async () => {
        const { parts } = (await app.sessions.get(session.sessionId)).documents;
        expect(readWall(parts.wall)).toEqual(readWall(wall));
      });
    for (const phone of phones) await eventually(() => expect(exerciseOf(phone.stage.stage, 'collect').revealed).toBe(true));
    expect(readStage((await stored())!.documents.parts.stage).exercises).toEqual(facilitator.stage.stage.exercises);

    for (const { commander } of away.slice(1)) commander.close();
    await eventually(() => expect(facilitator.stage.stage.counts.online).toBe(5));
    await facilitator.commander.must('token:revoke', { role: 'projector' });
    await eventually(() => expect(projector.provider.wsconnected).toBe(false));
    projector.close();
    const key = await call<{ id: string; key: string }>(here.origin, '/api/organizer-keys', { token: testKey, body: { name: '张' } });
    const lists = () => call(there.origin, '/api/sessions', { token: key.body.key });
    await eventually(async () => expect((await lists()).status).toBe(200));
    await call(here.origin, `/api/organizer-keys/${key.body.id}`, { token: testKey, method: 'DELETE' });
    await eventually(async () => expect((await lists()).status).toBe(401));
    await call(here.origin, `/api/sessions/${session.sessionId}`, { token: testKey, method: 'DELETE' });
    await eventually(() => expect(phones.map(({ commander }) => commander.socket.connected)).not.toContain(true));
  });
});
