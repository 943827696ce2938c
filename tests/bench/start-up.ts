import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { round } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { writeLongSession } from './long-session.ts';
import { startYishi } from './yishi.ts';

export interface StartUp {
  /** From the process's start to `ready`, on an empty data folder. */
  readyMs: number;
  commits: number;
  /** The same with a session of so many commits in the folder, whose server was killed. */
  readyAfterKillMs: number;
  /** From a phone's scan to its hello and stage in that session, which is opened for it. */
  openedMs: number;
}

/** W7: start, and the opening of a session with `commits` commits behind it and as many since the last snapshot as there can be. */
export async function startUp({ commits }: { commits: number }): Promise<StartUp> {
  const empty = await timed(() => startYishi());
  await empty.value.stop();
  const dir = mkdtempSync(join(tmpdir(), 'yishi-bench-'));
  const session = await writeLongSession(dir, commits);
  const { value: yishi, ms: readyAfterKillMs } = await timed(() => startYishi(dir));
  try {
    const opened = await timed(() => LightPhone.connect(yishi.origin, session.sessionId, session.token));
    opened.value.close();
    return { readyMs: empty.ms, commits: session.commits, readyAfterKillMs, openedMs: opened.ms };
  } finally {
    await yishi.stop();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = performance.now();
  const value = await work();
  return { value, ms: round(performance.now() - startedAt) };
}
