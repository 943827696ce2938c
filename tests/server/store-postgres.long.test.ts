import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NotStoredError, OutcomeUnknownError, type Write } from '../../server/store/store.ts';
import { eventually } from '../support/eventually.ts';
import { noPostgres, Postgres } from '../support/postgres.ts';
import { aCommit, aSession } from '../support/store-rows.ts';

describe.skipIf(noPostgres)(`on PostgreSQL${noPostgres}`, () => {
  let postgres: Postgres;
  let url: string;
  beforeAll(async () => {
    postgres = await Postgres.start();
    url = await postgres.database();
  });
  afterAll(() => postgres.stop());

  test('commits per second (printed, not judged)', async () => {
    const store = await postgres.open(url);
    const ids = Array.from({ length: 20 }, (_, index) => `r${index}`);
    for (const id of ids) await store.createSession(aSession(id), aCommit(id, 1));
    const words = (seq: number): Write => ({ op: 'put-text', id: String(seq), text: 'x', translations: null, salt: 's' });
    const rate = async (count: number, run: () => Promise<unknown>) => {
      const start = performance.now();
      await run();
      return Math.round((count * 1000) / (performance.now() - start));
    };
    const single = await rate(100, async () => {
      for (let seq = 2; seq < 102; seq += 1) await store.commit(aCommit('r0', seq, { writes: [words(seq)] }));
    });
    const beside = await rate(ids.length * 20, () =>
      Promise.all(
        ids.map(async (id) => {
          for (let seq = 200; seq < 220; seq += 1) await store.commit(aCommit(id, seq, { writes: [words(seq)] }));
        }),
      ),
    );
    const ballots = Array.from({ length: 400 }, (_, index): Write[] => [
      { op: 'put-ballot', exerciseId: 'x1', round: 1, voter: `v${index}`, body: '{"kind":"dot-vote","dots":{"a":1}}' },
      { op: 'put-receipt', sender: `s${index}`, commandId: 'c', keyId: 'x1.1', hmac: 'h', answer: '{}' },
    ]).flat();
    const storm = await rate(400, () => store.commit(aCommit('r0', 500, { writes: ballots })));
    console.log(
      `postgres: ${single} commits a second one at a time, ${beside} of twenty sessions beside each other, ${storm} ballots a second in one commit`,
    );
    await store.close();
  });
});

const disk = smallDisk();

test.skipIf(noPostgres || disk === null)(
  `[D32] [F56] on a full disk of the database commits are refused, what was acknowledged stays, and all is well once there is room${disk === null ? ' (skipped: mounting a small tmpfs needs root on Linux)' : ''}`,
  async () => {
    const postgres = await Postgres.start({ within: disk! });
    const url = await postgres.database();
    const store = await postgres.open(url);
    const words = (seq: number): Write => ({ op: 'put-text', id: String(seq), text: randomText(40_000), translations: null, salt: 's' });
    await store.createSession(aSession('s1'), aCommit('s1', 1));
    const ballast = join(disk!, 'ballast');
    writeFileSync(ballast, Buffer.alloc(20_000_000));
    let seq = 2;
    let refused: unknown = null;
    while (!refused && seq < 5_000) {
      refused = await store.commit(aCommit('s1', seq, { writes: [words(seq)] })).then(
        () => null,
        (error: unknown) => error,
      );
      if (!refused) seq += 1;
    }
    console.log(`a full disk: commit ${seq} was refused: ${String(refused)}; the server ${postgres.isRunning() ? 'runs' : 'has stopped'}`);
    expect(refused instanceof NotStoredError || refused instanceof OutcomeUnknownError).toBe(true);
    rmSync(ballast);
    // PostgreSQL stops where its log cannot be written.
    if (!postgres.isRunning()) await postgres.begin();
    const stored = await eventually(async () => (await store.commits('s1', 1)).map((row) => row.seq), { withinMs: 30_000 });
    const acknowledged = Array.from({ length: seq - 1 }, (_, index) => index + 1);
    if (refused instanceof NotStoredError) expect(stored).toEqual(acknowledged);
    else expect([acknowledged, [...acknowledged, seq]]).toContainEqual(stored);
    await eventually(() => store.commit(aCommit('s1', seq + 1, { writes: [words(seq + 1)] })), { withinMs: 30_000 });
    await store.close();
    await postgres.stop();
  },
);

afterAll(() => {
  if (disk === null) return;
  execFileSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true });
});

/** A small file system of its own; null where none can be mounted. */
function smallDisk(): string | null {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=120m,mode=755', 'tmpfs', dir], { stdio: 'ignore' });
    mkdirSync(join(dir, 'made'));
    return dir;
  } catch {
    rmSync(dir, { recursive: true });
    return null;
  }
}

/** What does not compress. */
function randomText(length: number): string {
  return randomBytes(Math.ceil(length / 2)).toString('hex');
}
