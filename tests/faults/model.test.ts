import fc from 'fast-check';
import { it } from 'vitest';
import { playHall } from './model-hall.ts';
import { MemoryHall, moods } from './model-in-memory.ts';
import { meetings, playMeeting } from './model.ts';

// A failure prints its seed and path. A seed that ever failed is kept as a test of its own.

it('[L1] [D1] [D2] [D3] [B1] [E1] every picture of a meeting is the one that is stored, whatever happens in it (7 s; four minutes in the long tests)', async () => {
  const play = fc.asyncProperty(meetings(moods), async (steps) => playMeeting(await MemoryHall.open(), steps));
  await fc.assert(play, { numRuns: 200, interruptAfterTimeLimit: 7_000 });
}, 60_000);

it('[L1] [D1] [D2] [D3] [B1] nor does a hall on real sockets see anything else (two meetings; two minutes in the long tests)', async () => {
  await fc.assert(fc.asyncProperty(fc.integer(), playHall), { numRuns: 2, endOnFailure: true });
}, 60_000);
