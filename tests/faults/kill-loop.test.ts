import { expect, it } from 'vitest';
import { seeded } from '../support/seeded.ts';
import { killLoop } from './kill-loop.ts';
import { anyMoment, canMount, oneOf, SmallDisk, whileExporting, whileSnapshotting } from './kill-moments.ts';

it('[L2] [D4] [F53] [F54] loses nothing it acknowledged and makes nothing up, killed at any moment (6 kills; 200 in the long tests)', async () => {
  const seed = Date.now() % 1_000_000;
  const untilKill = oneOf(anyMoment, whileSnapshotting, whileExporting);
  const { lost, ghosts, acknowledged, chainsVerified } = await killLoop({ kills: 6, people: 8, random: seeded(seed), untilKill });
  expect({ seed, lost, ghosts, chainsVerified }).toEqual({ seed, lost: [], ghosts: [], chainsVerified: 6 });
  expect(acknowledged).toBeGreaterThan(50);
}, 90_000);

const hasSmallDisks = canMount();
it.skipIf(!hasSmallDisks)(
  `[L2] [D4] [F53] [F56] nor on a disk that is full again and again (4 kills; 200 in the long tests)${hasSmallDisks ? '' : ' (skipped: mounting a small tmpfs needs root on Linux)'}`,
  async () => {
    const seed = Date.now() % 1_000_000;
    const disk = new SmallDisk();
    try {
      const { dir, whileFull: untilKill, free: makeRoom, restart } = disk;
      const { lost, ghosts, notStored, chainsVerified } = await killLoop({
        dir,
        kills: 4,
        people: 8,
        random: seeded(seed),
        untilKill,
        makeRoom,
        restart,
      });
      expect({ seed, lost, ghosts, chainsVerified }).toEqual({ seed, lost: [], ghosts: [], chainsVerified: 4 });
      expect(notStored).toBeGreaterThan(4);
    } finally {
      disk.remove();
    }
  },
  90_000,
);
