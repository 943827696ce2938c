import fc from 'fast-check';
import { expect, it } from 'vitest';
import { noPostgres, Postgres } from '../support/postgres.ts';
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

it.skipIf(noPostgres)(
  `[D45] [D46] nor is it anything else on PostgreSQL (twenty seconds)${noPostgres}`,
  async () => {
    const postgres = await Postgres.start();
    const url = await postgres.database();
    const stores = [await postgres.open(url), await postgres.open(url)];
    const sums = { forward: 0, beaten: 0 };
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(steps, { minLength: 4, maxLength: 4 }), async (plays) => {
          for (const followed of await Promise.all(plays.map((play) => playFollowers(play, { stores }))))
            for (const name of ['forward', 'beaten'] as const) sums[name] += followed[name];
        }),
        { numRuns: 500, interruptAfterTimeLimit: 20_000, endOnFailure: true },
      );
      console.log(JSON.stringify(sums));
      expect([sums.forward > 100, sums.beaten > 10]).toEqual([true, true]);
    } finally {
      for (const store of stores) await store.close();
      await postgres.stop();
    }
  },
  200_000,
);
