import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Changes } from '../../server/store/store.ts';
import { playFollowers, steps, type Step } from './followers.ts';

// A failure prints its seed and path. A seed that ever failed is kept as a test of its own.

/** At once: they wait for each other in their own ways. */
const meetings = fc.array(steps, { minLength: 8, maxLength: 8 });

it('[D45] [D46] after each commit of another process memory is what it would be if it were read whole, whatever is done (8 meetings; minutes in the long tests)', async () => {
  await fc.assert(
    fc.asyncProperty(meetings, async (plays) => {
      const all = await Promise.all(plays.map((play) => playFollowers(play)));
      const sum = (of: 'forward' | 'beaten') => all.reduce((count, followed) => count + followed[of], 0);
      expect([sum('forward') > 100, sum('beaten') > 10]).toEqual([true, true]);
    }),
    { numRuns: 1 },
  );
}, 60_000);

const note = (what: Step['what'], at: number, n: number[] = [0, 0, 0, 0]): Step => ({ what, at, isAlone: true, n });
/** A vote in which somebody takes a ballot back, of which the other process knows. */
const takenBack: Step[] = [
  note('exercise:open', 0, [3, 0, 0, 0]),
  note('ballot:cast', 0),
  note('ballot:cast', 1, [1, 1, 1, 0]),
  note('ballot:withdraw', 0),
];

it('[D45] a ballot that was taken back at another process is counted by none', async () => {
  const { forward, lost, done } = await playFollowers(takenBack);
  expect({ lost: [...lost], forward: forward > 2, isDone: done.has('ballot:withdraw') }).toEqual({
    lost: ['ballots'],
    forward: true,
    isDone: true,
  });
});

const broken: [name: string, distort: (changes: Changes) => Changes][] = [
  [
    'keeps a ballot that was taken back',
    ({ lost, ballots, ...rest }) => ({ ...rest, lost: lost.filter((name) => name !== 'ballots'), ballots }),
  ],
  ['misses receipts', (changes) => ({ ...changes, receipts: [] })],
  ['forgets who was there before', (changes) => ({ ...changes, lost: [...changes.lost, 'participants'] })],
];
it.each(broken)('[D45] the comparison finds a process that %s', async (_name, distort) => {
  await expect(playFollowers(takenBack, { distort })).rejects.toThrow();
});
