import { latencies, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { LoadClock, type Spent } from './load-clock.ts';
import { openVote } from './room.ts';
import { startWarmYishi } from './yishi.ts';

export interface ManyRooms extends Spent {
  rooms: number;
  residentsEach: number;
  ack: Latencies;
  refused: number;
}

/** W6: many sessions at once, everybody voting within `withinMs`. */
export async function manyRooms({
  rooms,
  residentsEach,
  withinMs,
}: {
  rooms: number;
  residentsEach: number;
  withinMs: number;
}): Promise<ManyRooms> {
  const yishi = await startWarmYishi();
  try {
    const voters: { phone: LightPhone; exerciseId: string }[] = [];
    for (let room = 0; room < rooms; room += 1) {
      const session = await yishi.makeSession();
      const exerciseId = await openVote(yishi.origin, session);
      const phones = await Promise.all(
        Array.from({ length: residentsEach }, async () => {
          const { token } = await LightPhone.join(yishi.origin, session.sessionId);
          return LightPhone.connect(yishi.origin, session.sessionId, token);
        }),
      );
      voters.push(...phones.map((phone) => ({ phone, exerciseId })));
    }
    const inTurn = voters.map((voter, i) => ({ voter, at: (i * 7919) % voters.length })).sort((a, b) => a.at - b.at);
    const clock = new LoadClock(yishi.measured);
    const durations: number[] = [];
    let refused = 0;
    await spread(inTurn, withinMs, async ({ voter: { phone, exerciseId } }) => {
      const sentAt = performance.now();
      const answer = await phone.send('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-bench': 3 } } });
      durations.push(performance.now() - sentAt);
      if (!answer.ok) refused += 1;
    });
    const result = {
      rooms,
      residentsEach,
      ack: latencies(durations),
      refused,
      ...clock.stop(),
    };
    for (const { phone } of voters) phone.close();
    return result;
  } finally {
    await yishi.stop();
  }
}
