import fc from 'fast-check';
import { it } from 'vitest';
import { playHall } from './model-hall.ts';
import { MemoryHall, moods } from './model-in-memory.ts';
import { meetings, playMeeting } from './model.ts';

it('[L1] [D1] [D2] [D3] [B1] [E1] every picture of a meeting is the one that is stored, whatever happens in it (four minutes)', async () => {
  const play = fc.asyncProperty(meetings(moods), async (steps) => playMeeting(await MemoryHall.open(), steps));
  await fc.assert(play, { numRuns: 5_000, interruptAfterTimeLimit: 240_000 });
});

it('[L1] [D1] [D2] [D3] [B1] nor does a hall on real sockets see anything else (two minutes)', async () => {
  await fc.assert(fc.asyncProperty(fc.integer(), playHall), { numRuns: 500, interruptAfterTimeLimit: 120_000 });
});
