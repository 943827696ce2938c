import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import { writeNeed } from '../../shared/wall.ts';
import { Facilitator } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import type { KillPlan, Lived } from './kill-loop.ts';

type Moment = KillPlan['untilKill'];

export const anyMoment: Moment = ({ random }) => wait(20 + random() * 250);

/** A facilitator moves things about until enough was committed; then a snapshot is being written. */
export const whileSnapshotting: Moment = async (lived) => {
  const { server, session, life, snapshotDue, random } = lived;
  const facilitator = await Facilitator.open(server.origin, session);
  try {
    for (let moves = 0; life.seq < snapshotDue && moves < 600; moves += 1) {
      writeNeed(facilitator.wall.doc, { id: 'need-moved', title: `题 ${String(moves)}` }, { x: moves, y: 0, order: 'V' }, {});
      await wait(2);
    }
    await wait(random() * 12);
  } finally {
    facilitator.close();
  }
};

/** The organizer takes the files away. What came down whole is sound. */
export const whileExporting: Moment = async ({ server, session, random }) => {
  await wait(20 + random() * 100);
  const headers = { authorization: `Bearer ${session.facilitatorToken}` };
  void fetch(`${server.origin}/api/sessions/${session.sessionId}/needs.json`, { headers })
    .then(async (response) => checkNeedRecords((await response.json()) as NeedRecords))
    .catch(() => [])
    .then((problems) => {
      if (problems.length > 0) throw new Error(`an export is not sound: ${problems.join(', ')}`);
    });
  await wait(random() * 12);
};

/** One of these, by chance. */
export function oneOf(...moments: Moment[]): Moment {
  return (lived) => moments[Math.floor(lived.random() * moments.length)]!(lived);
}

/** A small disk that can be filled to the last byte. */
export class SmallDisk {
  readonly dir: string;
  readonly #ballast: string;
  #isFull = false;

  constructor() {
    this.dir = mkdtempSync(join(tmpdir(), 'yishi-small-disk-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', this.dir], { stdio: 'pipe' });
    this.#ballast = join(this.dir, 'ballast');
  }

  get isFull(): boolean {
    return this.#isFull;
  }

  fill(): void {
    this.#isFull = true;
    for (const bytes of [1 << 20, 1 << 12, 1])
      try {
        for (;;) appendFileSync(this.#ballast, Buffer.alloc(bytes));
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
      }
  }

  readonly free = (): void => {
    rmSync(this.#ballast, { force: true });
    this.#isFull = false;
  };

  remove(): void {
    execFileSync('umount', [this.dir]);
    rmSync(this.dir, { recursive: true, force: true });
  }

  /** People write, the disk is full, they hear so; the power goes now, or after there was room again and they were heard. */
  readonly whileFull: Moment = async ({ life, random }: Lived) => {
    if (this.#isFull) await wait(random() * 100);
    else await eventually(() => mustExceed(life.acknowledged, 0, 'acknowledged'));
    this.fill();
    const before = life.notStored;
    await eventually(() => mustExceed(life.notStored, before, 'told not-stored'), { withinMs: 10_000 });
    await wait(random() * 80);
    if (random() < 0.5) return;
    this.free();
    const acknowledged = life.acknowledged;
    await eventually(() => mustExceed(life.acknowledged, acknowledged, 'acknowledged after there was room'), { withinMs: 10_000 });
  };

  /** On the full disk, or with room again where it says in a sentence that it cannot start there. */
  readonly restart = async (data: string): Promise<RunningServer> => {
    if (!this.#isFull) return startServer({ dir: data });
    try {
      return await startServer({ dir: data });
    } catch (error) {
      if (!String(error).includes('Yishi cannot start: ')) throw error;
      this.free();
      return startServer({ dir: data });
    }
  };
}

function mustExceed(count: number, least: number, what: string): void {
  if (count <= least) throw new Error(`nobody was ${what}`);
}

/** Whether a small disk can be had here: as root on Linux. */
export function canMount(): boolean {
  try {
    new SmallDisk().remove();
    return true;
  } catch {
    return false;
  }
}
