import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Cluster } from '../support/cluster.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import { ClusterHall } from './cluster-hall.ts';
import { AcrossHall, blows } from './model-across.ts';
import { meetings, playMeeting } from './model.ts';

const isMissing = noPostgres || noRedis;

describe.skipIf(isMissing)(`three processes behind a proxy that sends each line to another${isMissing}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ spread: true });
  }, 60_000);
  afterAll(() => cluster.stop());

  it('[D50] a meeting comes to what it would on one, whatever befalls them (one meeting; a hundred in the long tests)', async () => {
    const play = fc.asyncProperty(meetings(blows), async (steps) => playMeeting(await AcrossHall.open(cluster), steps));
    await fc.assert(play, { numRuns: 1, endOnFailure: true });
  }, 90_000);

  it('[D40] [D41] [D42] [F53] the bus dies and begins anew, a process is killed in the middle of a vote: nothing acknowledged is lost, every screen comes right', async () => {
    const hall = await ClusterHall.open(cluster, { people: 8 });
    try {
      await hall.write(async () => {
        await cluster.redis.kill();
        await hall.hears(20);
        await cluster.redis.begin();
      });
      await hall.vote(async () => {
        await cluster.kill(1);
        await hall.hears(20);
      });
      const { acknowledged, ballots, ...rest } = await hall.end();
      expect(rest).toEqual({ lost: [], ghosts: [], doubled: [], brokenAt: null, people: 8 });
      expect(ballots).toBe(8);
      expect(acknowledged).toBeGreaterThan(50);
    } finally {
      hall.close();
    }
  }, 90_000);
});
