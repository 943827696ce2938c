import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { noMeters } from './session/meters.ts';
import { chainStart, firstBroken } from './session/digest.ts';
import { Sessions } from './session/sessions.ts';
import { Tokens } from './session/tokens.ts';
import { stores } from './app.ts';
import { takeStamp, type CopyStamp } from './store/copy.ts';
import { SqliteConnection } from './store/sqlite-connection.ts';
import { lockFolder } from './store/sqlite-files.ts';
import { findDamage } from './store/sqlite-wal.ts';
import type { SessionRow, Store } from './store/store.ts';

/** A copy that cannot be restored there; its message is a sentence for the person who asked. */
export class RestoreError extends Error {
  override name = 'RestoreError';
}

export interface RestoreOptions {
  /** The folder with the copy, or a data folder of a computer that is off. */
  from: string;
  dataDir: string;
  /** Puts the sessions that `dataDir` has aside instead of refusing. */
  isReplacing: boolean;
  now: () => number;
}

/** What lies in the data folder now. */
export interface RestoreReport {
  /** When the copy was taken, or where it does not say so its last commit; null of a copy without sessions. */
  copiedAt: number | null;
  /** Newest first. `alteredAt` is the first entry of its log that does not follow; such a session is not opened [D6]. */
  sessions: { row: SessionRow; commits: number; lastAt: number | null; alteredAt: number | null }[];
  /** Where what was there before lies now. */
  putAside: string | null;
}

const database = 'yishi.db';
const keyName = 'organizer.key';
const busyWaitMs = 1_000;

/**
 * [D10] Lets the sessions of a copy go on in `dataDir`. Everything is verified and written beside what is there, and takes its place at the end: a restore
 * that fails has changed nothing. Throws RestoreError, or what the disk says.
 */
export async function restore({ from, dataDir, isReplacing, now }: RestoreOptions): Promise<RestoreReport> {
  requireCopy(from);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataDir);
  const making = join(dataDir, 'restoring');
  try {
    const target = join(dataDir, database);
    const isTaken = existsSync(target) && countSessions(target) > 0;
    if (isTaken && !isReplacing)
      throw new RestoreError(
        `${dataDir} has sessions of its own: give another folder with --data, or put them aside with --replace. Nothing was changed.`,
      );
    rmSync(making, { recursive: true, force: true });
    mkdirSync(making, { mode: 0o700 });
    copyIn(from, making);
    const stamp = rewriteHistory(join(making, database));
    const report = await verifyAndTell(making, { stamp, now });
    const putAside = isTaken ? asideOf(dataDir, now()) : null;
    moveIn(making, { dataDir, putAside });
    return { ...report, putAside };
  } finally {
    rmSync(making, { recursive: true, force: true });
    lock.close();
  }
}

function requireCopy(from: string): void {
  if (!existsSync(join(from, database))) throw new RestoreError(`There is no copy in ${from}: name the folder that has ${database} in it.`);
  const damage = findDamage(join(from, `${database}-wal`));
  if (damage) throw new RestoreError(`${join(from, `${database}-wal`)} is damaged (${damage}): take an earlier copy.`);
}

/** A copy is one file; a data folder may have one more beside it. */
function copyIn(from: string, making: string): void {
  for (const name of [database, `${database}-wal`]) if (existsSync(join(from, name))) copyFileSync(join(from, name), join(making, name));
  if (existsSync(join(from, keyName))) copyFileSync(join(from, keyName), join(making, keyName));
}

/** What the copy says of itself. Every session gets another epoch: pages that know a later history than this one begin anew. */
function rewriteHistory(file: string): CopyStamp | null {
  const copy = new SqliteConnection(file, busyWaitMs);
  try {
    const [check] = copy.rows<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (check?.quick_check !== 'ok') throw new RestoreError(`The copy is damaged (${String(check?.quick_check)}): take another one.`);
    copy.run('UPDATE session SET epoch = epoch + 1');
    return takeStamp(copy);
  } finally {
    copy.close();
  }
}

async function verifyAndTell(
  dir: string,
  { stamp, now }: { stamp: CopyStamp | null; now: () => number },
): Promise<Omit<RestoreReport, 'putAside'>> {
  const store = await stores.sqlite(dir);
  try {
    const sessions = await Promise.all((await store.sessions()).map((row) => verify(store, row)));
    const lastAt = Math.max(0, ...sessions.map((session) => session.lastAt ?? 0));
    const copiedAt = stamp?.copiedAt ?? (lastAt > 0 ? lastAt : null);
    const whole = sessions.filter(({ row, alteredAt }) => alteredAt === null && row.status === 'open');
    await tell(store, whole, { copiedAt: copiedAt ?? now(), origin: stamp?.origin ?? null, now });
    return { copiedAt, sessions };
  } finally {
    await store.close();
  }
}

async function verify(store: Store, row: SessionRow): Promise<RestoreReport['sessions'][number]> {
  const commits = await store.commits(row.id, 1);
  return {
    row,
    commits: commits.length,
    lastAt: commits.at(-1)?.at ?? null,
    alteredAt: firstBroken({ seq: 0, hash: chainStart }, commits),
  };
}

/** Sessions that go on say so in their own log; those that have ended stay as they were signed. */
async function tell(
  store: Store,
  open: RestoreReport['sessions'],
  { copiedAt, origin, now }: { copiedAt: number; origin: string | null; now: () => number },
): Promise<void> {
  const sessions = new Sessions({
    store,
    tokens: new Tokens(randomBytes(32)),
    now,
    meters: noMeters,
    computeStability: () => Promise.resolve(null),
    onTrouble: () => undefined,
  });
  for (const { row } of open) {
    const session = await sessions.get(row.id);
    const answer = await session.edit(() => ({ events: [{ type: 'session-restored', copiedAt, origin }], writes: [], value: {} }));
    if (!answer.ok) throw new RestoreError(`Session ${row.id} could not be written (${answer.code}). Nothing was changed.`);
  }
  await sessions.close();
}

function countSessions(file: string): number {
  const there = new SqliteConnection(file, busyWaitMs);
  try {
    return there.row<{ count: number }>('SELECT count(*) AS count FROM session')?.count ?? 0;
  } catch {
    // What cannot be read may be all there is of somebody's sessions.
    return 1;
  } finally {
    there.close();
  }
}

function asideOf(dataDir: string, at: number): string {
  return join(dataDir, `before-restore-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}`);
}

function moveIn(making: string, { dataDir, putAside }: { dataDir: string; putAside: string | null }): void {
  if (putAside) mkdirSync(putAside, { recursive: true, mode: 0o700 });
  for (const name of [`${database}-shm`, `${database}-wal`, database, keyName]) {
    const old = join(dataDir, name);
    const isReplaced = name !== keyName || existsSync(join(making, keyName));
    if (putAside && existsSync(old) && isReplaced) renameSync(old, join(putAside, name));
    else if (isReplaced) rmSync(old, { force: true });
  }
  if (existsSync(join(making, keyName))) renameSync(join(making, keyName), join(dataDir, keyName));
  sync(join(making, database));
  renameSync(join(making, database), join(dataDir, database));
}

function sync(file: string): void {
  const opened = openSync(file, 'r+');
  fsyncSync(opened);
  closeSync(opened);
}
