import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { backupCommand } from '../../server/backup-command.ts';
import { restore } from '../../server/restore.ts';
import { verify } from '../../shared/verify/verify.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { givenOf } from '../support/given-files.ts';
import { Room } from '../support/room.ts';

let folder: string;
let app: TestApp;
let held: Room;
const opened: { close: () => unknown }[] = [];
const at = (name: string) => join(folder, name);
const now = () => Date.now();

/** Notes, a vote of six, and the end. */
async function hold(server: TestApp, details: Record<string, unknown> = {}): Promise<Room> {
  const room = await Room.open({ origin: server.origin, key: testKey }, { ballotsForResearch: true, ...details });
  opened.push(room);
  await room.join(6);
  await room.step('open', 'collect');
  const noteIds = await room.write(['三号楼的灯坏了', '中午没地方吃饭', '电梯老停']);
  await room.step('close', 'collect');
  await room.step('reveal', 'collect');
  if (room.needIds().length === 0) await room.group([{ title: '路灯', noteIds: noteIds.slice(0, 2) }, { title: '电梯' }]);
  await room.openVote('dot-vote');
  await room.putDots([[2], [2], [0, 2], [1, 1], [2], [2]]);
  await room.step('close', 'dot-vote');
  await room.step('reveal', 'dot-vote');
  return room;
}

/** What does not fit, and what was checked, of a session's log and records as this server gives them out. */
async function checked(server: TestApp, room: Room, names = ['needs.json', 'log.zip']): Promise<{ broken: unknown[]; fits: Set<string> }> {
  const findings = verify(await givenOf({ origin: server.origin, session: room.session }, ...names), '');
  return {
    broken: findings.filter(({ verdict }) => verdict === 'broken'),
    fits: new Set(findings.filter(({ verdict }) => verdict === 'fits').map(({ name }) => name)),
  };
}
const whole = new Set(['chain', 'bundle', 'bundleHead', 'count']);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-verified-'));
  app = await startApp({ store: await stores.sqlite(at('data')) });
  held = await hold(app);
});
afterAll(async () => {
  for (const one of opened) await one.close();
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('[V7] the verifier accepts', () => {
  it('a session that goes on from a copy, what was done in it before and afterwards', async () => {
    backupCommand(['--to', at('copy'), '--data', at('data')], { env: {}, now });
    await restore({ from: at('copy'), dataDir: at('restored'), isReplacing: false, now });
    const restored = await startApp({ store: await stores.sqlite(at('restored')) });
    opened.push(restored);
    const room = await Room.take(restored.origin, held.session);
    opened.unshift(room);
    await room.facilitator.commander.must('session:attendance', { present: 9 });
    await room.facilitator.commander.must('session:end', {});
    expect(await checked(restored, room)).toEqual({ broken: [], fits: whole });
  });

  it('a session that was ended, and the records that another server took in, beside the log of where it was held', async () => {
    await held.facilitator.commander.must('session:end', {});
    expect(await checked(app, held)).toEqual({ broken: [], fits: whole });
    const [records] = await givenOf(held, 'needs.json');
    const hosted = await startApp();
    opened.push(hosted);
    expect((await call(hosted.origin, '/api/sessions/import', { token: testKey, body: records!.text })).status).toBe(201);
    const log = await givenOf(held, 'log.zip');
    const imported = () => givenOf({ origin: hosted.origin, session: held.session }, 'needs.json');
    const brokenIn = async () => verify([...log, ...(await imported())], '').filter(({ verdict }) => verdict === 'broken');
    expect(await brokenIn()).toEqual([]);
    const [need] = held.needIds();
    const path = `/api/sessions/${held.session.sessionId}/needs/${need}`;
    expect((await call(hosted.origin, path, { method: 'PATCH', token: testKey, body: { stage: 'done' } })).status).toBe(200);
    expect(await brokenIn()).toEqual([]);
  });

  it('a follow-up of it, before and after its end', async () => {
    const later = await hold(app, { carryNeedsFrom: held.session.sessionId });
    expect(later.needIds()).toEqual(held.needIds());
    expect((await checked(app, later)).broken).toEqual([]);
    await later.facilitator.commander.must('session:end', {});
    expect(await checked(app, later)).toEqual({ broken: [], fits: whole });
  });

  it('a session whose words were erased, a stretch, a note and all', async () => {
    const noteId = (await givenOf(held, 'needs.json')).map(({ text }) => (JSON.parse(text) as { notes: { id: string }[] }).notes[0]!.id)[0];
    for (const body of [{ noteId, spans: [{ from: 0, to: 2 }] }, { noteIds: [noteId] }, { all: true }]) {
      const { status } = await call(app.origin, `/api/sessions/${held.session.sessionId}/erasures`, { token: testKey, body });
      expect(status).toBe(204);
      expect(await checked(app, held)).toEqual({ broken: [], fits: whole });
    }
  });
});
