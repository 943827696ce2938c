import { afterEach, expect, it, vi } from 'vitest';
import { storm } from './storm.ts';

afterEach(() => {
  vi.unstubAllGlobals();
});

it('[L5] [F42] [F63] [D4] a thousand phones join at once, the server starts again five times, and all are whole again by themselves', async () => {
  const { joinedMs, wholeAgainMs, lost } = await storm({ people: 1000, restarts: 5 });
  console.log(
    `1,000 phones: whole after ${joinedMs.toFixed(0)} ms; after a restart, again after ${wholeAgainMs.map((ms) => ms.toFixed(0)).join(', ')} ms`,
  );
  expect(lost).toEqual([]);
  expect(Math.max(...wholeAgainMs)).toBeLessThan(60_000);
});
