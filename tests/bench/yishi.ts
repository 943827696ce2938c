import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CreatedSession } from '../../shared/wire.ts';
import { root } from '../support/root.ts';
import { makeSession } from '../support/clients.ts';
import { Measured } from './measured-server.ts';

const key = 'organizer-key-of-the-bench';

/** The server as a hall finds it, minutes after it was started: warmed up. */
export async function startWarmYishi(): Promise<Yishi> {
  const yishi = await startYishi();
  while (await isCold(yishi.origin)) await new Promise((resolve) => setTimeout(resolve, 500));
  return yishi;
}

/** True of a server that has not played to itself yet. */
export async function isCold(origin: string): Promise<boolean> {
  return /^yishi_warmed_up_phones 0$/m.test(await (await fetch(`${origin}/metrics`)).text());
}

export interface Yishi {
  origin: string;
  /** The organizer key. */
  key: string;
  measured: Measured;
  dir: string;
  makeSession: (details?: Record<string, unknown>) => Promise<CreatedSession>;
  stop: () => Promise<void>;
}

/** The built server in a process of its own, on a fresh data folder and a real disk. */
export async function startYishi(dir = mkdtempSync(join(tmpdir(), 'yishi-bench-'))): Promise<Yishi> {
  const measured = new Measured(
    process.execPath,
    [...(process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []), join(root, 'dist/server/main.js'), '--port', '0', '--data', dir],
    { YISHI_ORGANIZER_KEY: key },
  );
  const [, port] = await measured.saying(/^Yishi is ready: http:\/\/localhost:(\d+)/m);
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    key,
    measured,
    dir,
    makeSession: (details = { title: 'Bench' }) => makeSession(origin, key, details),
    stop: async () => {
      await measured.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
