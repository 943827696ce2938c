import fc from 'fast-check';
import { expect, it } from 'vitest';
import { doings, playFollowers, steps } from './followers.ts';

it('[D45] [D46] after each commit of another process memory is what it would be if it were read whole, whatever is done (two minutes)', async () => {
  const done = new Set<string>();
  const lost = new Set<string>();
  const sums = { forward: 0, beaten: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 10, maxLength: 10 }), async (plays) => {
      for (const followed of await Promise.all(plays.map((play) => playFollowers(play)))) {
        for (const what of followed.done) done.add(what);
        for (const name of followed.lost) lost.add(name);
        for (const name of ['forward', 'beaten'] as const) sums[name] += followed[name];
      }
    }),
    { numRuns: 500, interruptAfterTimeLimit: 120_000 },
  );
  console.log(JSON.stringify(sums));
  expect(doings.filter((what) => !done.has(what))).toEqual([]);
  expect([...lost].toSorted()).toEqual(['authors', 'ballots', 'keys', 'participants', 'seats', 'texts']);
}, 400_000);
