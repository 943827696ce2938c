import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latencies, round } from '../bench/figures.ts';
import { Cluster, type Contention } from '../support/cluster.ts';
import { noPostgres } from '../support/postgres.ts';
import { noRedis } from '../support/redis.ts';
import { AcrossHall, blows, type Blow } from './model-across.ts';
import { meetings, playMeeting, type Step } from './model.ts';

const isMissing = noPostgres || noRedis;

describe.skipIf(isMissing)(`a meeting that three processes serve${isMissing}`, () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await Cluster.start({ spread: true });
  }, 60_000);
  afterAll(() => cluster.stop());

  const seen = async (name: string, { meetings, waits, before }: { meetings: number; waits: readonly number[]; before: Contention }) => {
    const after = await cluster.contention();
    const [stored, beaten] = [after.stored - before.stored, after.beaten - before.beaten];
    const failed = after.failed - before.failed - beaten;
    console.log(
      JSON.stringify({ name, meetings, stored, beaten, beatenPerCommit: round(beaten / stored, 3), failed, answer: latencies(waits) }),
    );
    expect(stored).toBeGreaterThan(0);
    return { stored, beaten };
  };

  it('[D50] comes to what it would on one, whatever befalls them (100 meetings, or four minutes of them)', async () => {
    const [before, waits] = [await cluster.contention(), [] as number[]];
    let count = 0;
    const play = fc.asyncProperty(meetings(blows), async (steps) => {
      const hall = await AcrossHall.open(cluster);
      await playMeeting(hall, steps);
      count += 1;
      waits.push(...hall.waits);
    });
    await fc.assert(play, { numRuns: 100, interruptAfterTimeLimit: 240_000, endOnFailure: true });
    await seen('whatever befalls them', { meetings: count, waits, before });
    expect(count).toBeGreaterThan(20);
  });

  it('[D50] [D52] beats one of them to a seq more often where its people are at all three than where they are at one', async () => {
    const quiet: Step<Blow>[][] = fc.sample(meetings(blows), 20).map((steps) => steps.filter(({ is }) => is !== 'befalls'));
    const figures: { stored: number; beaten: number }[] = [];
    for (const [name, origin] of [
      ['alone on one process', cluster.members[0]!.server.origin],
      ['spread over three', cluster.origin],
    ] as const) {
      const [before, waits] = [await cluster.contention(), [] as number[]];
      for (const steps of quiet) {
        const hall = await AcrossHall.open(cluster, { origin });
        await playMeeting(hall, steps);
        waits.push(...hall.waits);
      }
      figures.push(await seen(name, { meetings: quiet.length, waits, before }));
    }
    const [alone, spread] = figures;
    expect(spread!.beaten / spread!.stored).toBeGreaterThan(alone!.beaten / alone!.stored);
  });
});
