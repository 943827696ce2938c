import { strToU8, zipSync } from 'fflate';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { recordFiles } from '../../server/export/files.ts';
import { stores } from '../../server/app.ts';
import type { Comparison } from '../../shared/comparison.ts';
import { chained } from '../../server/session/digest.ts';
import { checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import type { ImportedSummary, JoinInfo, ListedSession, Problem } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { aBundle, tampered, textOf } from '../support/bundles.ts';
import { call, freshId } from '../support/clients.ts';
import { download, hardTexts, heldWorkshop } from '../support/held-workshop.ts';

const utf8 = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** A file is given to the server as the desk's page gives it. */
async function give(app: TestApp, file: string | Uint8Array, { token = testKey, lang = 'zh-CN', query = '' } = {}) {
  const response = await fetch(`${app.origin}/api/sessions/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'accept-language': lang },
    body: typeof file === 'string' ? file : Buffer.from(file),
  });
  return { status: response.status, body: (await response.json()) as ImportedSummary & Omit<Problem, 'status'> };
}
const lists = async (app: TestApp) =>
  (await call<{ sessions: ListedSession[] }>(app.origin, '/api/sessions', { token: testKey })).body.sessions;
const page = (app: TestApp, path: string, headers: Record<string, string> = {}) =>
  fetch(`${app.origin}${path}`, { redirect: 'manual', headers });

/** Of two stores; a thread that reads bundles takes a second to start, so that all share them. */
const apps: Record<string, TestApp> = {};
let dir: string;
let app: TestApp;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'yishi-import-'));
  apps['SQLite'] = await startApp({ store: await stores.sqlite(dir) });
  apps['memory'] = await startApp({ publicUrl: 'http://yishi.test' });
  app = apps['memory'];
});
afterEach(() => {
  for (const { troubles } of Object.values(apps)) expect(troubles).toEqual([]);
});
afterAll(async () => {
  for (const one of Object.values(apps)) await one.close();
  rmSync(dir, { recursive: true, force: true });
});
const bundleOf = (id: string, more: Parameters<typeof aBundle>[0] = {}) => aBundle({ ...more, session: { ...aBundle().session, id } });

describe('[E10] what one server took home another takes in', () => {
  let laptop: TestApp;
  let json: Uint8Array;
  let zip: Uint8Array;
  let heldId: string;
  let held: Awaited<ReturnType<typeof heldWorkshop>>;
  beforeAll(async () => {
    laptop = await startApp();
    held = await heldWorkshop(laptop, { communityName: '东风七社区' }, ['dot-vote', 'pledge', 'survey']);
    heldId = held.session.sessionId;
    json = (await download(held, 'needs.json')).bytes;
    zip = (await download(held, 'datapackage.zip')).bytes;
  });
  afterAll(async () => {
    held.close();
    await laptop.close();
  });

  it.each(['memory', 'SQLite'])('[F67] gives back every byte, in every format, also after a restart: %s', async (kind) => {
    const first = await give(apps[kind]!, json);
    expect(first).toMatchObject({ status: 201, body: { sessionId: heldId, status: 'ended', imported: true } });
    expect(await give(apps[kind]!, json)).toEqual({ ...first, status: 200 });
    const source = { origin: apps[kind]!.origin, session: held.session };
    expect(utf8((await download(source, 'needs.json')).bytes)).toBe(utf8(json));
    for (const file of recordFiles) expect((await download(source, file)).status).toBe(200);
    for (const file of ['log.zip', 'ballots.zip']) {
      const refused = await download(source, file);
      expect(refused.status).toBe(404);
      expect(utf8(refused.bytes)).toContain('只在开会的那台电脑上有');
    }
    if (kind === 'memory') return;
    await apps[kind]!.close();
    apps[kind] = await startApp({ store: await stores.sqlite(dir) });
    expect(utf8((await download({ ...source, origin: apps[kind].origin }, 'needs.json')).bytes)).toBe(utf8(json));
  });

  it('takes the bundle out of a data package, and gives it back in one', async () => {
    await call(app.origin, `/api/sessions/${heldId}`, { method: 'DELETE', token: testKey });
    expect((await give(app, zip)).status).toBe(201);
    const given = (await download({ origin: app.origin, session: held.session }, 'needs.json')).bytes;
    expect((await give(app, given)).status).toBe(200);
    const back = (await download({ origin: app.origin, session: held.session }, 'datapackage.zip')).bytes;
    expect(Buffer.from(back).equals(Buffer.from(zip))).toBe(true);
    const { notes } = JSON.parse(utf8(given)) as NeedRecords;
    expect(notes.map(({ text }) => text)).toEqual(expect.arrayContaining([...hardTexts]));
  });

  it('refuses a session that was held here itself', async () => {
    const { status, body } = await give(laptop, json);
    expect([status, body.code]).toEqual([403, 'not-allowed']);
    expect(body.detail).toContain('就是在这里开的');
  });

  it('[R10] is compared with another session of its programme', async () => {
    await give(app, textOf(aBundle()));
    await give(app, json);
    const path = `/api/sessions/${heldId}`;
    const moved = await call(app.origin, path, { method: 'PATCH', token: testKey, body: { programmeId: 'programme-1', wave: 1 } });
    expect(moved.body).toMatchObject({ programmeId: 'programme-1', wave: 1, imported: true });
    const programme = await call(app.origin, '/api/programmes/programme-1', { token: testKey });
    expect(programme.body).toMatchObject({ title: '十个小区', sessions: [{}, {}] });
    const sides = `then=${aBundle().session.id}&now=${heldId}`;
    const { status, body } = await call<Comparison>(app.origin, `/api/programmes/programme-1/comparison.json?${sides}`, { token: testKey });
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain('夜里的路灯');
    const needId = (JSON.parse(utf8(json)) as NeedRecords).needs[0]!.id;
    const decided = await call(app.origin, '/api/programmes/programme-1/same-needs', {
      method: 'PUT',
      token: testKey,
      body: { a: { sessionId: aBundle().session.id, needId: 'need-lamps' }, b: { sessionId: heldId, needId }, isSame: true },
    });
    expect(decided.status).toBe(200);
  });
});

describe('[E10] a bundle that is not sound is refused whole, with what to do about it', () => {
  const bomb = zipSync({ 'needs.json': new Uint8Array(40 * 1024 * 1024) }, { level: 1 });
  const liar = () => {
    const zip = bomb.slice();
    // The local header says that it is small.
    new DataView(zip.buffer).setUint32(22, 1000, true);
    return zip;
  };
  const wrong: [what: string, file: () => string | Uint8Array, status: number, says: string][] = [
    ['nothing', () => new Uint8Array(), 400, '是空的'],
    ['noise', () => Uint8Array.from({ length: 4000 }, (_, i) => (i * 37) % 251), 400, '不是需求记录'],
    ['half a bundle', () => textOf(aBundle()).slice(0, 700), 400, '后面断了'],
    ['a wrong checksum', () => textOf(aBundle()).replace('全黑', '很亮'), 400, '校验码对不上'],
    ['a later version', () => textOf({ ...aBundle(), version: 3 }), 400, '升级'],
    ['a rehearsal', () => tampered(({ session }) => (session.rehearsal = true)), 400, '彩排'],
    ['a note of no need', () => tampered(({ notes }) => (notes[0]!.needId = 'need-gone')), 400, '前后对不上'],
    ['a control character', () => tampered(({ notes }) => (notes[0]!.text = 'a\u0000b')), 400, '控制字符'],
    ['a million notes', () => JSON.stringify({ ...aBundle(), notes: Array(1_000_000).fill(0) }), 422, '条数太多'],
    ['seventeen megabytes', () => new Uint8Array(17 * 1024 * 1024), 422, '文件太大'],
    ['a zip bomb', () => bomb, 422, '文件太大'],
    ['a zip bomb that says it is none', liar, 422, '文件太大'],
    [
      'a thousand entries',
      () => zipSync(Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`${i}.csv`, new Uint8Array()]))),
      422,
      '文件太大',
    ],
    ['an archive of something else', () => zipSync({ 'minutes.txt': strToU8('?') }), 400, '没有 needs.json'],
    ['half an archive', () => zipSync({ 'needs.json': strToU8(textOf(aBundle())) }).slice(0, 600), 400, '打不开'],
  ];

  it.each(['memory', 'SQLite'])('[F67] and nothing is half-imported: %s', async (kind) => {
    const app = apps[kind]!;
    const before = [await lists(app), (await call(app.origin, '/api/programmes', { token: testKey })).body];
    for (const [what, file, status, says] of wrong) {
      const refused = await give(app, file());
      expect([what, refused.status, refused.body.detail]).toEqual([what, status, expect.stringContaining(says)]);
    }
    expect((await give(app, textOf(aBundle()).slice(0, 700), { lang: 'en' })).body.detail).toContain('download it again');
    expect([await lists(app), (await call(app.origin, '/api/programmes', { token: testKey })).body]).toEqual(before);
  });

  it('[F67] a body that unpacks on its way in is not unpacked', async () => {
    const response = await fetch(`${app.origin}/api/sessions/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${testKey}`, 'content-encoding': 'gzip' },
      body: new Uint8Array(gzipSync(Buffer.alloc(100_000_000, '['))),
    });
    expect([response.status, ((await response.json()) as Problem).code]).toEqual([400, 'bad-input']);
  });

  it('is for the organizer alone', async () => {
    expect((await give(app, textOf(bundleOf('sessionOfSomebody')), { token: 'somebody' })).status).toBe(401);
    expect((await lists(app)).map(({ sessionId }) => sessionId)).not.toContain('sessionOfSomebody');
  });
});

describe('[E11] records that were imported are looked after here', () => {
  const pathOf = (id: string) => `/api/sessions/${id}`;
  const records = async (id: string, at = app) => (await call<NeedRecords>(at.origin, `${pathOf(id)}/needs.json`, { token: testKey })).body;

  it('what staff fill in is in the records, which are made afresh and are sound', async () => {
    const id = 'aSessionToFillIn';
    const path = pathOf(id);
    await give(app, textOf(bundleOf(id)));
    const body = {
      stage: 'taken-on',
      reply: ' 街道已报修。 ',
      nextWord: '2026-12-15',
      responders: { 'responder-1': { name: '居委会', type: 'community' } },
      responses: { 'response-1': { responderId: 'responder-1', role: 'lead', plannedAt: '2026-12-01' } },
    };
    const patch = (needId: string, edits: object) =>
      call<{ code?: string }>(app.origin, `${path}/needs/${needId}`, { method: 'PATCH', token: testKey, body: edits });
    expect((await patch('need-lamps', body)).body).toMatchObject({ needId: 'need-lamps', ...body, reply: '街道已报修。' });
    const now = await records(id);
    expect(checkNeedRecords(now)).toEqual([]);
    expect(now.needs[0]).toMatchObject({ stage: 'taken-on', reply: '街道已报修。', nextWord: '2026-12-15' });
    expect(now.responses).toMatchObject([{ needId: 'need-lamps', responderId: 'responder-1', role: 'lead' }]);
    expect(Date.parse(now.generatedAt)).toBeGreaterThan(Date.parse(bundleOf(id).generatedAt));
    expect(now.checksum).not.toBe(bundleOf(id).checksum);
    // What was made here is a bundle that another server takes in.
    expect((await give(apps['SQLite']!, textOf(now))).status).toBe(201);

    expect((await patch('need-gone', { stage: 'done' })).body.code).toBe('not-found');
    expect((await patch('need-lunch', { responses: { 'response-2': { responderId: 'nobody-known', role: 'lead' } } })).body.code).toBe(
      'bad-input',
    );
    await patch('need-lamps', { reply: null, stage: null, responses: { 'response-1': null } });
    expect((await records(id)).needs[0]).toMatchObject({ stage: 'noted', reply: null, nextWord: '2026-12-15' });
  });

  it('the same again changes nothing, an older one is refused, a newer one takes its place under the same code, and what staff filled in is lost to it only where that is meant', async () => {
    const id = 'aSessionTakenTwice';
    const path = pathOf(id);
    const app = apps['SQLite']!;
    const { body: first } = await give(app, textOf(bundleOf(id)));
    await call(app.origin, `${path}/needs/need-lamps`, { method: 'PATCH', token: testKey, body: { stage: 'done' } });
    expect(await give(app, textOf(bundleOf(id)))).toEqual({ status: 200, body: first });
    expect((await records(id, app)).needs[0]!.stage).toBe('done');
    const older = await give(app, textOf(bundleOf(id, { generatedAt: Date.UTC(2026, 10, 21) })));
    expect([older.status, older.body.detail]).toEqual([403, expect.stringContaining('比这个文件新')]);
    const newer = textOf(bundleOf(id, { generatedAt: Date.now() + 60_000, toolVersion: 'later' }));
    const kept = await give(app, newer);
    expect([kept.status, kept.body.detail]).toEqual([403, expect.stringContaining('有人填过')]);
    expect((await records(id, app)).needs[0]!.stage).toBe('done');
    expect(await give(app, newer, { query: '?replace=true' })).toMatchObject({ status: 200, body: { joinCode: first.joinCode } });
    expect(utf8((await download({ origin: app.origin, session: { sessionId: id } as never }, 'needs.json')).bytes)).toBe(newer);
    const newest = textOf(bundleOf(id, { generatedAt: Date.now() + 120_000, toolVersion: 'later still' }));
    expect((await give(app, newest)).status).toBe(200);
  });

  it('[D6] a bundle that was altered where it is stored is given to nobody', async () => {
    const id = 'aSessionAltered0';
    await give(app, textOf(bundleOf(id)));
    const { store } = app.sessions;
    const stored = (await store.load(id))!;
    const { text, ...rest } = stored.texts[0]!;
    const row = chained(stored.commits[0]!.hash, { ...stored.commits[0]!, seq: 2 });
    const writes = [{ op: 'put-text' as const, ...rest, text: text.replace('全黑', '很亮') }];
    await store.commit({ sessionId: id, row, writes, session: null });
    expect((await call(app.origin, `${pathOf(id)}/needs.json`, { token: testKey })).status).toBe(500);
    expect(app.troubles.splice(0)).toMatchObject([{ details: { error: expect.stringContaining('was altered') as string } }]);
    await call(app.origin, pathOf(id), { method: 'DELETE', token: testKey });
  });

  it.each(['memory', 'SQLite'])('[E10] white space and a byte order mark come back too: %s', async (kind) => {
    const id = 'aSessionAsGiven0';
    const text = `\uFEFF ${JSON.stringify(bundleOf(id), null, '\t')}\r\n`;
    expect((await give(apps[kind]!, text)).status).toBe(201);
    const { bytes } = await download({ origin: apps[kind]!.origin, session: { sessionId: id } as never }, 'needs.json');
    expect(utf8(bytes)).toBe(text);
  });

  it('nobody comes in, it is listed as imported, and erasing erases', async () => {
    const id = 'aSessionToErase0';
    const path = pathOf(id);
    const { body: made } = await give(app, textOf(bundleOf(id)));
    const [listed] = (await lists(app)).filter(({ sessionId }) => sessionId === id);
    expect(listed).toMatchObject({ imported: true, status: 'ended', notes: 2, needs: 2, place: '活动室' });
    const join = await call(app.origin, `${path}/participants`, { body: { commandId: freshId() } });
    expect(join.status).toBe(404);
    const info = await call<JoinInfo>(app.origin, `/api/join/${made.joinCode.toLowerCase()}`);
    expect(info.body).toMatchObject({ status: 'ended', report: `/r/${made.joinCode}` });
    expect((await call(app.origin, `/api/join/${id}`)).status).toBe(404);
    expect((await call(app.origin, path, { method: 'DELETE', token: testKey })).status).toBe(204);
    expect((await lists(app)).map(({ sessionId }) => sessionId)).not.toContain(id);
    expect((await page(app, `/r/${made.joinCode}`)).status).toBe(404);
    expect((await give(app, textOf(bundleOf(id)))).status).toBe(201);
  });
});

describe('[E12] the report where the QR leads', () => {
  it('is made from the records as they are, in the language that is read, and nothing on it runs', async () => {
    const { body } = await give(app, textOf(bundleOf('aSessionToRead01')));
    expect(body.reportUrl).toBe(`http://yishi.test/r/${body.joinCode}`);
    const first = await page(app, `/r/${body.joinCode.toLowerCase()}`);
    const html = await first.text();
    expect(html).toContain('您提的，办得怎样');
    expect(html).toContain('三号楼到五号楼全黑');
    expect(html).not.toMatch(/<script|<link|<img|http:/);
    expect(Object.fromEntries(first.headers)).toMatchObject({
      'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^' ]+'; base-uri 'none'/) as string,
      'x-robots-tag': 'noindex, nofollow',
      'cache-control': 'no-cache',
    });
    expect(first.headers.get('set-cookie')).toBeNull();
    const etag = first.headers.get('etag')!;
    expect((await page(app, `/r/${body.joinCode}`, { 'if-none-match': etag })).status).toBe(304);
    expect(await (await page(app, `/r/${body.joinCode}`, { 'accept-language': 'en' })).text()).toContain('How it is going');
    expect(await (await page(app, `/r/${body.joinCode}?lang=en`, { 'accept-language': 'zh-CN' })).text()).toContain('How it is going');
    await call(app.origin, `/api/sessions/${body.sessionId}/needs/need-lamps`, {
      method: 'PATCH',
      token: testKey,
      body: { stage: 'under-way', nextWord: '2026-12-24' },
    });
    const later = await page(app, `/r/${body.joinCode}`, { 'if-none-match': etag });
    expect(later.status).toBe(200);
    expect(await later.text()).toMatch(/正在办[\s\S]*12/);
  });

  it('leads to the room while a session is open, shows it once it has ended, and shows no rehearsal', async () => {
    const open = await app.make({ title: '开着的' });
    const going = await page(app, `/r/${open.joinCode}`);
    expect([going.status, going.headers.get('location')]).toEqual([303, `/j/${open.joinCode}`]);
    const session = await app.sessions.get(open.sessionId);
    const { endSession } = await import('../../server/session/decide-room.ts');
    await session.edit((state, around) => endSession(state, {}, {} as never, around));
    expect(await (await page(app, `/r/${open.joinCode}`)).text()).toContain('开着的');
    const practice = await app.make({ title: '练习', rehearsal: 5 });
    const hidden = await page(app, `/r/${practice.joinCode}`);
    expect([hidden.status, hidden.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    expect(await hidden.text()).not.toContain('练习');
  });

  it('[J5] guessing is limited as it is for joining, by one count', async () => {
    const guessed = await startApp();
    const { joinCode } = await guessed.make({ title: '开着的' });
    const guesses = Array.from({ length: 50 }, (_, i) => page(guessed, `/r/WXYZ${'ABCDEFGHJK'[i % 10]}${i % 2 ? '7' : '8'}`));
    expect(new Set((await Promise.all(guesses)).map(({ status }) => status))).toEqual(new Set([404]));
    expect(guessed.troubles.map(({ what }) => what)).toEqual(['join codes are being guessed']);
    expect((await page(guessed, `/r/${joinCode}`)).status).toBe(303);
    await guessed.close();
  });

  it('[P1] the page without scripts leads there', async () => {
    const { body } = await give(app, textOf(bundleOf('aSessionToRead01')));
    const response = await fetch(`${app.origin}/j/${body.joinCode}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: app.origin, 'content-type': 'application/x-www-form-urlencoded' },
      body: '',
    });
    expect([response.status, response.headers.get('location')]).toEqual([303, `/r/${body.joinCode}`]);
  });
});
