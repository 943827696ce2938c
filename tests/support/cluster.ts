import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '../../server/store/postgres.ts';
import { layCable, type Cable } from './cable.ts';
import { Networks } from './networks.ts';
import { Postgres } from './postgres.ts';
import { RedisServer } from './redis.ts';
import { startServer, type RunningServer } from './server.ts';
import { SessionProxy, type Place } from './session-proxy.ts';

/** One of the processes, with ways of its own to what it needs. */
export interface Member {
  server: RunningServer;
  toDatabase: Cable;
  toBus: Cable;
}

const key = 'organizer-key-of-the-cluster';

/** How many commits processes stored, how many they did not, and of these how many they were beaten to. */
export interface Contention {
  stored: number;
  failed: number;
  beaten: number;
}
const figures = { stored: 'yishi_commit_seconds_count', failed: 'yishi_commits_failed_total', beaten: 'yishi_commits_beaten_total' };
const answersWithinMs = 1_000;

/** Built servers on one database and one bus behind a proxy, each of which may be hurt. */
export class Cluster {
  readonly postgres: Postgres;
  readonly redis: RedisServer;
  readonly members: Member[] = [];
  readonly key = key;
  readonly #url: string;
  readonly #isDirect: boolean;
  readonly #networks: Networks | null;
  readonly #dir = mkdtempSync(join(tmpdir(), 'yishi-cluster-'));
  /** What those had come to that are gone. */
  readonly #gone: Contention = { stored: 0, failed: 0, beaten: 0 };
  #proxy: SessionProxy | null = null;

  private constructor({
    postgres,
    redis,
    url,
    isDirect,
    networks,
  }: {
    postgres: Postgres;
    redis: RedisServer;
    url: string;
    isDirect: boolean;
    networks: Networks | null;
  }) {
    this.postgres = postgres;
    this.redis = redis;
    this.#url = url;
    this.#isDirect = isDirect;
    this.#networks = networks;
  }

  /**
   * `spread`: connections of one session go to all processes in turn. `isDirect`: with no cables between, which take time. `networked`: each process in a
   * network namespace of its own.
   */
  static async start({ processes = 3, spread = false, isDirect = false, networked = false } = {}): Promise<Cluster> {
    const networks = networked ? Networks.lay() : null;
    const [postgres, redis] = await Promise.all([
      Postgres.start({ alsoAt: networks?.addressFor('database') }),
      RedisServer.start({ alsoAt: networks?.addressFor('bus') }),
    ]).catch((error: unknown) => {
      networks?.remove();
      throw error;
    });
    const cluster = new Cluster({ postgres, redis, url: await postgres.database(), isDirect, networks });
    try {
      const numbers = Array.from({ length: processes }, (_, index) => index);
      cluster.members.push(...(await Promise.all(numbers.map((index) => cluster.#begin(index)))));
      const places = numbers.map((index) => cluster.#placeOf(index));
      cluster.#proxy = await SessionProxy.before(places, { spread });
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  get origin(): string {
    return this.proxy.origin;
  }
  get proxy(): SessionProxy {
    if (!this.#proxy) throw new Error('the cluster has no proxy yet');
    return this.#proxy;
  }

  /** A store of nobody's process, for looking. */
  openStore() {
    return openPostgresStore({ url: this.#url, keysDir: join(this.#dir, 'round-keys') });
  }

  get networks(): Networks {
    if (!this.#networks) throw new Error('the cluster has no networks of its own');
    return this.#networks;
  }

  async kill(index: number): Promise<void> {
    await this.#remember(index);
    await this.members[index]!.server.kill();
  }

  /** What a process that is about to end has come to. */
  async #remember(index: number): Promise<void> {
    const last = await contentionOf(this.members[index]!.server);
    for (const name of ['stored', 'failed', 'beaten'] as const) this.#gone[name] += last[name];
  }

  /** Another process in the place of one that is gone. */
  async replace(index: number): Promise<void> {
    this.#cut(this.members[index]!);
    this.members[index] = await this.#begin(index);
    this.proxy.replace(index, this.#placeOf(index));
  }

  pause(index: number): void {
    process.kill(this.members[index]!.server.pid, 'SIGSTOP');
  }

  /** As at an upgrade: it is told to stop, and another takes its place. Resolves with how it ended. */
  async restart(index: number): Promise<number | null> {
    await this.#remember(index);
    const code = await this.members[index]!.server.stop();
    await this.replace(index);
    return code;
  }

  /** Of all processes, those that are gone too. */
  async contention(): Promise<Contention> {
    const all = [this.#gone, ...(await Promise.all(this.members.map(({ server }) => contentionOf(server))))];
    const sum = (name: keyof Contention) => all.reduce((sum, one) => sum + one[name], 0);
    return { stored: sum('stored'), failed: sum('failed'), beaten: sum('beaten') };
  }

  /** The last of what the processes that are there now say went wrong. */
  troubles(): string[] {
    return this.members.flatMap(({ server }, index) =>
      server
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .slice(-20)
        .map((line) => `${index} ${line}`),
    );
  }

  goOn(index: number): void {
    process.kill(this.members[index]!.server.pid, 'SIGCONT');
  }

  async stop(): Promise<void> {
    this.#proxy?.close();
    await Promise.all(this.members.map(({ server }) => server.kill()));
    for (const member of this.members) this.#cut(member);
    await Promise.all([this.postgres.stop(), this.redis.stop()]);
    this.#networks?.remove();
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #cut({ toDatabase, toBus }: Member): void {
    for (const cable of [toDatabase, toBus]) cable.close();
  }

  async #begin(index: number): Promise<Member> {
    const [toDatabase, toBus] = await Promise.all([layCable(this.#url), layCable(this.redis.url)]);
    const env = { ...this.#ways({ toDatabase, toBus }), YISHI_ORGANIZER_KEY: key, YISHI_DRAIN_SECONDS: '2' };
    if (!this.#networks) return { toDatabase, toBus, server: await startServer({ dir: this.#dir, env }) };
    const { name: space, address } = this.#networks.space(index);
    const server = await startServer({ dir: this.#dir, env: { ...env, YISHI_REMOTE_DESK: '1' }, space });
    return { toDatabase, toBus, server: { ...server, origin: at(server.origin, { host: address }) } };
  }

  #ways({ toDatabase, toBus }: Pick<Member, 'toDatabase' | 'toBus'>) {
    const [database, bus] = [this.#url, this.redis.url];
    const networks = this.#networks;
    if (networks)
      return {
        YISHI_DATABASE_URL: at(database, { host: networks.addressFor('database') }),
        YISHI_BUS_URL: at(bus, { host: networks.addressFor('bus') }),
      };
    return {
      YISHI_DATABASE_URL: this.#isDirect ? database : at(database, { port: portOf(toDatabase.origin) }),
      YISHI_BUS_URL: this.#isDirect ? bus : at(bus, { port: portOf(toBus.origin) }),
    };
  }

  #placeOf(index: number): Place {
    const { hostname, port } = new URL(this.members[index]!.server.origin);
    return { host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) };
  }
}

/** Nothing where it does not answer. */
async function contentionOf({ origin }: RunningServer): Promise<Contention> {
  const text = await fetch(`${origin}/metrics`, { signal: AbortSignal.timeout(answersWithinMs) })
    .then((answer) => answer.text())
    .catch(() => '');
  const of = (name: string) => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return { stored: of(figures.stored), failed: of(figures.failed), beaten: of(figures.beaten) };
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** The same address elsewhere. */
function at(url: string, { host, port }: { host?: string; port?: number }): string {
  const parts = new URL(url);
  if (host !== undefined) parts.hostname = host;
  if (port !== undefined) parts.port = String(port);
  return parts.href.replace(/\/$/, '');
}
