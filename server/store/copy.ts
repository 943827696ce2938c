import { chmodSync, closeSync, existsSync, fsyncSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteConnection } from './sqlite-connection.ts';
import type { CopyStamp } from './store.ts';

/** The copy, under the name that it has in a data folder, and what it is called until it is whole. */
export const copyName = 'yishi.db';
export const partName = 'yishi.db.part';
/** The organizer key beside it, where it does not come from the surroundings. */
export const keyName = 'organizer.key';
const busyWaitMs = 1_000;

/** The folder holds the copy of another computer's sessions, which may be the only one there is. */
export class ForeignCopyError extends Error {
  override name = 'ForeignCopyError';
}

/**
 * Writes what a running Yishi has stored in `dataDir` into `dir`, as a part that still has to be renamed: whole, checked and on the disk. Only rows that are
 * there are copied, so that nothing of what was erased comes along. Throws ForeignCopyError, or what the disk says.
 */
export function writePart({ dataDir, dir, stamp }: { dataDir: string; dir: string; stamp: CopyStamp }): void {
  const part = join(dir, partName);
  rmSync(part, { force: true });
  using(join(dataDir, copyName), (database) => {
    requireOurs(join(dir, copyName), secretOf(database));
    database.run('VACUUM INTO ?', [part]);
  });
  chmodSync(part, 0o600);
  using(part, (copy) => {
    const [check] = copy.rows<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (check?.quick_check !== 'ok') throw new Error(`the copy is damaged: ${String(check?.quick_check)}`);
    copy.run(`INSERT INTO meta (name, value) VALUES ('copied', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, [
      Buffer.from(JSON.stringify(stamp)),
    ]);
  });
  const file = openSync(part, 'r+');
  fsyncSync(file);
  closeSync(file);
}

/** What a copy says of itself, taken out of it; null where it says nothing. */
export function takeStamp(database: SqliteConnection): CopyStamp | null {
  const value = database.row<{ value: Uint8Array }>(`SELECT value FROM meta WHERE name = 'copied'`)?.value;
  database.run(`DELETE FROM meta WHERE name = 'copied'`);
  return value ? (JSON.parse(Buffer.from(value).toString()) as CopyStamp) : null;
}

/** A copy of the same sessions is written over, and so is what is no copy at all. */
function requireOurs(file: string, ours: string | null): void {
  if (!existsSync(file)) return;
  const theirs = secretIn(file);
  if (theirs !== null && theirs !== ours)
    throw new ForeignCopyError('The folder holds a copy from another computer: restore it first, or choose an empty folder.');
}

function secretIn(file: string): string | null {
  try {
    return using(file, secretOf);
  } catch {
    return null;
  }
}

function secretOf(database: SqliteConnection): string | null {
  const value = database.row<{ value: Uint8Array }>(`SELECT value FROM meta WHERE name = 'secret'`)?.value;
  return value ? Buffer.from(value).toString('hex') : null;
}

/** Opens a database for as long as it is used. */
export function using<Value>(file: string, use: (database: SqliteConnection) => Value): Value {
  const database = new SqliteConnection(file, busyWaitMs);
  try {
    return use(database);
  } finally {
    database.close();
  }
}
