import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Meeting, Resident } from '../support/meeting.ts';
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
  const child: ChildProcess = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(flood)], { stdio: ['ignore', 'pipe', 'inherit'] });
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

/** The 95th percentile, in milliseconds, of honest people's answers: `rounds` commands of each, one after the other. */
export async function honestP95(residents: readonly Resident[], rounds: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < rounds; i += 1)
    for (const { commander } of residents) {
      const started = performance.now();
      await commander.must('participant:describe', { groups: {} });
      times.push(performance.now() - started);
    }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)]!;
}

/** What honest people may wait while somebody attacks. */
export function bearable(quietMs: number): number {
  return Math.max(2 * quietMs, 60);
}

export interface Siege {
  meeting: Meeting;
  honest: readonly Resident[];
  rounds: number;
}

/**
 * Measures honest people's p95 while nothing else happens and while `flood` does. A shared machine hiccups: the attack is borne if it was in one of
 * `tries`; a server that it slows down is slow in every one.
 */
export async function besiege({ honest, rounds }: Siege, flood: Flood, tries = 4): Promise<{ quiet: number; besieged: number; isBorne: boolean }> {
  let worst = { quiet: 0, besieged: Infinity, isBorne: false };
  for (let i = 0; i < tries && !worst.isBorne; i += 1) {
    const quiet = await honestP95(honest, rounds);
    const running = await startFlood(flood);
    try {
      const besieged = await honestP95(honest, rounds);
      worst = { quiet, besieged, isBorne: besieged <= bearable(quiet) };
    } finally {
      await running.stop();
    }
  }
  return worst;
}
