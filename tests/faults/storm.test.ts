import { afterEach, expect, it, vi } from 'vitest';
import { storm } from './storm.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** Waits are spread over six and a half seconds at most; twice that is a server that cannot take them. */
const wholeAgainMaxMs = 15_000;

it('[L5] [F42] [F63] [D4] a hall joins at once, the server starts again, and all are whole again by themselves (100 phones; 1,000 in the long tests)', async () => {
  const { joinedMs, wholeAgainMs, lost } = await storm({ people: 100, restarts: 1 });
  console.log(
    `100 phones: whole after ${joinedMs.toFixed(0)} ms; after a restart, again after ${wholeAgainMs.map((ms) => ms.toFixed(0)).join(' and ')} ms`,
  );
  expect(lost).toEqual([]);
  expect(wholeAgainMs).toHaveLength(1);
  expect(Math.max(...wholeAgainMs)).toBeLessThan(wholeAgainMaxMs);
}, 60_000);
