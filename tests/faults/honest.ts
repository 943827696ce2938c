import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Resident } from '../support/meeting.ts';
import type { Flood } from './flooder.ts';

/** An attack under way. */
export interface RunningFlood {
  /** Resolves when so many frames are out. */
  hasSent: (frames: number) => Promise<void>;
  stop: () => Promise<void>;
}

/** Starts flooder.ts; resolves when it is at it. */
export async function startFlood(flood: Flood): Promise<RunningFlood> {
  const file = fileURLToPath(new URL('flooder.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(flood)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  let sent = 0;
  let onSent = () => {};
  createInterface({ input: child.stdout! }).on('line', (line) => {
    sent = Number(line) || sent;
    onSent();
  });
  const heard = (isEnough: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      onSent = () => isEnough() && resolve();
      onSent();
      void ended.then(() => reject(new Error('the flooder ended')));
    });
  await heard(() => sent > 0);
  return {
    hasSent: (frames) => heard(() => sent >= frames),
    async stop() {
      child.kill('SIGKILL');
      await ended;
      process.off('exit', killWithUs);
    },
  };
}

const pauseMs = 5;

/** The 95th percentile, in milliseconds, of honest people's answers: one command after the other, by each in turn, for so long. */
export async function honestP95(residents: readonly Resident[], forMs: number): Promise<number> {
  const times: number[] = [];
  const end = performance.now() + forMs;
  for (let i = 0; performance.now() < end; i += 1) {
    const started = performance.now();
    await residents[i % residents.length]!.commander.must('participant:describe', { groups: {} });
    times.push(performance.now() - started);
    await wait(pauseMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

/** What honest people may wait while somebody attacks. */
export function bearable(quietMs: number): number {
  return Math.max(2 * quietMs, 60);
}

/** Both in milliseconds. */
export interface Siege {
  quiet: number;
  besieged: number;
  isBorne: boolean;
}

/**
 * Measures honest people's p95 while nothing else happens and while `flood` does. A shared machine hiccups: the attack is borne if it was in one of
 * `tries`; a server that it slows down is slow in every one.
 */
export async function besiege(honest: readonly Resident[], flood: Flood, { forMs = 400, tries = 4 } = {}): Promise<Siege> {
  let siege: Siege = { quiet: Infinity, besieged: Infinity, isBorne: false };
  for (let i = 0; i < tries && !siege.isBorne; i += 1) {
    const quiet = Math.min(siege.quiet, await honestP95(honest, forMs / 2));
    const running = await startFlood(flood);
    try {
      const besieged = await honestP95(honest, forMs);
      siege = { quiet, besieged, isBorne: besieged <= bearable(quiet) };
    } finally {
      await running.stop();
    }
  }
  return siege;
}
