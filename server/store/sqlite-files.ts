import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { SqliteConnection } from './sqlite-connection.ts';
import { codeOf, faultOf } from './sqlite-messages.ts';
import { migrations } from './sqlite-schema.ts';
import { findDamage } from './sqlite-wal.ts';

const lockWaitMs = 2000;
const busyWaitMs = 1000;
const busy = new Set([5, 6]);

/** The open files of one data folder. */
export interface Files {
  database: SqliteConnection;
  /** Holds lock.db until it is closed or the process is gone. */
  lock: SqliteConnection;
}

/**
 * Opens a data folder, made where there is none, for this process alone. Throws an Error whose message is a sentence for whoever starts Yishi: the folder is
 * in use, cannot be written, was written by a newer Yishi, or is damaged.
 */
export function openFiles(dir: string): Files {
  const lock = sayWhere(dir, () => {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    return lockFolder(dir);
  });
  try {
    return { lock, database: sayWhere(dir, () => openDatabase(join(dir, 'yishi.db'))) };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Holds the folder until the connection is closed. Throws where another Yishi has it. */
export function lockFolder(dir: string): SqliteConnection {
  const lock = new SqliteConnection(join(dir, 'lock.db'), lockWaitMs);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!busy.has(codeOf(error) ?? 0)) throw error;
    throw new FolderError(`Another Yishi is using the data folder ${dir}: stop it first, or start this one with another data folder.`);
  }
}

function openDatabase(file: string): SqliteConnection {
  const damage = findDamage(`${file}-wal`);
  if (damage)
    throw new FolderError(
      `${file}-wal is damaged (${damage}): nothing was changed; put the last good copy of the data folder in its place.`,
    );
  if (!existsSync(file) && existsSync(`${file}-wal`))
    throw new FolderError(`${file} is missing beside its -wal file: put the last good copy of the data folder in its place.`);
  const database = new SqliteConnection(file, busyWaitMs);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY');
    const [check] = database.rows<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (check?.quick_check !== 'ok')
      throw new FolderError(
        `${file} is damaged (${String(check?.quick_check)}): nothing was repaired; put the last good copy of the data folder in its place.`,
      );
    migrate(database, file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: SqliteConnection, file: string): void {
  const version = database.row<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
  if (version > migrations.length)
    throw new FolderError(`${file} was written by a newer Yishi: start that one, or use another data folder.`);
  migrations.slice(version).forEach((step, index) => {
    database.exec(`BEGIN IMMEDIATE; ${step}; PRAGMA user_version = ${String(version + index + 1)}; COMMIT`);
  });
}

/** Its message is already a sentence. */
class FolderError extends Error {}

function sayWhere<Value>(dir: string, open: () => Value): Value {
  try {
    return open();
  } catch (error) {
    if (error instanceof FolderError) throw error;
    throw new FolderError(`The data folder ${dir} cannot be opened. ${faultOf(error).message}`);
  }
}
