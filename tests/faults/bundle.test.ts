import { afterAll, beforeAll, expect, it } from 'vitest';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { NeedRecords } from '../../shared/need-record.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';

/*
 * Row 67 of the fault list: what the import itself refuses is in tests/server/import.test.ts. Here is every other call that takes a body: none may take a
 * bundle, unpack a bomb, or leave half of one behind. That a log that was altered is not opened is [F58].
 */

let app: TestApp;
let meeting: Meeting;
let before: unknown;
beforeAll(async () => {
  app = await startApp();
  meeting = await Meeting.open(app);
  await meeting.needs('need-lamps');
  before = await everything();
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

/** The sessions there are, and the length of the log of the one that everybody aims at. */
async function everything(): Promise<unknown> {
  const { body } = await call(app.origin, '/api/sessions', { token: testKey });
  return { body, commits: (await app.sessions.store.commits(meeting.session.sessionId, 1)).length };
}

/** Whatever takes a body today, and where a bundle might be tried. */
function doors(): [method: string, path: string][] {
  const { sessionId } = meeting.session;
  return [
    ['POST', '/api/sessions'],
    ['PATCH', `/api/sessions/${sessionId}`],
    ['POST', `/api/sessions/${sessionId}/participants`],
    ['POST', `/api/sessions/${sessionId}/needs.json`],
    ['PUT', `/api/sessions/${sessionId}/needs.json`],
    ['POST', `/api/sessions/${sessionId}/log.zip`],
    ['POST', '/api/import'],
  ];
}

async function knock(body: string | Buffer, headers: Record<string, string>): Promise<string[]> {
  const codes: string[] = [];
  for (const [method, path] of doors()) {
    const response = await fetch(`${app.origin}${path}`, {
      method,
      body: typeof body === 'string' ? body : new Uint8Array(body),
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testKey}`, ...headers },
    });
    codes.push(((await response.json()) as { code: string }).code);
  }
  return codes;
}

it('[F67] records that were exported and changed are taken by no call, and leave nothing behind', async () => {
  const { body: records } = await call<NeedRecords>(app.origin, `/api/sessions/${meeting.session.sessionId}/needs.json`, {
    token: testKey,
  });
  const forged = { ...records, session: { ...records.session, title: '改过的' }, logHead: 'f'.repeat(64) };
  for (const body of [JSON.stringify(records), JSON.stringify(forged)])
    expect(new Set(await knock(body, {}))).toEqual(new Set(['bad-input', 'not-found']));
  expect(await everything()).toEqual(before);
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('[F67] a hundred megabytes in a small %s body are not unpacked', async (encoding, pack) => {
  const bomb = pack(Buffer.alloc(100_000_000, '['));
  expect(bomb.length).toBeLessThan(200_000);
  const memory = process.memoryUsage().rss;
  const codes = await knock(bomb, { 'content-encoding': encoding });
  expect(new Set(codes)).toEqual(new Set(['too-long']));
  expect(process.memoryUsage().rss - memory).toBeLessThan(100_000_000);
  expect(await everything()).toEqual(before);
});

it('[F67] a million notes are too long, whole or in pieces, and a zip is no JSON', async () => {
  const notes = JSON.stringify({ notes: Array.from({ length: 1_000_000 }, (_, i) => i) });
  expect(new Set(await knock(notes, {}))).toEqual(new Set(['too-long']));
  const zip = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(2_000)]);
  for (const type of ['application/json', 'application/zip', 'application/octet-stream'])
    expect([type, ...new Set(await knock(zip, { 'content-type': type }))].sort()).toEqual(
      [type, 'bad-input', ...(type === 'application/json' ? [] : ['not-found'])].sort(),
    );
  expect((await meeting.join(freshId())).status).toBe(201);
});
