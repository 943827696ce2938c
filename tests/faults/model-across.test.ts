import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Cluster } from '../support/cluster.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import { AcrossHall, blows } from './model-across.ts';
import { meetings, playMeeting } from './model.ts';

const isMissing = noPostgres || noRedis;

it.skipIf(isMissing)(
  `[D50] a meeting that three processes serve comes to what it would on one, whatever befalls them (one meeting; five minutes in the long tests)${isMissing}`,
  async () => {
    const cluster = await Cluster.start({ spread: true });
    try {
      const play = fc.asyncProperty(meetings(blows), async (steps) => playMeeting(await AcrossHall.open(cluster), steps));
      await fc.assert(play, { numRuns: 1, endOnFailure: true });
      expect((await cluster.contention()).stored).toBeGreaterThan(0);
    } finally {
      await cluster.stop();
    }
  },
  90_000,
);
