import { arrange, movesPerSecond, type Arrange } from './arrange.ts';
import { clusterVotes, type ClusterVotes } from './cluster.ts';
import { median, round } from './figures.ts';
import { phoneLoad, type PhoneLoad } from './first-load.ts';
import { joinStorm, type JoinStorm } from './join-storm.ts';
import { manyRooms, type ManyRooms } from './many-rooms.ts';
import { relay } from './peers/relay-phone.ts';
import { socketIoRoom } from './peers/socket-io-phone.ts';
import { arrangeAt, joinsAt, memoryAt, votesAt, type PeerResult } from './peers/workloads.ts';
import { quietMemory } from './quiet-memory.ts';
import { takeAway, type TakeAway } from './take-away.ts';
import { startUp, type StartUp } from './start-up.ts';
import { voteStorm, type VoteStorm } from './vote-storm.ts';
import { wallInBrowser, type WallInBrowser } from './wall.ts';

/** Everything that was measured, by workload; what was not asked for is missing. */
export interface Results {
  W1?: { yishi: Record<string, Arrange>; relay: PeerResult; socketIo: PeerResult };
  W2?: { yishi: Record<string, VoteStorm>; relay: PeerResult; socketIo: PeerResult };
  W3?: { yishi: Record<string, JoinStorm>; relay: PeerResult; socketIo: PeerResult };
  W4?: { yishiKb: number; relayKb: number; socketIoKb: number };
  W5?: Record<string, VoteStorm>;
  W6?: ManyRooms;
  W7?: StartUp;
  W8?: WallInBrowser;
  W9?: PhoneLoad;
  W10?: TakeAway;
  W12?: Record<string, ClusterVotes>;
}

/** A piece of a city's evening. */
const city = { sessions: 40, residentsEach: 25, withinMs: 5_000 };
const peerRoom = 1000;
const arrangeMs = 15_000;
const stormSizes = [500, 1000, 2000, 5000];
const stormMs = (residents: number) => (residents >= 5000 ? 10_000 : 5_000);

/** How each workload is run once. Peers do the same work in the same run, Yishi first. */
export const workloads: { [Name in keyof Results]-?: (soFar: Results) => Promise<NonNullable<Results[Name]>> } = {
  W1: async () => ({
    yishi: {
      ...(await each([100, 500, 1000, 2000], (phones) => arrange({ phones, watching: 0, forMs: arrangeMs }))),
      '1000, 50 at the wall': await arrange({ phones: 1000, watching: 50, forMs: arrangeMs }),
    },
    relay: await arrangeAt(relay, { phones: peerRoom, forMs: arrangeMs, movesPerSecond }),
    socketIo: await arrangeAt(socketIoRoom, { phones: peerRoom, forMs: arrangeMs, movesPerSecond }),
  }),
  W2: async () => ({
    yishi: await storms(stormSizes),
    relay: await votesAt(relay, { residents: peerRoom, withinMs: stormMs(peerRoom) }),
    socketIo: await votesAt(socketIoRoom, { residents: peerRoom, withinMs: stormMs(peerRoom) }),
  }),
  W3: async () => ({
    yishi: await each([200, 1000], (residents) => joinStorm({ residents, withinMs: 2000 })),
    relay: await joinsAt(relay, { residents: peerRoom, withinMs: 2000 }),
    socketIo: await joinsAt(socketIoRoom, { residents: peerRoom, withinMs: 2000 }),
  }),
  W4: async () => ({
    yishiKb: (await quietMemory({ residents: 2000 })).kbPerResident,
    relayKb: await memoryAt(relay, { residents: 2000 }),
    socketIoKb: await memoryAt(socketIoRoom, { residents: 2000 }),
  }),
  W5: async ({ W2 }) => ({ ...(await storms([100, 200])), ...(W2?.yishi ?? (await storms(stormSizes))) }),
  W6: () => manyRooms({ rooms: 100, residentsEach: 30, withinMs: 10_000 }),
  W7: () => startUp({ commits: 20_499 }),
  W8: () => wallInBrowser({ notes: 500 }),
  W9: () => phoneLoad({ times: 5 }),
  W10: () => takeAway({ residents: 1000, notesEach: 2, needs: 200 }),
  W12: async () => ({
    '1': await clusterVotes({ processes: 1, ...city }),
    '2': await clusterVotes({ processes: 2, ...city }),
    '3': await clusterVotes({ processes: 3, ...city }),
    '3, one hall on all': await clusterVotes({ processes: 3, sessions: 1, residentsEach: 600, withinMs: 10_000, isSpread: true }),
  }),
};

function storms(sizes: readonly number[]): Promise<Record<string, VoteStorm>> {
  return each(sizes, (residents) => voteStorm({ residents, withinMs: stormMs(residents) }));
}

async function each<T>(sizes: readonly number[], work: (size: number) => Promise<T>): Promise<Record<string, T>> {
  const results: Record<string, T> = {};
  for (const size of sizes) results[size] = await work(size);
  return results;
}

/** The median of each figure over several runs of the same shape. */
export function medians<T>(runs: readonly T[]): T {
  const [first] = runs;
  if (typeof first === 'number') return round(median(runs as readonly number[]), 3) as T;
  if (typeof first !== 'object' || first === null) return first as T;
  const names = Object.keys(first) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, medians(runs.map((run) => run[name]))])) as T;
}
