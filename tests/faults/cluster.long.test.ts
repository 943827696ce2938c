import { loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { latencies } from '../bench/figures.ts';
import { Cluster } from '../support/cluster.ts';
import { pretendDevice } from '../support/device.ts';
import { eventually } from '../support/eventually.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import { ClusterHall, type Weathered } from './cluster-hall.ts';
import { needs } from './kill-people.ts';
import { PhonePage } from './phone.ts';

const isMissing = noPostgres || noRedis;
const whole = (people: number): Omit<Weathered, 'acknowledged'> => ({
  lost: [],
  ghosts: [],
  doubled: [],
  brokenAt: null,
  people,
  ballots: people,
});

describe.skipIf(isMissing)(`three processes behind a proxy${isMissing}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ spread: true });
  }, 60_000);
  afterAll(() => cluster.stop());

  const all = [0, 1, 2];
  const faults: [name: string, hurt: (hall: ClusterHall) => Promise<void>][] = [
    ['nothing goes wrong', (hall) => hall.hears(300)],
    [
      'one is killed, and another takes its place',
      async (hall) => {
        await cluster.kill(0);
        await hall.hears(40);
        await cluster.replace(0);
        await hall.hears(20);
      },
    ],
    [
      'one is paused across commits, and goes on',
      async (hall) => {
        cluster.pause(1);
        await wait(12_000);
        await hall.hears(20);
        cluster.goOn(1);
        await hall.hears(40);
      },
    ],
    [
      'the bus dies and begins anew',
      async (hall) => {
        await cluster.redis.kill();
        await hall.hears(60);
        await cluster.redis.begin();
        await hall.hears(40);
      },
    ],
    [
      'the bus says nothing for a while',
      async (hall) => {
        cluster.redis.pause();
        await wait(8_000);
        await hall.hears(40);
        cluster.redis.goOn();
        await hall.hears(40);
      },
    ],
    [
      'the database crashes and recovers',
      async (hall) => {
        await cluster.postgres.crash();
        await wait(3_000);
        await cluster.postgres.begin();
        await hall.hears(60);
      },
    ],
    ...all.map((index): [string, (hall: ClusterHall) => Promise<void>] => [
      `process ${index} is cut off from the database without a word`,
      async (hall) => {
        cluster.members[index]!.toDatabase.hush();
        await wait(8_000);
        cluster.members[index]!.toDatabase.plugIn();
        await hall.hears(40);
      },
    ]),
    ...all.map((index): [string, (hall: ClusterHall) => Promise<void>] => [
      `process ${index} is cut off from the bus without a word`,
      async (hall) => {
        cluster.members[index]!.toBus.hush();
        await wait(8_000);
        cluster.members[index]!.toBus.plugIn();
        await hall.hears(40);
      },
    ]),
  ];

  it.each(faults)(
    '[D31] [D32] [D40] [D41] [D42] [F53] %s: nothing acknowledged is lost or doubled, every screen comes right, the chain verifies',
    async (name, hurt) => {
      const before = await cluster.contention();
      const hall = await ClusterHall.open(cluster, { people: 12, thinkMs: 400 });
      try {
        await hall.write(() => hurt(hall));
        const waited = hall.waits;
        await hall.vote(() => hurt(hall));
        const after = await cluster.contention();
        console.log(
          JSON.stringify({
            name,
            answers: { writing: waited.length, voting: hall.waits.length },
            writing: latencies(waited),
            voting: latencies(hall.waits),
            stored: after.stored - before.stored,
            failed: after.failed - before.failed,
            load: loadavg()[0],
          }),
        );
        const { acknowledged: _, ...rest } = await hall.end();
        expect(rest).toEqual(whole(12));
      } catch (error) {
        console.log(cluster.troubles().join('\n'));
        throw error;
      } finally {
        hall.close();
      }
    },
    240_000,
  );
});

const people = 500;

it.skipIf(isMissing)(
  `[D43] [D46] all processes are restarted, one after the other, while ${people} vote: no acknowledgement is lost, no page loads anew, and nobody waits as long as an outage would last${isMissing}`,
  async () => {
    const started = performance.now();
    const says = (what: string, figures: object = {}) =>
      console.log(JSON.stringify({ atS: Math.round((performance.now() - started) / 100) / 10, what, load: loadavg()[0], ...figures }));
    const cluster = await Cluster.start();
    says('the processes are there');
    const hall = await ClusterHall.open(cluster, { people, thinkMs: 5_000 });
    says('everybody is there');
    pretendDevice(cluster.origin);
    const reload = vi.fn();
    vi.stubGlobal('location', { ...location, reload });
    const page = await PhonePage.enter(hall.session.joinCode);
    try {
      const codes: (number | null)[] = [];
      await hall.vote(async () => {
        says('everybody has voted');
        for (const index of [0, 1, 2]) {
          codes.push(await cluster.restart(index));
          page.room.castBallot(hall.voteId, { kind: 'dot-vote', dots: { [needs[index]!]: 1 } });
          await eventually(() => expect(page.ballot(hall.voteId).where).toBe('delivered'), { withinMs: 20_000 });
          await hall.hears(200);
          says(`process ${index} is another one`, { ack: latencies(hall.takeWaits()), ...(await cluster.contention()) });
        }
      });
      const ack = latencies(hall.waits);
      await eventually(() => expect(page.isWhole).toBe(true), { withinMs: 20_000 });
      const { acknowledged, ...rest } = await hall.end({ guests: 1 });
      says('the round is counted', { acknowledged, ack });
      expect(rest).toEqual(whole(people + 1));
      expect(reload).not.toHaveBeenCalled();
      expect(codes).toEqual([0, 0, 0]);
      expect(ack.p99).toBeLessThan(2_000);
    } catch (error) {
      console.log(cluster.troubles().join('\n'));
      throw error;
    } finally {
      page.close();
      hall.close();
      await cluster.stop();
      vi.unstubAllGlobals();
    }
  },
  300_000,
);
