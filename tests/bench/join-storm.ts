import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { roomWithNotes } from './room.ts';
import { LoadClock, type Spent } from './load-clock.ts';
import { startWarmYishi } from './yishi.ts';

export interface JoinStorm extends Spent {
  residents: number;
  /** From the scan to hello and the whole stage. */
  whole: Latencies;
  kbPerPhone: number;
  failed: number;
}

/** W3: residents join (HTTP, commands, stage) within `withinMs` into a session with 500 notes of 200 characters. */
export async function joinStorm({ residents, withinMs }: { residents: number; withinMs: number }): Promise<JoinStorm> {
  const yishi = await startWarmYishi();
  try {
    const { session, facilitator } = await roomWithNotes(yishi, 500);
    facilitator.close();
    const clock = new LoadClock(yishi.measured);
    const durations: number[] = [];
    let failed = 0;
    const phones = await spread(Array.from({ length: residents }), withinMs, async () => {
      const startedAt = performance.now();
      try {
        const { token } = await LightPhone.join(yishi.origin, session.sessionId);
        const phone = await LightPhone.connect(yishi.origin, session.sessionId, token);
        durations.push(performance.now() - startedAt);
        return phone;
      } catch {
        failed += 1;
        return null;
      }
    });
    const spent = clock.stop();
    const result: JoinStorm = {
      residents,
      whole: latencies(durations),
      kbPerPhone: round(phones.reduce((sum, phone) => sum + (phone?.bytes ?? 0), 0) / residents / 1024),
      failed,
      ...spent,
    };
    for (const phone of phones) phone?.close();
    return result;
  } finally {
    await yishi.stop();
  }
}
