import { expect, it } from 'vitest';
import { Cluster } from '../support/cluster.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import { ClusterHall } from './cluster-hall.ts';

const isMissing = noPostgres || noRedis;

it.skipIf(isMissing)(
  `[D40] [D41] [D42] [F53] the bus dies and begins anew, a process is killed in the middle of a vote: nothing acknowledged is lost, every screen comes right${isMissing}`,
  async () => {
    const cluster = await Cluster.start({ processes: 2, spread: true });
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
      await cluster.stop();
    }
  },
  90_000,
);
