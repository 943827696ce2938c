import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { recordFiles } from '../../server/export/files.ts';
import { MemoryStore } from '../../server/store/memory.ts';
import type { Store } from '../../server/store/store.ts';
import { checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import type { ImportedSummary, ListedSession } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { aBundle, textOf } from '../support/bundles.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { filesIn, marksIn } from '../support/found-in-files.ts';

const day = 86_400_000;
const words = '三号楼到五号楼全黑';
const ended = Date.parse('2026-11-20T12:00:00.000Z');
const id = aBundle().session.id;

let folder: string;
let now: number;
let app: TestApp;
let memory: Store;

/** Outlives a restart, as a folder does. */
class LastingMemory extends MemoryStore {
  override close(): Promise<void> {
    return Promise.resolve();
  }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'yishi-retention-'));
  mkdirSync(join(folder, 'data'));
  memory = new LastingMemory();
  now = ended + day;
});
afterEach(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(['memory', 'SQLite'] as const)('[D18] [F87] records that were imported: %s', (kind) => {
  const isFile = kind === 'SQLite';
  async function start(retentionDays: number | null): Promise<void> {
    const store = isFile ? await stores.sqlite(join(folder, 'data')) : memory;
    app = await startApp({ store, now: () => now, publicUrl: 'http://yishi.test', retentionDays });
  }
  async function restart(retentionDays: number | null): Promise<void> {
    await app.close();
    await start(retentionDays);
  }
  const give = (bundle: NeedRecords) =>
    call<ImportedSummary>(app.origin, '/api/sessions/import', { token: testKey, body: JSON.parse(textOf(bundle)) as unknown });
  const get = async (path: string) =>
    (await fetch(`${app.origin}${path}`, { headers: { authorization: `Bearer ${testKey}`, 'accept-language': 'zh-CN' } })).arrayBuffer();
  const text = async (path: string) => Buffer.from(await get(path)).toString('utf8');
  const records = async () => JSON.parse(await text(`/api/sessions/${id}/needs.json`)) as NeedRecords;
  const listed = async () =>
    (await call<{ sessions: ListedSession[] }>(app.origin, '/api/sessions', { token: testKey })).body.sessions.find(
      ({ sessionId }) => sessionId === id,
    );
  const withWords = async () => (await records()).notes.filter((note) => note.text !== null).length;

  it('lose their words so long after the meeting ended elsewhere: in every file, on the lasting page and at rest', async () => {
    await start(30);
    const { joinCode } = (await give(aBundle())).body;
    expect(await text(`/r/${joinCode}`)).toContain(words);
    expect(await text(`/api/sessions/${id}/needs.csv`)).not.toBe('');
    const before = await listed();
    now = ended + 29 * day;
    await restart(30);
    expect(await withWords()).toBe(2);
    now = ended + 31 * day;
    await restart(30);
    await eventually(async () => expect(await withWords()).toBe(0));

    const after = await records();
    expect(checkNeedRecords(after)).toEqual([]);
    expect(after.notes.map(({ id: noteId, needId, text: said, redacted }) => [noteId, needId, said, redacted])).toEqual([
      ['note-0001', 'need-lamps', null, true],
      ['note-0002', null, null, true],
    ]);
    expect(after.needs.map(({ title, noteCount }) => [title, noteCount])).toEqual(
      aBundle().needs.map(({ title, noteCount }) => [title, noteCount]),
    );
    for (const file of recordFiles) expect([file, (await text(`/api/sessions/${id}/${file}`)).includes(words)]).toEqual([file, false]);
    const lasting = await text(`/r/${joinCode}`);
    expect([lasting.includes('夜里的路灯'), lasting.includes(words)]).toEqual([true, false]);
    expect(await listed()).toEqual(before);
    if (isFile) await eventually(() => expect(marksIn(filesIn(join(folder, 'data')), [words])).toEqual([]));
  });

  it('do not come back with the same file; a newer one brings words, until they are due in their turn', async () => {
    now = ended + 40 * day;
    await start(null);
    expect((await give(aBundle())).status).toBe(201);
    expect(await withWords()).toBe(2);
    await restart(30);
    await eventually(async () => expect(await withWords()).toBe(0));
    expect((await give(aBundle())).status).toBe(200);
    expect(await withWords()).toBe(0);
    expect((await give(aBundle({ generatedAt: now + day }))).status).toBe(200);
    expect(await withWords()).toBe(2);
    await restart(30);
    await eventually(async () => expect(await withWords()).toBe(0));
    // Nothing is left to erase: the records stay as they are.
    const { checksum } = await records();
    await restart(30);
    expect((await records()).checksum).toBe(checksum);
  });

  it('where they do not say when it ended, count from the day it was held on, else from when they came', async () => {
    now = ended + 10 * day;
    await start(30);
    const session = (heldAt: string | undefined) => ({ ...aBundle().session, heldAt, endedAt: undefined });
    await give(aBundle({ session: session('2026-11-20') }));
    now = Date.parse('2026-11-20') + 30.5 * day;
    await restart(30);
    expect(await withWords()).toBe(2);
    now += day;
    await restart(30);
    await eventually(async () => expect(await withWords()).toBe(0));
    await give(aBundle({ session: session(undefined), generatedAt: now + 1 }));
    expect(await withWords()).toBe(2);
    await restart(30);
    // It came ten days after the meeting, which is twenty-one days ago.
    expect(await withWords()).toBe(2);
    now += 10 * day;
    await restart(30);
    await eventually(async () => expect(await withWords()).toBe(0));
  });
});
