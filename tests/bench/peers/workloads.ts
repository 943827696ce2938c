import { eventually } from '../../support/eventually.ts';
import { latencies, round, spread, type Latencies } from '../figures.ts';
import { LoadClock, type Load } from '../load-clock.ts';
import { startPeer, type Peer } from './peer.ts';

export interface PeerResult {
  latency: Latencies;
  serverCpuSeconds: number;
  load: Load;
  /** Milliseconds from the last vote until every phone was told of it; null where nobody voted. */
  allRightMs: number | null;
}

/** W1 as a peer does it: everybody is told of every move. */
export async function arrangeAt(peer: Peer, { phones, forMs, movesPerSecond }: { phones: number; forMs: number; movesPerSecond: number }) {
  const { origin, measured } = await startPeer(peer, { notes: 60 });
  try {
    const sentAt: number[] = [];
    const durations: number[] = [];
    const watching = await spread(Array.from({ length: phones }), phones * 2, () => peer.connect(origin));
    const projector = await peer.connect(origin, (x) => durations.push(performance.now() - sentAt[x]!));
    const facilitator = await peer.connect(origin);
    const clock = new LoadClock(measured);
    const moves = Math.round((forMs / 1000) * movesPerSecond);
    await spread(Array.from({ length: moves }), forMs, (_, i) => {
      sentAt[i] = performance.now();
      facilitator.move(i);
      return Promise.resolve();
    });
    await eventually(() => {
      if (watching.some(({ frames }) => frames < moves)) throw new Error('some are behind');
    });
    const result: PeerResult = { latency: latencies(durations), allRightMs: null, ...clock.stop() };
    for (const face of [...watching, projector, facilitator]) face.close();
    return result;
  } finally {
    await measured.stop();
  }
}

/** W2 as a peer does it: every vote is told to everybody at once, and stored nowhere. */
export async function votesAt(peer: Peer, { residents, withinMs }: { residents: number; withinMs: number }): Promise<PeerResult> {
  const { origin, measured } = await startPeer(peer, { notes: 0 });
  try {
    const phones = await spread(Array.from({ length: residents }), residents * 2, () => peer.connect(origin));
    const clock = new LoadClock(measured);
    const durations: number[] = [];
    let lastVoteAt = 0;
    await spread(phones, withinMs, async (phone, i) => {
      const sentAt = performance.now();
      lastVoteAt = sentAt;
      await phone.vote(i);
      durations.push(performance.now() - sentAt);
    });
    await eventually(
      () => {
        if (phones.some(({ frames }) => frames < residents)) throw new Error('some are behind');
      },
      { withinMs: 60_000 },
    );
    const allRightMs = round(Math.max(...phones.map(({ lastFrameAt }) => lastFrameAt)) - lastVoteAt);
    const result: PeerResult = { latency: latencies(durations), allRightMs, ...clock.stop() };
    for (const phone of phones) phone.close();
    return result;
  } finally {
    await measured.stop();
  }
}

/** W3 as a peer does it: one socket, and all the notes. */
export async function joinsAt(peer: Peer, { residents, withinMs }: { residents: number; withinMs: number }): Promise<PeerResult> {
  const { origin, measured } = await startPeer(peer, { notes: 500 });
  try {
    const clock = new LoadClock(measured);
    const durations: number[] = [];
    const phones = await spread(Array.from({ length: residents }), withinMs, async () => {
      const startedAt = performance.now();
      const phone = await peer.connect(origin);
      durations.push(performance.now() - startedAt);
      return phone;
    });
    const result: PeerResult = { latency: latencies(durations), allRightMs: null, ...clock.stop() };
    for (const phone of phones) phone.close();
    return result;
  } finally {
    await measured.stop();
  }
}

/** W4 as a peer has it: memory for each quiet connection, in kilobytes. */
export async function memoryAt(peer: Peer, { residents }: { residents: number }): Promise<number> {
  const { origin, measured } = await startPeer(peer, { notes: 0 });
  try {
    const first = await spread(Array.from({ length: 100 }), 500, () => peer.connect(origin));
    await settle();
    const before = measured.memoryKb().now;
    const phones = await spread(Array.from({ length: residents }), residents * 3, () => peer.connect(origin));
    await settle();
    const after = measured.memoryKb().now;
    for (const phone of [...first, ...phones]) phone.close();
    return round((after - before) / residents);
  } finally {
    await measured.stop();
  }
}

/** Quiet means quiet for a while: long enough for the collector to have come by. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}
