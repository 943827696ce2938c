import Database from 'libsql';
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterAll, expect, test } from 'vitest';
import { openSqliteStore, startSqliteWorker } from '../../server/store/sqlite.ts';
import { NotStoredError, type Store, type Write } from '../../server/store/store.ts';
import { StoreProcess } from '../support/store-process.ts';
import { aCommit, aSession } from '../support/store-rows.ts';

const root = mkdtempSync(join(tmpdir(), 'yishi-faults-'));
const folder = () => mkdtempSync(join(root, 'folder-'));
afterAll(() => {
  rmSync(root, { recursive: true });
});

const text = (words: string): Write => ({ op: 'put-text', id: 'n1', text: words, translations: null, salt: 's' });
const seqs = async (store: Store, id: string) => (await store.commits(id, 1)).map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

/** Opens, and closes again at once. */
async function visit<Value>(dir: string, look: (store: Store) => Promise<Value>): Promise<Value> {
  const store = await openSqliteStore({ dir });
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

/** A folder as a server killed after so many commits leaves it, and what it acknowledged. */
async function killedAfter(commits: number): Promise<{ dir: string; acked: string[] }> {
  const dir = folder();
  const server = await StoreProcess.start(dir, 'commit');
  await server.hasAcked(commits);
  await server.kill();
  return { dir, acked: server.acked };
}

let killed: ReturnType<typeof killedAfter> | undefined;
/** A copy of one such folder, its commits still in the write-ahead log. */
async function killedFolder(): Promise<string> {
  killed ??= killedAfter(60);
  const dir = folder();
  cpSync((await killed).dir, dir, { recursive: true });
  return dir;
}

test('[D5] the folder is made, closed to other users', async () => {
  const dir = join(folder(), 'new', 'data');
  await visit(dir, (store) => store.check());
  expect(statSync(dir).mode & 0o777).toBe(0o700);
});

test('[D5] [F59] a second server on the folder is refused in a sentence, and the first goes on', async () => {
  const dir = folder();
  const first = await openSqliteStore({ dir });
  await first.createSession(aSession('s1'), aCommit('s1', 1));
  await expect(openSqliteStore({ dir })).rejects.toThrow(
    `Another Yishi is using the data folder ${dir}: stop it first, or start this one with another data folder.`,
  );
  await first.commit(aCommit('s1', 2));
  expect(await seqs(first, 's1')).toEqual([1, 2]);
  await first.close();
  expect(await visit(dir, (store) => seqs(store, 's1'))).toEqual([1, 2]);
});

test('[D5] [F59] a folder held by another process is free once that was killed', async () => {
  const dir = folder();
  const other = await StoreProcess.start(dir, 'hold');
  await expect(openSqliteStore({ dir })).rejects.toThrow(/^Another Yishi is using the data folder/);
  await other.kill();
  await visit(dir, (store) => store.check());
});

test.each([1, 2, 3])('[D4] [F53] a server killed while it commits comes back with everything it acknowledged (%i)', async (turn) => {
  const { dir, acked } = await killedAfter(turn * 170);
  await visit(dir, async (store) => {
    for (const id of ['s1', 's2', 's3']) {
      const stored = await seqs(store, id);
      const last = acked.filter((line) => line.startsWith(id)).length;
      expect(stored).toEqual(upTo(stored.length));
      expect(stored.length).toBeGreaterThanOrEqual(last);
      expect(stored.length).toBeLessThanOrEqual(last + 1);
      expect((await store.load(id))?.texts.length).toBe(stored.length - 1);
    }
  });
});

test('[F55] a transaction torn at the end of the log is dropped, and those before it are there', async () => {
  const whole = await visit(await killedFolder(), (store) => seqs(store, 's1'));
  const dir = await killedFolder();
  const log = join(dir, 'yishi.db-wal');
  truncateSync(log, statSync(log).size - 5000);
  const left = await visit(dir, (store) => seqs(store, 's1'));
  expect(left).toEqual(upTo(left.length));
  expect(left.length).toBeGreaterThanOrEqual(whole.length - 2);
});

test.each([
  ['yishi.db-wal', 0.5, 1],
  ['yishi.db-wal', 0.0001, 1],
  ['yishi.db', 0.3, 8192],
])('[D6] [F58] damage in the middle of %s (at %d, %i bytes) is told in a sentence, and nothing is changed', async (name, place, length) => {
  const dir = await killedFolder();
  if (name === 'yishi.db') await visit(dir, (store) => store.check());
  const file = join(dir, name);
  const content = readFileSync(file);
  const at = Math.floor(content.length * place);
  for (let byte = at; byte < at + length; byte += 1) content[byte] = 0xff ^ (content[byte] ?? 0);
  writeFileSync(file, content);
  await expect(openSqliteStore({ dir })).rejects.toThrow(/damaged.*last good copy/s);
  expect(readFileSync(file).equals(content)).toBe(true);
  await expect(openSqliteStore({ dir })).rejects.toThrow(/damaged.*last good copy/s);
});

test('[F58] a file that is no database, and one of a newer Yishi, are told in a sentence', async () => {
  const dir = folder();
  writeFileSync(join(dir, 'yishi.db'), 'not a database'.repeat(1000));
  await expect(openSqliteStore({ dir })).rejects.toThrow(/damaged/);
  const newer = folder();
  await visit(newer, (store) => store.check());
  const database = new Database(join(newer, 'yishi.db'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await expect(openSqliteStore({ dir: newer })).rejects.toThrow(/was written by a newer Yishi/);
});

test('[F57] a folder that cannot be made is told in a sentence', async () => {
  const file = join(folder(), 'file');
  writeFileSync(file, '');
  await expect(openSqliteStore({ dir: join(file, 'data') })).rejects.toThrow(/^The data folder .* cannot be opened\. /);
});

/** A message that is no question stands for a bug in the worker. `terminate()` would abort the process where it meets native code. */
test('[D3] a worker that dies rejects what was under way, and the next call has another; five in a minute at most', async () => {
  const dir = folder();
  let worker: Worker | undefined;
  const store = await openSqliteStore({ dir, startWorker: (folderName) => (worker = startSqliteWorker(folderName)) });
  await store.createSession(aSession('s1'), aCommit('s1', 1));
  const die = async () => {
    // In this order: a worker that is awake would have carried the commit out before it is hit.
    worker?.postMessage(null);
    const underWay = store.commit(aCommit('s1', 99));
    await expect(underWay).rejects.toThrow(NotStoredError);
  };
  for (let death = 1; death <= 5; death += 1) {
    await die();
    await store.commit(aCommit('s1', death + 1));
  }
  expect(await seqs(store, 's1')).toEqual([1, 2, 3, 4, 5, 6]);
  await die();
  await expect(store.check()).rejects.toThrow(NotStoredError);
  await store.close();
  expect(await visit(dir, (again) => seqs(again, 's1'))).toEqual([1, 2, 3, 4, 5, 6]);
});

const canMount = mountsTmpfs();
test.skipIf(!canMount)(
  `[D3] [F56] on a full disk commits are refused, reads go on, and all is well once there is room${canMount ? '' : ' (skipped: mounting a small tmpfs needs root on Linux)'}`,
  async () => {
    const dir = folder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir]);
    try {
      const store = await openSqliteStore({ dir: join(dir, 'data') });
      try {
        await store.createSession(aSession('s1'), aCommit('s1', 1));
        const ballast = join(dir, 'ballast');
        writeFileSync(ballast, Buffer.alloc(500_000));
        let seq = 2;
        let refused: unknown = null;
        while (!refused && seq < 500) {
          refused = await store.commit(aCommit('s1', seq, { writes: [text(`${String(seq)}${'x'.repeat(20_000)}`)] })).then(
            () => null,
            (error: unknown) => error,
          );
          if (!refused) seq += 1;
        }
        expect(refused).toBeInstanceOf(NotStoredError);
        expect(await seqs(store, 's1')).toEqual(upTo(seq - 1));
        expect((await store.load('s1'))?.texts[0]?.text.startsWith(String(seq - 1))).toBe(true);
        const group = await Promise.allSettled(
          [0, 1, 2].map((ahead) => store.commit(aCommit('s1', seq + ahead, { writes: [text('y'.repeat(200_000))] }))),
        );
        expect(group.map((outcome) => outcome.status === 'rejected' && outcome.reason instanceof NotStoredError)).toEqual([
          true,
          true,
          true,
        ]);
        rmSync(ballast);
        await store.check();
        await store.commit(aCommit('s1', seq, { writes: [text('fits')] }));
        expect(await seqs(store, 's1')).toEqual(upTo(seq));
      } finally {
        await store.close();
      }
    } finally {
      execFileSync('umount', [dir]);
    }
  },
);

test('commits per second (printed, not judged)', async () => {
  await visit(folder(), async (store) => {
    const ids = upTo(20).map((number) => `s${String(number)}`);
    for (const id of ids) await store.createSession(aSession(id), aCommit(id, 1));
    const rate = async (count: number, run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      return Math.round((count * 1000) / (performance.now() - start));
    };
    const single = await rate(500, async () => {
      for (let seq = 2; seq < 502; seq += 1) await store.commit(aCommit('s1', seq, { writes: [text(String(seq))] }));
    });
    const grouped = await rate(ids.length * 250, () =>
      Promise.all(ids.flatMap((id) => upTo(250).map((seq) => store.commit(aCommit(id, seq + 1000, { writes: [text(String(seq))] }))))),
    );
    console.log(`store: ${String(single)} commits a second one at a time, ${String(grouped)} together`);
  });
});

function mountsTmpfs(): boolean {
  const dir = join(root, 'mount');
  mkdirSync(dir);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dir], { stdio: 'ignore' });
    execFileSync('umount', [dir]);
    return existsSync(dir);
  } catch {
    return false;
  }
}
