import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  accessSync,
  appendFileSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { Client } from 'pg';
import { openPostgresStore } from '../../server/store/postgres.ts';
import type { SharedStore } from '../../server/store/store.ts';

const programs = postgresPrograms();

/** Null where PostgreSQL is installed; else why what needs it is skipped, for the title. */
export const noPostgres = programs === null ? ' (skipped: no initdb on this machine; install postgresql)' : '';

/** The server that `with-postgres.ts` has started. */
export function givenPostgres(): Postgres {
  return new Postgres(JSON.parse(process.env['YISHI_TEST_POSTGRES'] ?? '') as { dir: string; port: number });
}

/** A PostgreSQL server of our own on a free port, with an empty folder. */
export class Postgres {
  readonly dir: string;
  readonly port: number;

  constructor({ dir, port }: { dir: string; port: number }) {
    this.dir = dir;
    this.port = port;
  }

  /** Resolves when it answers. Its folder is made within the one that is given; `alsoAt`: an address of this machine where it is asked from a network. */
  static async start({ within = tmpdir(), alsoAt }: { within?: string; alsoAt?: string | undefined } = {}): Promise<Postgres> {
    const dir = mkdtempSync(join(within, 'yishi-postgres-'));
    if (owner) chownSync(dir, owner.uid, owner.gid);
    chmodSync(dir, 0o755);
    await run('initdb', ['-D', join(dir, 'data'), '-U', 'yishi', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']);
    const postgres = new Postgres({ dir, port: await freePort() });
    const settings = {
      port: postgres.port,
      listen_addresses: `'${['127.0.0.1', ...(alsoAt ? [alsoAt] : [])].join()}'`,
      unix_socket_directories: `'${dir}'`,
      shared_buffers: '16MB',
      max_connections: 100,
      autovacuum: 'off',
      wal_level: 'minimal',
      max_wal_senders: 0,
    };
    const text = Object.entries(settings).map(([name, value]) => `${name} = ${String(value)}\n`);
    writeFileSync(join(dir, 'data/postgresql.auto.conf'), text.join(''));
    if (alsoAt) appendFileSync(join(dir, 'data/pg_hba.conf'), `host all yishi ${alsoAt}/24 trust\n`);
    await postgres.begin();
    return postgres;
  }

  isRunning(): boolean {
    const file = join(this.dir, 'data/postmaster.pid');
    if (!existsSync(file)) return false;
    try {
      return process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 0);
    } catch {
      return false;
    }
  }

  async begin(): Promise<void> {
    await run('pg_ctl', ['-D', join(this.dir, 'data'), '-l', join(this.dir, 'log'), '-w', 'start']);
  }

  /** As in a crash: it writes nothing more, and recovers from its log at the next start. */
  async crash(): Promise<void> {
    await run('pg_ctl', ['-D', join(this.dir, 'data'), '-m', 'immediate', '-w', 'stop']);
  }

  /** Takes its folder away, too. */
  async stop(): Promise<void> {
    if (this.isRunning()) await this.crash();
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** A new database's address. */
  async database(): Promise<string> {
    const name = `test_${randomBytes(6).toString('hex')}`;
    await this.run('postgres', `CREATE DATABASE ${name}`);
    return `postgres://yishi@127.0.0.1:${this.port}/${name}`;
  }

  /** Where keys of rounds go: beside the server's own folder. */
  keysDir(url: string): string {
    return join(this.dir, `keys-${new URL(url).pathname.slice(1)}`);
  }

  /** A store on this database, as every process on it opens one. */
  async open(url: string): Promise<SharedStore> {
    return openPostgresStore({ url, keysDir: this.keysDir(url) });
  }

  /** Asks a database by its name or its address. */
  async run<Row>(database: string, sql: string, values: unknown[] = []): Promise<Row[]> {
    const name = database.startsWith('postgres://') ? new URL(database).pathname.slice(1) : database;
    const client = new Client({ host: '127.0.0.1', port: this.port, user: 'yishi', database: name });
    await client.connect();
    try {
      return (await client.query(sql, values)).rows as Row[];
    } finally {
      await client.end();
    }
  }

  /** Its tables and its log as they lie there. */
  files(): Map<string, Buffer> {
    const found = new Map<string, Buffer>();
    const look = (path: string) => {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const below = join(path, entry.name);
        if (entry.isDirectory()) look(below);
        else if (entry.isFile()) found.set(below, readFileSync(below));
      }
    };
    for (const folder of ['base', 'pg_wal']) look(join(this.dir, 'data', folder));
    return found;
  }
}

function postgresPrograms(): string | null {
  const lib = '/usr/lib/postgresql';
  const installed = existsSync(lib) ? readdirSync(lib).map((version) => join(lib, version, 'bin')) : [];
  const places = [...installed, ...(process.env['PATH'] ?? '').split(delimiter)];
  return places.find((place) => isThere(join(place, 'initdb')) && isThere(join(place, 'pg_ctl'))) ?? null;
}

function isThere(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL does not run as root. */
const owner = process.getuid?.() === 0 ? nobody() : null;

function nobody(): { uid: number; gid: number } {
  const idOf = (flag: string, name: string) => Number(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout.trim() || NaN);
  const name = ['postgres', 'nobody'].find((one) => Number.isInteger(idOf('-u', one))) ?? 'nobody';
  return { uid: idOf('-u', name), gid: idOf('-g', name) };
}

async function run(program: string, args: string[]): Promise<void> {
  if (programs === null) throw new Error('PostgreSQL is not installed');
  const file = join(programs, program);
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: dirname(file), ...owner });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (words: string) => (said += words));
  // What it leaves running may hold its streams open: the end of the program itself is waited for.
  const [code] = (await once(child, 'exit')) as [number | null];
  child.stderr.destroy();
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}: ${said}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
