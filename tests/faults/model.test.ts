import fc from 'fast-check';
import { it } from 'vitest';
import { playMeeting, steps } from './model.ts';

it('[D1] [D2] [D3] [B1] every picture of a meeting is the one that is stored, whatever happens in it (10 s; longer in the long tests)', async () => {
  // A failure prints its seed and path: named regressions stand below.
  await fc.assert(fc.asyncProperty(steps, playMeeting), { numRuns: 200, interruptAfterTimeLimit: 10_000 });
}, 30_000);
