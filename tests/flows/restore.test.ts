import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { chainStart, firstBroken, pseudonym } from '../../server/session/digest.ts';
import { rebuild } from '../../server/session/rebuild.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import { readRestored, writeNeed } from '../../shared/wall.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession, Phone } from '../support/clients.ts';
import { pretendDevice } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { root } from '../support/root.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { PhonePage } from '../faults/phone.ts';

const me = { by: 'the test' };
const needs = ['need-lamps', 'need-lunch', 'need-bikes'];
const dots = (needId: string, count: number) => ({ kind: 'dot-vote', dots: { [needId]: count } });

/** `npm run restore`, without npm. */
function restore(...args: string[]) {
  return spawnSync(process.execPath, [join(root, 'dist/server/main.js'), 'restore', ...args], { encoding: 'utf8' });
}

async function copiedAt(server: RunningServer): Promise<number> {
  const { body } = await call<{ mirror: { copiedAt: number | null } }>(server.origin, '/api/join-address');
  return body.mirror.copiedAt ?? 0;
}

/** Waits for a copy that has everything so far: erasing something, here a session that nobody uses, asks for one at once. */
async function copyNow(server: RunningServer): Promise<number> {
  const { sessionId } = await makeSession(server.origin, server.key, { title: '没人用的' });
  const since = Date.now();
  await call(server.origin, `/api/sessions/${sessionId}`, { method: 'DELETE', token: server.key });
  return eventually(async () => {
    const at = await copiedAt(server);
    expect(at).toBeGreaterThanOrEqual(since);
    return at;
  });
}

/** A session in the middle of its vote: who is in it has a note each. */
async function midVote(server: RunningServer, residents: number) {
  const session = await makeSession(server.origin, server.key);
  const facilitator = await Facilitator.open(server.origin, session);
  const phones = await Promise.all(Array.from({ length: residents }, () => Phone.join(server.origin, session.sessionId)));
  const [collect, vote] = ['collect', 'dot-vote'].map((kind) => exerciseOf(facilitator.stage.stage, kind).id) as [string, string];
  for (const [i, id] of needs.entries()) writeNeed(facilitator.wall.doc, { id, title: id }, { x: i, y: 0, order: `a${i + 1}` }, me);
  await eventually(() => expect(facilitator.wall.wall.needs.filter(({ number }) => number !== null)).toHaveLength(3));
  return { session, facilitator, phones, collect, vote };
}

describe('when the laptop dies', () => {
  const folders = mkdtempSync(join(tmpdir(), 'yishi-restore-'));
  const folder = (name: string) => join(folders, name);
  afterAll(() => {
    vi.unstubAllGlobals();
    rmSync(folders, { recursive: true, force: true });
  });

  it('[D8] [D10] [D11] a vote goes on elsewhere: what was acknowledged before the copy is there, the rest comes from the phones, nothing twice', async () => {
    mkdirSync(folder('stick'));
    const old = await startServer({ dir: folder('old'), args: ['--mirror', folder('stick'), '--address', '192.168.3.20'] });
    const { session, facilitator, phones, collect, vote } = await midVote(old, 8);
    pretendDevice(old.origin);
    const page = await PhonePage.enter(session.joinCode);
    const { commander } = facilitator;
    await commander.must('exercise:open', { exerciseId: collect });
    page.room.addNote(collect, '备份之前写的', ['elders']);
    await eventually(() => expect(page.notes(collect)).toEqual([['备份之前写的', 'delivered']]));
    const before = await copyNow(old);

    // After the copy: another note, and a vote, of which another copy has four ballots.
    page.room.addNote(collect, '备份之后写的', []);
    await eventually(() => expect(page.notes(collect).map(([, where]) => where)).toEqual(['delivered', 'delivered']));
    await commander.must('exercise:close', { exerciseId: collect });
    await commander.must('exercise:open', { exerciseId: vote });
    const cast = phones.map((_, i) => ({ commandId: freshId(), exerciseId: vote, ballot: dots(needs[i % 3]!, 2) }));
    await Promise.all(phones.slice(0, 4).map((phone, i) => phone.commander.must('ballot:cast', cast[i]!)));
    const during = await copyNow(old);
    expect(during).toBeGreaterThan(before);
    await Promise.all(phones.slice(4, 6).map((phone, i) => phone.commander.must('ballot:cast', cast[4 + i]!)));
    page.room.castBallot(vote, dots('need-lamps', 3));
    await eventually(() => expect(page.ballot(vote).where).toBe('delivered'));
    await old.kill();
    for (const one of [facilitator, ...phones]) one.close();

    const restored = restore('--from', folder('stick'), '--data', folder('new'));
    expect([restored.status, restored.stderr]).toEqual([0, '']);
    expect(restored.stdout).toContain('1 session');
    expect(restored.stdout).toContain('its log verifies');
    const port = new URL(old.origin).port;
    const next = await startServer({ dir: folder('new'), args: ['--port', port, '--address', '192.168.3.20'] });
    expect([next.origin, next.key]).toEqual([old.origin, old.key]);

    const again = await Facilitator.open(next.origin, session);
    const gap = readRestored(again.backstage.doc);
    expect(gap).toEqual({ copiedAt: during, restoredAt: gap!.restoredAt, origin: `http://192.168.3.20:${port}` });
    expect(gap!.restoredAt).toBeGreaterThan(during);

    const back = phones.map(({ token }) => new Commander(next.origin, { token, sessionId: session.sessionId }));
    const hellos = await Promise.all(back.map(({ hello }) => hello));
    expect(new Set(hellos.map(({ epoch }) => epoch)).size).toBe(1);
    expect(hellos[0]!.epoch).toBeGreaterThan(1);
    expect(hellos.map(({ mine }) => mine!.ballots[vote])).toEqual([
      ...cast.slice(0, 4).map(({ ballot }) => ballot),
      ...phones.slice(4).map(() => undefined),
    ]);
    const answers = await Promise.all(back.map((one, i) => one.send('ballot:cast', cast[i]!)));
    expect(answers.every(({ ok }) => ok)).toBe(true);

    // The page comes back by itself, and says again what the dead server had acknowledged and the copy lacks.
    await eventually(() => expect(again.stage.stage.counts.submitted[vote]).toBe(9), { withinMs: 20_000 });
    await eventually(() => expect([page.isWhole, page.ballot(vote)]).toEqual([true, { where: 'delivered', cast: dots('need-lamps', 3) }]));
    // Which of them came first is not stored.
    expect(new Map(page.notes(collect))).toEqual(
      new Map([
        ['备份之前写的', 'delivered'],
        ['备份之后写的', 'delivered'],
      ]),
    );
    expect(page.notes(collect)).toHaveLength(2);
    expect(await again.commander.must('exercise:close', { exerciseId: vote })).toEqual({ ballots: 9 });
    const tally = await again.commander.must('exercise:reveal', { exerciseId: vote });
    expect('options' in tally && tally.options.map(({ needId, score }) => [needId, score])).toEqual([
      ['need-lamps', 9],
      ['need-lunch', 6],
      ['need-bikes', 4],
    ]);
    await again.commander.must('exercise:reveal', { exerciseId: collect });
    await eventually(() => expect(again.wall.wall.notes.map(({ text }) => text).sort()).toEqual(['备份之前写的', '备份之后写的'].sort()));
    page.close();
    for (const one of [again, ...back]) one.close();
    expect(await next.stop()).toBe(0);

    const store = await openSqliteStore({ dir: folder('new') });
    expect(firstBroken({ seq: 0, hash: chainStart }, await store.commits(session.sessionId, 1))).toBeNull();
    await store.close();
  });

  it('[D9] after sealing no voter is left in any file of the copy, and they were there before', async () => {
    mkdirSync(folder('sealed'));
    const server = await startServer({ dir: folder('sealing'), args: ['--mirror', folder('sealed')] });
    const { session, facilitator, phones, vote } = await midVote(server, 6);
    await facilitator.commander.must('exercise:open', { exerciseId: vote });
    for (const phone of phones) await phone.commander.must('ballot:cast', { exerciseId: vote, ballot: dots('need-lunch', 2) });
    await copyNow(server);
    const store = await openSqliteStore({ dir: await aside(folder('sealed'), folder('looked-at')) });
    const { state } = (await rebuild(store, session.sessionId))!;
    await store.close();
    const key = [...state.keys].find(([keyId]) => keyId.startsWith(vote))![1];
    const secrets = [Buffer.from(key), ...phones.map(({ participantId }) => Buffer.from(pseudonym(key, participantId)))];
    const found = () =>
      readdirSync(folder('sealed')).flatMap((name) =>
        secrets.filter((secret) => readFileSync(join(folder('sealed'), name)).includes(secret)),
      );
    expect(found()).toHaveLength(secrets.length);

    const at = Date.now();
    await facilitator.commander.must('exercise:close', { exerciseId: vote });
    await facilitator.commander.must('exercise:reveal', { exerciseId: vote });
    await eventually(async () => expect(await copiedAt(server)).toBeGreaterThanOrEqual(at));
    await eventually(() => expect(found()).toEqual([]));
    for (const one of [facilitator, ...phones]) one.close();
    expect(await server.stop()).toBe(0);
    expect(readdirSync(folder('sealed')).sort()).toEqual(['organizer.key', 'yishi.db']);
  });

  it('[D10] a folder that has sessions is left alone until they are put aside, and what is no copy is not restored', async () => {
    const refused = restore('--from', folder('stick'), '--data', folder('old'));
    expect([refused.status, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('has sessions of its own');
    expect(restore('--from', folder('nowhere'), '--data', folder('other')).stderr).toContain('There is no copy in');
    expect(existsSync(folder('other'))).toBe(false);
    const replaced = restore('--from', folder('stick'), '--data', folder('old'), '--replace');
    expect(replaced.status).toBe(0);
    const aside = readdirSync(folder('old')).filter((name) => name.startsWith('before-restore-'));
    expect(aside).toHaveLength(1);
    expect(readdirSync(join(folder('old'), aside[0]!))).toContain('yishi.db');
  });
});

/** A copy of a copy, to look into. */
async function aside(from: string, to: string): Promise<string> {
  const { cp } = await import('node:fs/promises');
  await cp(from, to, { recursive: true });
  return to;
}
