import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { makeSession } from '../support/clients.ts';
import { Cluster } from '../support/cluster.ts';
import { eventually } from '../support/eventually.ts';
import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { openVote } from './room.ts';
import { isCold } from './yishi.ts';

/** One ballot of everybody. */
export interface Ballots {
  ack: Latencies;
  refused: number;
  perSecond: number;
  /** CPU of all processes together, of PostgreSQL and of the bus, in milliseconds. */
  perBallot: { app: number; database: number; bus: number };
  /** How many commits the ballots shared, and how many commits another process was faster with. */
  commits: number;
  beaten: number;
  /** Cores that all of this took until the last answer, and of these what the phones took. */
  cores: number;
  coresOfPhones: number;
}

export interface ClusterVotes {
  processes: number;
  sessions: number;
  residentsEach: number;
  /** Until all processes had played to themselves. */
  warmedUpMs: number;
  /** Within the time that was given, and once more as fast as they are taken. */
  paced: Ballots;
  atOnce: Ballots;
}

/** How long after their start processes are done playing to themselves. */
const warmWithinMs = 120_000;
const quietMs = 2_000;

/**
 * W12: everybody in so many sessions votes within `withinMs`, and again all at once, on so many processes with PostgreSQL and Redis on this machine. `spread`:
 * phones of a session are on all processes, and not, as behind a proxy, on one.
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
  const startedAt = performance.now();
  const cluster = await Cluster.start({ processes, isDirect: true });
  const voters: Voter[] = [];
  try {
    await warmedUp(cluster);
    const warmedUpMs = round(performance.now() - startedAt, 0);
    for (let i = 0; i < sessions; i += 1) voters.push(...(await seated(cluster, { residentsEach, isSpread })));
    await wait(quietMs);
    const inTurn = voters.map((voter, i) => ({ voter, at: (i * 7919) % voters.length })).sort((a, b) => a.at - b.at);
    const cast = (ms: number) => ballots(cluster, { voters: inTurn.map(({ voter }) => voter), withinMs: ms });
    const paced = await cast(withinMs);
    await wait(quietMs);
    const votes = { processes, sessions, residentsEach, warmedUpMs, paced, atOnce: await cast(0) };
    // All of it takes minutes: what was seen is said as it comes.
    process.stderr.write(`${JSON.stringify(votes)}\n`);
    return votes;
  } finally {
    for (const { phone } of voters) phone.close();
    await cluster.stop();
  }
}

interface Voter {
  phone: LightPhone;
  exerciseId: string;
}

async function warmedUp({ members }: Cluster): Promise<void> {
  for (const { server } of members)
    await eventually(
      async () => {
        if (await isCold(server.origin)) throw new Error('cold');
      },
      { withinMs: warmWithinMs },
    );
}

/** The people of one more session, whose vote is open. */
async function seated(cluster: Cluster, { residentsEach, isSpread }: { residentsEach: number; isSpread: boolean }): Promise<Voter[]> {
  const origins = cluster.members.map(({ server }) => server.origin);
  const { sessionId, ...session } = await makeSession(origins[0]!, cluster.key);
  const place = cluster.proxy.placeOf(sessionId);
  const originOf = (phone: number) => origins[isSpread ? phone % origins.length : place]!;
  const exerciseId = await openVote(originOf(0), { sessionId, ...session });
  const voters: Voter[] = [];
  for (let phone = 0; phone < residentsEach; phone += 1) {
    const { token } = await LightPhone.join(originOf(phone), sessionId);
    voters.push({ exerciseId, phone: await LightPhone.connect(originOf(phone), sessionId, token) });
  }
  return voters;
}

async function ballots(cluster: Cluster, { voters, withinMs }: { voters: readonly Voter[]; withinMs: number }): Promise<Ballots> {
  const [spentBefore, phonesBefore, before] = [spent(cluster), process.cpuUsage(), await cluster.contention()];
  const startedAt = performance.now();
  const durations: number[] = [];
  let refused = 0;
  await spread(voters, withinMs, async ({ phone, exerciseId }) => {
    const sentAt = performance.now();
    const answer = await phone.send('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-bench': 3 } } });
    durations.push(performance.now() - sentAt);
    if (!answer.ok) refused += 1;
  });
  const ms = performance.now() - startedAt;
  const [spentOnAnswers, phones] = [spent(cluster), process.cpuUsage(phonesBefore)];
  // What is sent to everybody's screen afterwards is part of a ballot's price.
  await wait(quietMs);
  const [spentAfter, after] = [spent(cluster), await cluster.contention()];
  const perBallot = (who: keyof Spent) => round((1000 * (spentAfter[who] - spentBefore[who])) / voters.length, 3);
  const phoneSeconds = (phones.user + phones.system) / 1e6;
  const seconds = total(spentOnAnswers) - total(spentBefore) + phoneSeconds;
  return {
    ack: latencies(durations),
    refused,
    perSecond: round((1000 * voters.length) / ms, 0),
    perBallot: { app: perBallot('app'), database: perBallot('database'), bus: perBallot('bus') },
    commits: after.stored - before.stored,
    beaten: after.beaten - before.beaten,
    cores: round((1000 * seconds) / ms, 2),
    coresOfPhones: round((1000 * phoneSeconds) / ms, 2),
  };
}

interface Spent {
  app: number;
  database: number;
  bus: number;
}

function total({ app, database, bus }: Spent): number {
  return app + database + bus;
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
