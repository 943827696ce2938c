import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSession } from '../support/clients.ts';
import { Cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { openVote } from './room.ts';

export interface ClusterVotes {
  processes: number;
  sessions: number;
  residentsEach: number;
  ack: Latencies;
  refused: number;
  ballotsPerSecond: number;
  /** CPU of all processes together, of PostgreSQL and of the bus, in milliseconds. */
  perBallot: { app: number; database: number; bus: number };
  /** How many commits the ballots shared, and how many commits another process was faster with. */
  commits: number;
  beaten: number;
  loadShare: number;
}

/** How long after their start processes are done playing to themselves. */
const warmWithinMs = 300_000;

/**
 * W12: everybody in so many sessions votes within `withinMs`, on so many processes with PostgreSQL and Redis on this machine. `spread`: phones of a session
 * are on all processes, and not, as behind a proxy, on one.
 */
export async function clusterVotes({
  processes,
  sessions,
  residentsEach,
  withinMs,
  isSpread = false,
}: {
  processes: number;
  sessions: number;
  residentsEach: number;
  withinMs: number;
  isSpread?: boolean;
}): Promise<ClusterVotes> {
  const cluster = await Cluster.start({ processes, isDirect: true });
  const origins = cluster.members.map(({ server }) => server.origin);
  const voters: { phone: LightPhone; exerciseId: string }[] = [];
  try {
    for (const origin of origins)
      await eventually(
        async () => {
          if (/^yishi_warmed_up_phones 0$/m.test(await (await fetch(`${origin}/metrics`)).text())) throw new Error('cold');
        },
        { withinMs: warmWithinMs },
      );
    for (let i = 0; i < sessions; i += 1) {
      const session = await makeSession(origins[0]!, cluster.key);
      const place = cluster.proxy.placeOf(session.sessionId);
      const originOf = (phone: number) => origins[isSpread ? phone % processes : place]!;
      const exerciseId = await openVote(originOf(0), session);
      for (let phone = 0; phone < residentsEach; phone += 1) {
        const { token } = await LightPhone.join(originOf(phone), session.sessionId);
        voters.push({ exerciseId, phone: await LightPhone.connect(originOf(phone), session.sessionId, token) });
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    const inTurn = voters.map((voter, i) => ({ voter, at: (i * 7919) % voters.length })).sort((a, b) => a.at - b.at);
    const [spentBefore, loadBefore, before] = [spent(cluster), process.cpuUsage(), await cluster.contention()];
    const startedAt = performance.now();
    const durations: number[] = [];
    let refused = 0;
    await spread(inTurn, withinMs, async ({ voter: { phone, exerciseId } }) => {
      const sentAt = performance.now();
      const answer = await phone.send('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-bench': 3 } } });
      durations.push(performance.now() - sentAt);
      if (!answer.ok) refused += 1;
    });
    const ms = performance.now() - startedAt;
    const [spentAfter, load, after] = [spent(cluster), process.cpuUsage(loadBefore), await cluster.contention()];
    const perBallot = (who: keyof Spent) => round((1000 * (spentAfter[who] - spentBefore[who])) / voters.length, 3);
    return {
      processes,
      sessions,
      residentsEach,
      ack: latencies(durations),
      refused,
      ballotsPerSecond: round((1000 * voters.length) / ms),
      perBallot: { app: perBallot('app'), database: perBallot('database'), bus: perBallot('bus') },
      commits: after.stored - before.stored,
      beaten: after.failed - before.failed,
      loadShare: round((load.user + load.system) / 1000 / ms, 2),
    };
  } finally {
    for (const { phone } of voters) phone.close();
    await cluster.stop();
  }
}

interface Spent {
  app: number;
  database: number;
  bus: number;
}

/** CPU seconds so far. */
function spent({ members, postgres, redis }: Cluster): Spent {
  const main = Number(readFileSync(join(postgres.dir, 'data/postmaster.pid'), 'utf8').split('\n')[0]);
  const database = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && (name === String(main) || statOf(name)?.parent === main));
  const sum = (pids: readonly (number | string)[]) => pids.reduce<number>((all, pid) => all + (statOf(pid)?.cpuSeconds ?? 0), 0);
  return { app: sum(members.map(({ server }) => server.pid)), database: sum(database), bus: sum([redis.pid]) };
}

/** USER_HZ is 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

function statOf(pid: number | string): { parent: number; cpuSeconds: number } | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return { parent: Number(fields[1]), cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond };
  } catch {
    // It ended meanwhile.
    return null;
  }
}
