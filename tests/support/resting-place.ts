import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import Database from 'libsql';
import { filesIn } from './found-in-files.ts';
import { startServer, type RunningServer } from './server.ts';

/** What of the open rounds must not stay: names of voters and of helpers, receipts and HMACs of what was sent, the keys they were made with. */
export type OpenSecrets = readonly Buffer[];

/**
 * A place where a built server keeps what it stores, and how somebody who has the machine looks at every byte of it. Another store is another place: the
 * address its servers are started with, its bytes and its rows.
 */
export interface RestingPlace {
  name: string;
  /** Starts the built server on it. */
  start: () => Promise<RunningServer>;
  /** All that lies there now, by name, whether a server runs or not. */
  bytes: () => Map<string, Buffer>;
  /** What ties people to their ballots at this moment. */
  openSecrets: () => OpenSecrets;
  /** A copy that its owner makes, of all that is there, also while the server runs; gives what lies in it. */
  backup: (name: string) => Map<string, Buffer>;
  remove: () => void;
}

/** A data folder with its database, write-ahead log and snapshots, and a stick beside it. */
export function folderPlace(backedUp: (args: readonly string[]) => void): RestingPlace {
  const base = mkdtempSync(join(tmpdir(), 'yishi-resting-'));
  const [data, stick] = [join(base, 'data'), join(base, 'stick')];
  for (const dir of [data, stick]) mkdirSync(dir);
  return {
    name: 'a data folder and a stick',
    start: () => startServer({ dir: data, args: ['--mirror', stick] }),
    bytes: () =>
      new Map([data, stick].flatMap((dir) => [...allIn(dir)].map(([file, bytes]) => [`${relative(base, dir)}/${file}`, bytes] as const))),
    openSecrets: () => secretsIn(filesIn(data)),
    backup(name) {
      backedUp(['--to', join(base, name), '--data', data]);
      return allIn(join(base, name));
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** The files of a folder, as another process copied them. */
function allIn(dir: string): Map<string, Buffer> {
  const folders = readdirSync(dir, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  if (folders.length > 0) throw new Error(`nobody looks into ${folders.map(({ name }) => name).join(' ')}`);
  return filesIn(dir);
}

/** Read from a copy of the database and its write-ahead log, as somebody would who takes the machine now. */
function secretsIn(files: ReadonlyMap<string, Buffer>): OpenSecrets {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-taken-'));
  try {
    const database = [...files].find(
      ([, bytes]) => bytes.subarray(0, 15).toString() === 'SQLite format 3' && bytes.includes('open_receipt'),
    );
    if (!database) throw new Error(`no database among ${[...files.keys()].join(' ')}`);
    for (const [name, bytes] of files) if (name.startsWith(database[0])) writeFileSync(join(dir, name), bytes);
    const taken = new Database(join(dir, database[0]));
    try {
      const all = (sql: string) => (taken.prepare(sql).raw().all() as unknown[][]).flat();
      const bodies = all('SELECT body FROM ballot').map((body) => JSON.parse(String(body)) as { receipt: string; enteredBy?: string });
      const names = [...all('SELECT voter FROM ballot'), ...all('SELECT hmac FROM open_receipt WHERE hmac IS NOT NULL')].map(String);
      const keys = all('SELECT key FROM hmac_key WHERE key_id IN (SELECT key_id FROM open_receipt)') as Uint8Array[];
      const given = bodies.flatMap(({ receipt, enteredBy }) => [receipt, ...(enteredBy === undefined ? [] : [enteredBy])]);
      return [...[...names, ...given].map((name) => Buffer.from(name)), ...keys.map((key) => Buffer.from(key))];
    } finally {
      taken.close();
    }
  } finally {
    rmSync(dir, { recursive: true });
  }
}
