import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

const program = ['valkey-server', 'redis-server'].find((name) => spawnSync(name, ['--version']).status === 0) ?? null;

/** Null where there is one; else why what needs it is skipped, for the title. */
export const noRedis = program === null ? ' (skipped: no valkey-server or redis-server on this machine)' : '';

/** A Valkey or Redis of our own on a free port, which keeps nothing. */
export class RedisServer {
  readonly port: number;
  readonly #dir: string;
  readonly #at: readonly string[];
  #child: ChildProcess | null = null;

  private constructor({ port, dir, at }: { port: number; dir: string; at: readonly string[] }) {
    this.port = port;
    this.#dir = dir;
    this.#at = at;
  }

  /** `alsoAt`: an address of this machine where it is asked from a network. */
  static async start({ alsoAt }: { alsoAt?: string | undefined } = {}): Promise<RedisServer> {
    const at = ['127.0.0.1', ...(alsoAt ? [alsoAt] : [])];
    const server = new RedisServer({ port: await freePort(), dir: mkdtempSync(join(tmpdir(), 'yishi-redis-')), at });
    await server.begin();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  get pid(): number {
    return this.#child!.pid!;
  }

  /** Empty, on the same port. Resolves when it takes connections. */
  async begin(): Promise<void> {
    if (program === null) throw new Error('there is no valkey-server and no redis-server');
    const settings = { port: [this.port], bind: this.#at, 'protected-mode': ['no'], save: [''], appendonly: ['no'], dir: [this.#dir] };
    this.#child = spawn(
      program,
      Object.entries(settings).flatMap(([name, values]) => [`--${name}`, ...values.map(String)]),
      { stdio: 'ignore' },
    );
    await eventually(() => answers(this.port), { withinMs: 10_000 });
  }

  /** What was in it is gone. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** It holds its connections and says nothing, until it goes on. */
  pause(): void {
    this.#child?.kill('SIGSTOP');
  }

  goOn(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

async function answers(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
  } finally {
    socket.destroy();
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
