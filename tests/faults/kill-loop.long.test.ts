import { expect, it } from 'vitest';
import { seeded } from '../support/seeded.ts';
import { killLoop } from './kill-loop.ts';
import { anyMoment, canMount, oneOf, SmallDisk, whileExporting, whileSnapshotting } from './kill-moments.ts';

/** Two hundred kills, on four logs: each is long enough for many snapshots. */
const kills = 50;
const logs = [1, 2, 3, 4];

it.each(logs)(
  '[L2] [D4] [F53] [F54] loses nothing it acknowledged and makes nothing up, killed at any moment (50 of 200 kills: %i)',
  async (log) => {
    const seed = (Date.now() + log) % 1_000_000;
    const untilKill = oneOf(anyMoment, whileSnapshotting, whileExporting);
    const { lost, ghosts, ...figures } = await killLoop({ kills, people: 12, random: seeded(seed), untilKill });
    console.log(JSON.stringify({ seed, ...figures }));
    expect({ seed, lost, ghosts, chainsVerified: figures.chainsVerified }).toEqual({ seed, lost: [], ghosts: [], chainsVerified: kills });
    expect(figures.acknowledged).toBeGreaterThan(500);
    expect(figures.snapshots).toBeGreaterThan(2);
  },
  480_000,
);

const hasSmallDisks = canMount();
it.skipIf(!hasSmallDisks).each(logs)(
  `[L2] [D4] [F53] [F56] nor on a disk that is full again and again (50 of 200 kills: %i)${hasSmallDisks ? '' : ' (skipped: mounting a small tmpfs needs root on Linux)'}`,
  async (log) => {
    const seed = (Date.now() + log) % 1_000_000;
    const disk = new SmallDisk();
    try {
      const { dir, whileFull: untilKill, free: makeRoom, restart } = disk;
      const { lost, ghosts, ...figures } = await killLoop({ dir, kills, people: 12, random: seeded(seed), untilKill, makeRoom, restart });
      console.log(JSON.stringify({ seed, ...figures }));
      expect({ seed, lost, ghosts, chainsVerified: figures.chainsVerified }).toEqual({ seed, lost: [], ghosts: [], chainsVerified: kills });
      expect(figures.notStored).toBeGreaterThan(kills);
    } finally {
      disk.remove();
    }
  },
  480_000,
);
