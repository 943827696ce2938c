import { expect, it } from 'vitest';
import { seeded } from '../support/seeded.ts';
import { killLoop } from './kill-loop.ts';

it('[D4] [F53] loses nothing it acknowledged and makes nothing up, killed at any moment (6 kills; 200 in the long tests)', async () => {
  const seed = Date.now() % 1_000_000;
  const { lost, ghosts, acknowledged } = await killLoop({ kills: 6, people: 8, random: seeded(seed) });
  expect({ seed, lost, ghosts }).toEqual({ seed, lost: [], ghosts: [] });
  expect(acknowledged).toBeGreaterThan(50);
}, 90_000);
