import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';
import { isOverTls, proxyAt } from './over-tls.ts';
import { root } from './root.ts';
import type { TlsProxy } from './tls-proxy.ts';

const program = join(root, 'dist/server/main.js');

export interface RunningServer {
  /** `http://localhost:PORT`, or `https:` where a proxy stands before it */
  origin: string;
  /** The organizer key. */
  key: string;
  /** The data folder. */
  dir: string;
  pid: number;
  /** Everything it has said so far, on both streams. */
  output: () => string;
  /** SIGTERM; resolves with the exit code, null where a signal ended it. Takes a data folder away that was made here. */
  stop: () => Promise<number | null>;
  /** SIGKILL; the data folder stays for the next start. */
  kill: () => Promise<void>;
}

/**
 * Starts the built server on a free port, on `dir` or a fresh data folder, and waits until it is ready. Rejects with what it said where it ends before.
 * Settings of the surroundings (YISHI_…) do not reach it, `env` does. `space`: the network namespace that it lives in.
 */
export async function startServer(
  options: { dir?: string; env?: Record<string, string>; args?: readonly string[]; space?: string } = {},
): Promise<RunningServer> {
  if (!existsSync(program)) throw new Error('The server is not built: run npm test, or npm run build first.');
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'yishi-data-'));
  const removeOwnDir = () => {
    if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
  };
  const { args, proxy } = await behindTls(options.args ?? []);
  const surroundings = Object.entries(process.env).filter(([name]) => !name.startsWith('YISHI_'));
  const inSpace = options.space === undefined ? [] : ['ip', 'netns', 'exec', options.space];
  const [file = '', ...rest] = [...inSpace, process.execPath, program, '--port', '0', '--data', dir, ...args];
  const child = spawn(file, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...Object.fromEntries(surroundings), ...options.env },
  });
  const exited = once(child, 'exit');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  void exited.then(() => process.off('exit', killWithUs));

  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));

  const hasEnded = () => child.exitCode !== null || child.signalCode !== null;
  const ready = await eventually(
    () => {
      const line = /^Yishi is ready: (http:\/\/localhost:\d+)\/desk#k=(\S+)$/m.exec(output);
      if (!line && !hasEnded()) throw new Error(`The server is not ready yet. It said:\n${output}`);
      return line;
    },
    { withinMs: 30_000 },
  ).finally(() => {
    if (output.includes('Yishi is ready: ')) return;
    child.kill('SIGKILL');
    removeOwnDir();
  });
  if (!ready) throw new Error(`The server ended with ${child.exitCode ?? child.signalCode} before it was ready. It said:\n${output}`);

  if (proxy) proxy.behind = Number(new URL(ready[1]!).port);
  return {
    origin: proxy ? `https://localhost:${proxy.port}` : ready[1]!,
    key: ready[2]!,
    dir,
    pid: child.pid!,
    output: () => output,
    async stop() {
      child.kill('SIGTERM');
      if (!hasEnded()) await exited;
      removeOwnDir();
      return child.exitCode;
    },
    async kill() {
      child.kill('SIGKILL');
      if (!hasEnded()) await exited;
    },
  };
}

/** Flags of a server that a proxy stands before, where all of them do: a server that comes back at a port is behind the proxy that is there. */
async function behindTls(args: readonly string[]): Promise<{ args: readonly string[]; proxy: TlsProxy | null }> {
  if (!isOverTls || args.includes('--public-url')) return { args, proxy: null };
  const at = args.indexOf('--port');
  const port = at === -1 ? 0 : Number(args[at + 1]);
  const proxy = await proxyAt(port === 0 ? null : port);
  const others = at === -1 ? args : [...args.slice(0, at), ...args.slice(at + 2)];
  return { args: ['--public-url', proxy.origin, '--trusted-proxy', '127.0.0.1', ...others], proxy };
}
