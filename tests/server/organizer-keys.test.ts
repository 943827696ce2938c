import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import type { MadeKey, OrganizerKeyList } from '../../shared/organizer-key.ts';
import type { CreatedSession, SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, Commander } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { dropped } from '../support/meeting.ts';

const day = 86_400_000;
let aheadMs = 0;
const apps: TestApp[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function start(dir?: string): Promise<TestApp> {
  const app = await startApp({
    makeFile,
    now: () => Date.now() + aheadMs,
    ...(dir !== undefined && { store: await openSqliteStore({ dir }) }),
  });
  apps.push(app);
  return app;
}

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-keys-'));
  folders.push(dir);
  return dir;
}

const ask = <Body = { code: string }>(app: TestApp, path: string, token: string, options: Parameters<typeof call>[2] = {}) =>
  call<Body>(app.origin, path, { token, ...options });
const make = async (app: TestApp, name: string) => (await ask<MadeKey>(app, '/api/organizer-keys', testKey, { body: { name } })).body;
const list = async (app: TestApp, token = testKey) => (await ask<OrganizerKeyList>(app, '/api/organizer-keys', token)).body;

/** Everything in a folder, as bytes. */
const bytesIn = (dir: string) => readdirSync(dir).map((name) => readFileSync(join(dir, name)).toString('latin1'));

describe('[S11] a key that the owner made', () => {
  it('opens all that the organizer may do, until it is revoked; then nothing, at once and after a restart', async () => {
    const dir = folder();
    const app = await start(dir);
    const { key, id, url, name } = await make(app, ' 街道小王 ');
    expect([name, url]).toEqual(['街道小王', expect.stringMatching(/^http:\/\/localhost:\d+\/desk#k=/)]);
    const { body: created, status } = await ask<CreatedSession>(app, '/api/sessions', key, { body: { title: '小王开的' } });
    expect(status).toBe(201);
    const paths = ['/api/sessions', '/api/templates', '/api/programmes', '/api/network', `/api/sessions/${created.sessionId}/needs.json`];
    for (const path of paths) expect([path, (await ask(app, path, key)).status]).toEqual([path, 200]);

    expect((await ask(app, `/api/organizer-keys/${id}`, testKey, { method: 'DELETE' })).status).toBe(204);
    for (const path of paths) expect([path, (await ask(app, path, key)).status]).toEqual([path, 401]);
    expect((await ask(app, `/api/organizer-keys/${id}`, testKey, { method: 'DELETE' })).body.code).toBe('not-found');
    apps.splice(0);
    await app.close();
    const again = await start(dir);
    expect((await ask(again, '/api/sessions', key)).status).toBe(401);
    expect((await ask(again, '/api/sessions', testKey)).status).toBe(200);
  });

  it('is kept as a hash, goes on after a restart, and leaves nothing behind in the folder', async () => {
    const dir = folder();
    const app = await start(dir);
    const { key, id } = await make(app, '小李');
    await eventually(() => expect(bytesIn(dir).some((bytes) => bytes.includes(createHash('sha256').update(key).digest('hex')))).toBe(true));
    expect(bytesIn(dir).some((bytes) => bytes.includes(key))).toBe(false);
    expect(JSON.stringify(await list(app))).not.toContain(key);
    apps.splice(0);
    await app.close();
    const again = await start(dir);
    expect((await list(again, key)).mine).toBe(id);
    expect(app.troubles).toEqual([]);
  });

  it('makes and revokes none, not even itself, and sees no other', async () => {
    const app = await start();
    const [wang, li] = [await make(app, '小王'), await make(app, '小李')];
    expect((await ask(app, '/api/organizer-keys', wang.key, { body: { name: '小张' } })).body.code).toBe('not-allowed');
    for (const id of [li.id, wang.id])
      expect((await ask(app, `/api/organizer-keys/${id}`, wang.key, { method: 'DELETE' })).body.code).toBe('not-allowed');
    expect((await list(app, wang.key)).keys.map(({ name }) => name)).toEqual(['小王']);
    expect((await list(app)).keys.map(({ name }) => name)).toEqual(['小王', '小李']);
    expect((await list(app)).mine).toBeNull();
    for (const token of ['', 'another', wang.id]) expect((await ask(app, '/api/organizer-keys', token)).status).toBe(401);
  });

  it('says on which day it was last used, and no more', async () => {
    const app = await start();
    const { key } = await make(app, '小王');
    expect((await list(app)).keys[0]!.lastUsedOn).toBeNull();
    const today = () => new Date(Date.now() + aheadMs).toISOString().slice(0, 10);
    await ask(app, '/api/sessions', key);
    expect((await list(app)).keys[0]!.lastUsedOn).toBe(today());
    aheadMs += day;
    await ask(app, '/api/sessions', key);
    expect((await list(app)).keys[0]!.lastUsedOn).toBe(today());
    aheadMs = 0;
  });

  it('has a name that shows something and is nobody else’s', async () => {
    const app = await start();
    await make(app, '小王');
    for (const name of ['', ' \u200b', '小王', ' 小王 ', '王'.repeat(61)])
      expect([name, (await ask(app, '/api/organizer-keys', testKey, { body: { name } })).body.code]).toEqual([name, 'bad-input']);
    expect((await ask(app, '/api/organizer-keys', testKey, { body: { name: '小李', isOwner: true } })).body.code).toBe('bad-input');
  });

  it('stands by its name beside the sessions that it made, on the desk and in no file; erased, it is gone with the session', async () => {
    const dir = folder();
    const app = await start(dir);
    const { key } = await make(app, '街道的小王同志');
    const { sessionId } = (await ask<CreatedSession>(app, '/api/sessions', key, { body: { title: '小会' } })).body;
    await ask(app, '/api/sessions', testKey, { body: { title: '大会' } });
    const { sessions } = (await ask<{ sessions: SessionSummary[] }>(app, '/api/sessions', testKey)).body;
    expect(sessions.map(({ title, madeBy }) => [title, madeBy]).sort()).toEqual([
      ['大会', null],
      ['小会', '街道的小王同志'],
    ]);
    expect((await ask<SessionSummary>(app, `/api/sessions/${sessionId}`, testKey)).body.madeBy).toBe('街道的小王同志');
    for (const file of ['needs.json', 'needs.csv', 'report.html']) {
      const { body } = await ask<unknown>(app, `/api/sessions/${sessionId}/${file}`, testKey);
      expect([file, JSON.stringify(body).includes('小王')]).toEqual([file, false]);
    }
    await ask(app, `/api/sessions/${sessionId}`, testKey, { method: 'DELETE' });
    expect(await app.sessions.store.deskRows('maker')).toEqual([]);
  });

  it('[S4] leaves the links that its holder has: they go on when it is revoked, until they are made anew, for one session alone', async () => {
    const app = await start();
    const { key, id } = await make(app, '小王');
    const [one, other] = [
      (await ask<CreatedSession>(app, '/api/sessions', key, { body: { title: '一场' } })).body,
      (await ask<CreatedSession>(app, '/api/sessions', key, { body: { title: '另一场' } })).body,
    ];
    const links = (sessionId: string, token: string, role: unknown = 'facilitator') =>
      ask<SessionSummary & { code?: string }>(app, `/api/sessions/${sessionId}/links`, token, { body: { role } });
    const opens = async ({ sessionId }: CreatedSession, token: string) =>
      (await ask(app, `/api/sessions/${sessionId}/stage`, token)).status === 200;
    const chair = new Commander(app.origin, { token: one.facilitatorToken, sessionId: one.sessionId });
    await chair.hello;
    await ask(app, `/api/organizer-keys/${id}`, testKey, { method: 'DELETE' });
    expect(await opens(one, one.facilitatorToken)).toBe(true);
    expect(chair.socket.connected).toBe(true);

    for (const token of [key, one.facilitatorToken]) expect((await links(one.sessionId, token)).status).toBe(401);
    for (const role of ['resident', 'kiosk', null]) expect((await links(one.sessionId, testKey, role)).body.code).toBe('bad-input');
    expect((await links('no-such-session', testKey)).body.code).toBe('not-found');
    const { status, body } = await links(one.sessionId, testKey);
    expect(status).toBe(200);
    expect(body).toEqual((await ask(app, `/api/sessions/${one.sessionId}`, testKey)).body);
    await dropped(chair);
    const tokens = [one.facilitatorToken, body.facilitatorToken, one.projectorToken];
    expect(await Promise.all(tokens.map((token) => opens(one, token)))).toEqual([false, true, true]);
    expect(await opens(other, other.facilitatorToken)).toBe(true);
    expect((await links(one.sessionId, testKey, 'projector')).body.projectorToken).not.toBe(one.projectorToken);
    expect(await opens(one, one.projectorToken)).toBe(false);
    chair.close();
  });
});
