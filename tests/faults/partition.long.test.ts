import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencies } from '../bench/figures.ts';
import { Cluster } from '../support/cluster.ts';
import { noNetworks, type Need } from '../support/networks.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import type { RunningServer } from '../support/server.ts';
import { ClusterHall } from './cluster-hall.ts';

const isMissing = noPostgres || noRedis || noNetworks;
const people = 12;
/** Longer than anybody's patience: a commit's, a line's, and that of who asks whether a process is ready. */
const cutMs = 8_000;

describe.skipIf(isMissing)(`three processes on networks of their own${isMissing}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ spread: true, networked: true });
  }, 60_000);
  afterAll(() => cluster.stop());

  const partitions: [index: number, from: Need[], how: 'pulled' | 'vanishing'][] = [
    [0, ['database'], 'vanishing'],
    [1, ['bus'], 'vanishing'],
    [2, ['people'], 'vanishing'],
    [1, ['database'], 'pulled'],
    [2, ['bus'], 'pulled'],
    [0, ['people'], 'pulled'],
    [1, ['database', 'bus'], 'vanishing'],
  ];

  it.each(partitions)(
    '[D51] [D31] [D32] [D40] [D41] [D42] process %i is cut from its %s, %s, and healed: nothing acknowledged is lost or doubled, every screen comes right, the chain verifies',
    async (index, from, how) => {
      const { networks } = cluster;
      const { server } = cluster.members[index]!;
      const before = await cluster.contention();
      const hall = await ClusterHall.open(cluster, { people, thinkMs: 400 });
      const hurt = async () => {
        const awayBefore = timesAway(server);
        for (const need of from) networks.cut(index, need, how);
        await wait(cutMs);
        expect(await lacking(server, { awayBefore })).toEqual(from);
        await hall.hears(30);
        for (const need of from) networks.heal(index, need);
        await hall.hears(40);
      };
      try {
        await hall.write(hurt);
        const waited = hall.waits;
        await hall.vote(hurt);
        const { acknowledged, ...rest } = await hall.end();
        const after = await cluster.contention();
        console.log(
          JSON.stringify({
            cut: `${index} from ${from.join(' and ')}, ${how}`,
            acknowledged,
            writing: latencies(waited),
            voting: latencies(hall.waits),
            stored: after.stored - before.stored,
            beaten: after.beaten - before.beaten,
            failed: after.failed - before.failed,
          }),
        );
        expect(rest).toEqual({ lost: [], ghosts: [], doubled: [], brokenAt: null, people, ballots: people });
      } finally {
        for (const need of from) networks.heal(index, need);
        hall.close();
      }
    },
    240_000,
  );
});

const answersWithinMs = 8_000;

/** How often a process has said that it does without the bus. */
function timesAway({ output }: RunningServer): number {
  return output().split('"the bus is away').length - 1;
}

/** What a process is cut off from, as it and its people notice. */
async function lacking(server: RunningServer, { awayBefore }: { awayBefore: number }): Promise<Need[]> {
  const reasons = await fetch(`${server.origin}/readyz`, { signal: AbortSignal.timeout(answersWithinMs) })
    .then(async (answer) => ((await answer.json()) as { reasons: string[] }).reasons)
    .catch(() => null);
  const lacks: Record<Need, boolean> = {
    people: reasons === null,
    database: reasons?.includes('the database cannot be written') === true,
    bus: timesAway(server) > awayBefore,
  };
  return (['people', 'database', 'bus'] as const).filter((need) => lacks[need]);
}
