import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readSecrets } from '../../server/config.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { openPostgresStore } from '../../server/store/postgres.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { Commander, Facilitator, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { Room } from '../support/room.ts';
import { startServer } from '../support/server.ts';
import { WebhookReceiver, webhookSecret } from '../support/webhook-receiver.ts';

/** Sends a note until it is taken, as a phone does; says what it heard before. */
async function insist(commander: () => Commander, exerciseId: string, noteId: string): Promise<string[]> {
  const payload = { commandId: freshId(), exerciseId, noteId, text: `写的 ${noteId}` };
  const heard: string[] = [];
  for (;;) {
    const answer = await commander()
      .send('note:add', payload)
      .catch(() => null);
    if (answer?.ok) return heard;
    heard.push(answer ? answer.refusal.code : 'no answer');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe.skipIf(noPostgres)(`processes on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  let url: string;
  let dir: string;
  const open: { close: () => void }[] = [];
  beforeAll(async () => {
    postgres = await Postgres.start();
  });
  afterAll(() => postgres.stop());
  beforeEach(async () => {
    url = await postgres.database();
    dir = mkdtempSync(join(tmpdir(), 'yishi-processes-'));
  });
  afterEach(() => {
    for (const one of open.splice(0)) one.close();
    rmSync(dir, { recursive: true, force: true });
  });

  const keep = <One extends { close: () => void }>(one: One): One => {
    open.push(one);
    return one;
  };
  const storedNotes = async (session: CreatedSession, keysDir = join(dir, 'round-keys')) => {
    const store = await openPostgresStore({ url, keysDir });
    const { state } = (await rebuild(store, session.sessionId).finally(() => store.close()))!;
    return [...state.notes.keys()].toSorted();
  };
  async function collecting(server: { origin: string; key: string }, residents: number) {
    const room = await Room.take(server.origin, await makeSession(server.origin, server.key, { title: '槐树里社区', template: 'blank' }));
    keep(room.facilitator);
    await room.join(residents);
    const send = room.facilitator.commander.must.bind(room.facilitator.commander);
    const { exerciseId } = await send('exercise:add', { exercise: { kind: 'collect', settings: { notesPerPerson: 100 } } });
    await send('exercise:open', { exerciseId });
    return { room, exerciseId };
  }

  it('[D34] [D33] [D4] [F53] two servers that start at once serve one session; when one is killed its people go on at the other, and nothing acknowledged is lost', async () => {
    const start = () => startServer({ dir, env: { YISHI_DATABASE_URL: url } });
    const [first, second] = await Promise.all([start(), start()]);
    expect(first.key).toBe(second.key);
    const { room, exerciseId } = await collecting(second, 6);
    const { sessionId } = room.session;
    const grants = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const response = await fetch(`${first.origin}/api/sessions/${sessionId}/participants`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ commandId: freshId() }),
        });
        return ((await response.json()) as { token: string }).token;
      }),
    );
    const at = (origin: string, token: string) => keep(new Commander(origin, { token, sessionId }));
    const moved = grants.map((token) => ({ token, commander: at(first.origin, token) }));
    await eventually(async () => {
      const answer = await moved[0]!.commander.send('note:add', { exerciseId, noteId: 'note-first-at-all', text: '第一张' });
      expect(answer).toMatchObject({ ok: true });
    });
    const noteIds = [0, 1, 2, 3].map((turn) => Array.from({ length: 12 }, (_, person) => `note-${turn}-by-${person}`));
    const everybody = (turn: number) => [
      ...room.residents.map(({ commander }, person) => insist(() => commander, exerciseId, noteIds[turn]![person]!)),
      ...moved.map((one, person) => insist(() => one.commander, exerciseId, noteIds[turn]![person + 6]!)),
    ];
    await Promise.all([...everybody(0), ...everybody(1)]);
    const underWay = [...everybody(2), ...everybody(3)];
    await first.kill();
    for (const one of moved) one.commander = at(second.origin, one.token);
    await Promise.all(underWay);
    expect(await storedNotes(room.session)).toEqual(['note-first-at-all', ...noteIds.flat()].toSorted());
    expect(await second.stop()).toBe(0);
  });

  it('[D31] [D32] [F57] backends that stand still across a commit: nobody is told what is not so, and once they go on nothing comes that was said not to be', async () => {
    const app = await startApp({ store: await postgres.open(url) });
    const { room, exerciseId } = await collecting({ origin: app.origin, key: testKey }, 4);
    const people = room.residents;
    const backends = await postgres.run<{ pid: number }>('postgres', `SELECT pid FROM pg_stat_activity WHERE application_name = 'yishi'`);
    expect(backends.length).toBeGreaterThan(0);
    for (const { pid } of backends) process.kill(pid, 'SIGSTOP');
    const once = await Promise.all(
      people.map(async ({ commander }, person) => {
        const started = performance.now();
        const payload = { commandId: freshId(), exerciseId, noteId: `note-once-by-${person}`, text: '说了一次' };
        const answer = (await commander.socket.timeout(30_000).emitWithAck('note:add', payload)) as {
          ok: boolean;
          refusal?: { code: string };
        };
        return { answer, ms: performance.now() - started };
      }),
    );
    for (const { pid } of backends) process.kill(pid, 'SIGCONT');
    console.log(
      `backends stood still: ${once.map(({ answer, ms }) => `${answer.refusal?.code ?? 'ok'} after ${Math.round(ms)} ms`).join(', ')}`,
    );
    for (const { answer } of once) expect(answer.ok || ['not-stored', 'try-later'].includes(answer.refusal!.code)).toBe(true);
    const again = people.map(({ commander }, person) => insist(() => commander, exerciseId, `note-again-by-${person}`));
    await Promise.all(again);
    const notes = await storedNotes(room.session, postgres.keysDir(url));
    once.forEach(({ answer }, person) => {
      const isThere = notes.includes(`note-once-by-${person}`);
      if (answer.ok) expect(isThere).toBe(true);
      else if (answer.refusal?.code === 'not-stored') expect(isThere).toBe(false);
    });
    for (const person of people.keys()) expect(notes).toContain(`note-again-by-${person}`);
    await app.close();
  });

  it('[D33] a process that stands still across its commits holds nobody up for long, and catches up once it goes on', async () => {
    const start = () => startServer({ dir, env: { YISHI_DATABASE_URL: url } });
    const [still, other] = await Promise.all([start(), start()]);
    const { room, exerciseId } = await collecting(still, 4);
    const there = keep(await Facilitator.open(other.origin, room.session));
    const writing = room.residents.map(({ commander }, person) => insist(() => commander, exerciseId, `note-still-by-${person}`));
    process.kill(still.pid, 'SIGSTOP');
    const started = performance.now();
    await there.commander.must('session:attendance', { present: 9 });
    const waitedMs = performance.now() - started;
    console.log(`beside a process that stands still a command took ${Math.round(waitedMs)} ms`);
    expect(waitedMs).toBeLessThan(5_000);
    process.kill(still.pid, 'SIGCONT');
    await Promise.all(writing);
    expect(await storedNotes(room.session)).toEqual([0, 1, 2, 3].map((person) => `note-still-by-${person}`));
    await eventually(() => expect(room.facilitator.stage.stage.session?.attendance).toMatchObject({ present: 9 }));
    for (const server of [still, other]) expect(await server.stop()).toBe(0);
  });

  it('[S10] [D33] of several processes one tells a receiver of each end, wherever it came about, and another does once that one is gone', async () => {
    const receiver = await new WebhookReceiver().listen();
    const webhook = { url: receiver.url, secrets: readSecrets(webhookSecret), timeoutMs: 2_000, lookEveryMs: 20 };
    const start = async () => startApp({ store: await postgres.open(url), lookEveryMs: 50, webhook });
    const [first, second] = [await start(), await start()];
    const endOne = async ({ origin }: TestApp) => {
      const session = await makeSession(origin, testKey, { title: '散会' });
      const commander = new Commander(origin, { token: session.facilitatorToken, sessionId: session.sessionId });
      await commander.must('session:end', {});
      commander.close();
    };
    const ids = () => receiver.heard.map(({ headers }) => headers['webhook-id']);
    for (const app of [first, second]) await endOne(app);
    await eventually(() => expect(new Set(ids()).size).toBe(2), { withinMs: 15_000 });
    await first.close();
    await endOne(second);
    await eventually(() => expect(new Set(ids()).size).toBe(3), { withinMs: 15_000 });
    expect(ids()).toHaveLength(3);
    await second.close();
    await receiver.close();
  });
});
