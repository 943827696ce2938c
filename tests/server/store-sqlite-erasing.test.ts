import Database from 'libsql';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openSqliteStore } from '../../server/store/sqlite.ts';
import type { Store, Write } from '../../server/store/store.ts';
import { filesIn, marksIn } from '../support/found-in-files.ts';
import { aCommit, aSession, aSnapshot } from '../support/store-rows.ts';

const root = mkdtempSync(join(tmpdir(), 'yishi-erasing-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

let dir: string;
let store: Store;
beforeEach(async () => {
  dir = mkdtempSync(join(root, 'folder-'));
  store = await openSqliteStore({ dir });
});
afterEach(async () => {
  await store.close();
});

function found(marks: string[]): string[] {
  const files = filesIn(dir);
  expect([...files.keys()].toSorted()).toEqual(['lock.db', 'yishi.db', 'yishi.db-shm', 'yishi.db-wal']);
  return marksIn(files, marks);
}

const hashOf = (index: number) => createHash('sha256').update(String(index)).digest('hex');
/** Lengths without an order, so that rows move between pages as they would in a long evening. */
const filler = (index: number) => '.'.repeat(Number.parseInt(hashOf(index).slice(0, 6), 16) % 700);

function* roundOf(round: number, count: number): Generator<Write[]> {
  const mark = `ROUND${String(round)}`;
  const keyId = `key-${String(round)}`;
  const voter = (index: number) => `${mark}-${hashOf(index)}-${mark}`;
  yield [{ op: 'put-key', keyId, key: Buffer.from(`${mark}-KEY`) }];
  for (let index = 0; index < count; index += 1) {
    const receipt = {
      op: 'put-receipt',
      commandId: `c${String(index)}`,
      keyId,
      hmac: `${voter(index)}-hmac`,
      answer: `{"left":"${mark}"}`,
    } as const;
    yield [
      { op: 'put-ballot', exerciseId: 'x1', round, voter: voter(index), body: filler(index) },
      { op: 'put-ballot', exerciseId: 'x1', round, voter: voter((index * 104_729) % (index + 1)), body: filler(index + count) },
      { ...receipt, sender: hashOf(index % 97) },
    ];
  }
}

async function commitAll(id: string, from: number, all: Iterable<Write[]>): Promise<number> {
  let seq = from;
  const commits = [...all].map((writes) => store.commit(aCommit(id, seq++, { writes })));
  await Promise.all(commits);
  return seq;
}

test('[B4] after sealing no voter, HMAC, answer or key of the round is in any file', async () => {
  for (const id of ['s1', 's2']) await store.createSession(aSession(id), aCommit(id, 1));
  const [seq] = await Promise.all([commitAll('s1', 2, roundOf(1, 1500)), commitAll('s2', 2, roundOf(2, 700))]);
  const next = await commitAll('s1', seq, roundOf(3, 400));
  expect(found(['ROUND1', 'ROUND2', 'ROUND3'])).not.toEqual([]);

  const bodies = Array.from({ length: 1500 }, (_, index) => filler(index));
  const seal: Write = { op: 'seal', exerciseId: 'x1', round: 1, keyId: 'key-1', bodies };
  await Promise.all([store.commit(aCommit('s1', next, { writes: [seal] })), commitAll('s2', 702 + 1, [[], []])]);
  expect(found(['ROUND1'])).toEqual([]);
  expect(found(['ROUND2', 'ROUND3']).length).toBeGreaterThan(0);
  expect((await store.load('s1'))?.ballots.filter(({ round }) => round === 1).map(({ body }) => body)).toEqual(bodies);

  await store.commit(aCommit('s1', next + 1, { writes: [{ ...seal, round: 3, keyId: 'key-3', bodies: [] }] }));
  await store.commit(aCommit('s2', 705, { writes: [{ ...seal, round: 2, keyId: 'key-2', bodies: [] }] }));
  expect(found(['ROUND2', 'ROUND3'])).toEqual([]);
});

test('erased texts, names and whole sessions are in no file, and the rest stays', async () => {
  const marks = ['GONE', 'NAME', 'WROTE', 'STAYS'];
  const evening = function* (mark: string): Generator<Write[]> {
    for (let index = 0; index < 600; index += 1) {
      const id = `n-${hashOf(index)}`;
      const text = `${mark}${filler(index).repeat(index % 50 === 0 ? 20 : 1)}${mark}`;
      yield [
        { op: 'put-text', id, text: filler(index), translations: null, salt: 's' },
        { op: 'put-author', noteId: id, participantId: `WROTE-${mark}-${String(index)}` },
        { op: 'put-participant', participantId: id, body: `NAME-${filler(index + 1000)}-NAME` },
      ];
      yield [{ op: 'put-text', id, text, translations: `{"en":"${mark}"}`, salt: 's' }];
    }
  };
  for (const id of ['s1', 's2']) await store.createSession(aSession(id, { title: `${id}-TITLE` }), aCommit(id, 1));
  const [seq] = await Promise.all([commitAll('s1', 2, evening('GONE')), commitAll('s2', 2, evening('STAYS'))]);
  const one: Write = { op: 'put-text', id: 'last', text: 'ONLY', translations: null, salt: 's' };
  await commitAll('s2', seq, [[one], [{ ...one, text: `${filler(80)}ONLY` }]]);
  for (const mark of [...marks, 'ONLY']) expect(found([mark])).not.toEqual([]);

  await store.commit(aCommit('s2', seq + 2, { writes: [{ op: 'erase-text', id: 'last' }] }));
  expect(found(['ONLY'])).toEqual([]);
  await store.commit(aCommit('s2', seq + 3, { writes: [{ op: 'drop-authors' }, { op: 'drop-participants', keep: [] }] }));
  expect(found(['WROTE-STAYS'])).toEqual([]);
  await store.saveSnapshot('s1', { ...aSnapshot(2), state: 'GONE'.repeat(5000) });
  const kept = await store.load('s2');
  await store.eraseSession('s1');
  expect(found(['GONE', 'NAME', 'WROTE', 's1-TITLE', 'CODE-s1'])).toEqual([]);
  expect(found(['STAYS']).length).toBeGreaterThan(0);
  expect(await store.load('s2')).toEqual(kept);
});

test('[B4] a seal while another process reads the database is stored without waiting for it, and its files are cleaned as soon as that one lets go', async () => {
  await store.createSession(
    aSession('s1'),
    aCommit('s1', 1, { writes: [{ op: 'put-ballot', exerciseId: 'x1', round: 1, voter: 'VOTER', body: '{}' }] }),
  );
  const reader = new Database(join(dir, 'yishi.db'));
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM ballot').all([]);
  const begun = performance.now();
  await store.commit(aCommit('s1', 2, { writes: [{ op: 'seal', exerciseId: 'x1', round: 1, keyId: 'k', bodies: ['{}'] }] }));
  expect(performance.now() - begun).toBeLessThan(800);
  expect(found(['VOTER'])).not.toEqual([]);
  reader.exec('ROLLBACK');
  reader.close();
  await vi.waitFor(
    () => {
      expect(found(['VOTER'])).toEqual([]);
    },
    { timeout: 15_000, interval: 500 },
  );
});
