import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import Database from 'libsql';
import { filesIn } from './found-in-files.ts';
import { Postgres } from './postgres.ts';
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
  /** Where each of the marked words lies: in so many parts, by what stands before the first slash of a name. */
  parts: number;
  /** Nothing is there for its own sake but what goes at once: what is erased, and the bytes that it leaves behind until whoever runs it cleans up. */
  goesAtOnce: (name: string) => boolean;
  mayLinger: (name: string) => boolean;
  cleanUp: () => void;
  /** How somebody who wrote a note stands beside it. */
  writerOf: (noteId: string, participantId: string) => Buffer;
  /** A copy that its owner makes, of all that is there, also while the server runs; gives what lies in it. */
  backup: (name: string) => Map<string, Buffer>;
  /** True where no copy is made while a round is open; elsewhere one tells nothing once the round is sealed. */
  refusesEarly: boolean;
  remove: () => void | Promise<void>;
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
    parts: 2,
    goesAtOnce: (file) => file.startsWith('data/'),
    mayLinger: () => false,
    cleanUp: () => undefined,
    writerOf: (noteId, participantId) => Buffer.from(`${noteId}${participantId}`),
    refusesEarly: true,
    backup(name) {
      backedUp(['--to', join(base, name), '--data', data]);
      return allIn(join(base, name));
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/**
 * [S40] PostgreSQL, with the round keys in the data folder. What ties people to ballots lies there as ciphertext alone, so that the keys are all there is to
 * know. Erased words are in no row at once; their bytes go with VACUUM FULL, but from the write-ahead log only when its files are used again.
 */
export async function postgresPlace(): Promise<RestingPlace> {
  const postgres = await Postgres.start();
  const [data, url] = [mkdtempSync(join(tmpdir(), 'yishi-resting-')), await postgres.database()];
  const ask = (sql: string) => void execFileSync('psql', ['-q', '-d', url, '-c', sql], { stdio: 'ignore' });
  const rows = () => execFileSync('pg_dump', ['-n', 'yishi', '-d', url], { maxBuffer: 2 ** 28 });
  return {
    name: 'PostgreSQL and the data folder beside it',
    start: () => startServer({ dir: data, args: ['--database', url] }),
    bytes() {
      ask('CHECKPOINT');
      const pages = [...postgres.files()].map(([file, bytes]) => [`pages/${relative(postgres.dir, file)}`, bytes] as const);
      const beside = allBelow(data).map((file) => [`data/${relative(data, file)}`, readFileSync(file)] as const);
      return new Map([...pages, ...beside, ['rows/dump', rows()]]);
    },
    openSecrets: () =>
      allBelow(data)
        .filter((file) => file.endsWith('.key') && dirname(file) !== data)
        .map((file) => readFileSync(file)),
    parts: 2,
    goesAtOnce: (name) => name.startsWith('rows/') || name.startsWith('data/'),
    mayLinger: (name) => name.includes('/pg_wal/'),
    cleanUp: () => ask('VACUUM FULL'),
    writerOf: (noteId, participantId) => Buffer.from(`${noteId}\t${participantId}`),
    backup: (name) => new Map([[name, rows()]]),
    refusesEarly: false,
    async remove() {
      rmSync(data, { recursive: true, force: true });
      await postgres.stop();
    },
  };
}

function allBelow(dir: string): string[] {
  const entries = readdirSync(dir, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
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
