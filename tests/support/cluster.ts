import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgresStore } from '../../server/store/postgres.ts';
import { layCable, type Cable } from './cable.ts';
import { Postgres } from './postgres.ts';
import { RedisServer } from './redis.ts';
import { startServer, type RunningServer } from './server.ts';
import { SessionProxy } from './session-proxy.ts';

/** One of the processes, with ways of its own to what it needs. */
export interface Member {
  server: RunningServer;
  toDatabase: Cable;
  toBus: Cable;
}

const key = 'organizer-key-of-the-cluster';

/** Built servers on one database and one bus behind a proxy, each of which may be hurt. */
export class Cluster {
  readonly postgres: Postgres;
  readonly redis: RedisServer;
  readonly members: Member[] = [];
  readonly key = key;
  readonly #url: string;
  readonly #isDirect: boolean;
  readonly #dir = mkdtempSync(join(tmpdir(), 'yishi-cluster-'));
  #proxy: SessionProxy | null = null;

  private constructor({ postgres, redis, url, isDirect }: { postgres: Postgres; redis: RedisServer; url: string; isDirect: boolean }) {
    this.postgres = postgres;
    this.redis = redis;
    this.#url = url;
    this.#isDirect = isDirect;
  }

  /** `spread`: connections of one session go to all processes in turn. `isDirect`: with no cables between, which take time. */
  static async start({ processes = 3, spread = false, isDirect = false } = {}): Promise<Cluster> {
    const [postgres, redis] = await Promise.all([Postgres.start(), RedisServer.start()]);
    const cluster = new Cluster({ postgres, redis, url: await postgres.database(), isDirect });
    try {
      cluster.members.push(...(await Promise.all(Array.from({ length: processes }, () => cluster.#begin()))));
      const ports = cluster.members.map(({ server }) => portOf(server.origin));
      cluster.#proxy = await SessionProxy.before(ports, { spread });
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

  async kill(index: number): Promise<void> {
    await this.members[index]!.server.kill();
  }

  /** Another process in the place of one that is gone. */
  async replace(index: number): Promise<void> {
    this.#cut(this.members[index]!);
    this.members[index] = await this.#begin();
    this.proxy.replace(index, portOf(this.members[index].server.origin));
  }

  pause(index: number): void {
    process.kill(this.members[index]!.server.pid, 'SIGSTOP');
  }

  /** As at an upgrade: it is told to stop, and another takes its place. Resolves with how it ended. */
  async restart(index: number): Promise<number | null> {
    const code = await this.members[index]!.server.stop();
    await this.replace(index);
    return code;
  }

  /** How many commits the processes stored, and how many they were beaten to or could not store. */
  async contention(): Promise<{ stored: number; failed: number }> {
    const texts = await Promise.all(this.members.map(async ({ server }) => (await fetch(`${server.origin}/metrics`)).text()));
    const sum = (name: string) => texts.reduce((all, text) => all + Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0), 0);
    return { stored: sum('yishi_commit_seconds_count'), failed: sum('yishi_commits_failed_total') };
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
    rmSync(this.#dir, { recursive: true, force: true });
  }

  #cut({ toDatabase, toBus }: Member): void {
    for (const cable of [toDatabase, toBus]) cable.close();
  }

  async #begin(): Promise<Member> {
    const [toDatabase, toBus] = await Promise.all([layCable(this.#url), layCable(this.redis.url)]);
    const env = {
      YISHI_DATABASE_URL: this.#isDirect ? this.#url : over(toDatabase, this.#url),
      YISHI_BUS_URL: this.#isDirect ? this.redis.url : over(toBus, this.redis.url),
      YISHI_ORGANIZER_KEY: key,
      YISHI_DRAIN_SECONDS: '2',
    };
    return { toDatabase, toBus, server: await startServer({ dir: this.#dir, env }) };
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

function over({ origin }: Cable, url: string): string {
  const way = new URL(url);
  way.port = String(portOf(origin));
  return way.href;
}
