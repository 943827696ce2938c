import { closeSync, copyFileSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { keyName, takeStamp } from './copy.ts';
import { SqliteConnection } from './sqlite-connection.ts';
import { lockFolder } from './sqlite-files.ts';
import { findDamage } from './sqlite-wal.ts';
import { RestoreError, type CopyStamp } from './store.ts';

/** A data folder that is held, with what is to take its place beside it. */
export interface Restoring {
  /** A data folder of its own, under another epoch. */
  dir: string;
  /** What the copy says of itself; null where it says nothing. */
  stamp: CopyStamp | null;
  /** Lets it take its place, and gives where what was there before lies now. `dir` has to be closed. */
  finish: () => string | null;
  /** Lets go of the folder; what did not take its place is gone. */
  close: () => void;
}

const database = 'yishi.db';
const busyWaitMs = 1_000;

/**
 * Brings the copy that lies in `from` beside what `dataDir` has. Throws RestoreError where there is no copy, where it is damaged, or where sessions are there
 * and `isReplacing` does not say that they are to be put aside.
 */
export function beginRestoring(from: string, dataDir: string, { isReplacing, at }: { isReplacing: boolean; at: number }): Restoring {
  requireCopy(from);
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataDir);
  const dir = join(dataDir, 'restoring');
  const close = () => {
    rmSync(dir, { recursive: true, force: true });
    lock.close();
  };
  try {
    const isTaken = hasSessions(join(dataDir, database));
    if (isTaken && !isReplacing)
      throw new RestoreError(
        `${dataDir} has sessions of its own: give another folder with --data, or put them aside with --replace. Nothing was changed.`,
      );
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(dir, { mode: 0o700 });
    copyIn(from, dir);
    const stamp = rewriteHistory(join(dir, database), at);
    return { dir, stamp, close, finish: () => moveIn(dir, { dataDir, putAside: isTaken ? asideOf(dataDir, at) : null }) };
  } catch (error) {
    close();
    throw error;
  }
}

function requireCopy(from: string): void {
  if (!existsSync(join(from, database))) throw new RestoreError(`There is no copy in ${from}: name the folder that has ${database} in it.`);
  const damage = findDamage(join(from, `${database}-wal`));
  if (damage) throw new RestoreError(`${join(from, `${database}-wal`)} is damaged (${damage}): take an earlier copy.`);
}

/** A copy is one file; the data folder of a computer that died may have one more beside it. */
function copyIn(from: string, dir: string): void {
  for (const name of [database, `${database}-wal`, keyName])
    if (existsSync(join(from, name))) copyFileSync(join(from, name), join(dir, name));
}

/** Every session gets another epoch: pages that know a later history than this one begin anew. */
function rewriteHistory(file: string, at: number): CopyStamp | null {
  const copy = new SqliteConnection(file, busyWaitMs);
  try {
    const [check] = copy.rows<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (check?.quick_check !== 'ok') throw new RestoreError(`The copy is damaged (${String(check?.quick_check)}): take another one.`);
    // The same copy may be restored more than once: each time is another history.
    copy.run('UPDATE session SET epoch = max(epoch + 1, ?)', [Math.floor(at / 1000)]);
    return takeStamp(copy);
  } finally {
    copy.close();
  }
}

function hasSessions(file: string): boolean {
  if (!existsSync(file)) return false;
  const there = new SqliteConnection(file, busyWaitMs);
  try {
    return there.row('SELECT 1 FROM session') !== null;
  } catch {
    // What cannot be read may be all there is of somebody's sessions.
    return true;
  } finally {
    there.close();
  }
}

function asideOf(dataDir: string, at: number): string {
  return join(dataDir, `before-restore-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '')}`);
}

function moveIn(dir: string, { dataDir, putAside }: { dataDir: string; putAside: string | null }): string | null {
  if (putAside) mkdirSync(putAside, { recursive: true, mode: 0o700 });
  const hasKey = existsSync(join(dir, keyName));
  for (const name of [`${database}-shm`, `${database}-wal`, database, ...(hasKey ? [keyName] : [])]) {
    const old = join(dataDir, name);
    if (putAside && existsSync(old)) renameSync(old, join(putAside, name));
    else rmSync(old, { force: true });
  }
  if (hasKey) renameSync(join(dir, keyName), join(dataDir, keyName));
  sync(join(dir, database));
  renameSync(join(dir, database), join(dataDir, database));
  return putAside;
}

function sync(file: string): void {
  const opened = openSync(file, 'r+');
  fsyncSync(opened);
  closeSync(opened);
}
