import { latencies, round, spread, type Latencies } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { roomWithNotes } from './room.ts';
import { startYishi } from './yishi.ts';

export interface JoinStorm {
  residents: number;
  /** From the scan to hello and the whole stage. */
  whole: Latencies;
  kbPerPhone: number;
  serverCpuSeconds: number;
  loadCpuSeconds: number;
  failed: number;
}

/** W3: residents join (HTTP, commands, stage) within `withinMs` into a session with 500 notes of 200 characters. */
export async function joinStorm({ residents, withinMs }: { residents: number; withinMs: number }): Promise<JoinStorm> {
  const yishi = await startYishi();
  try {
    const { session, facilitator } = await roomWithNotes(yishi, 500);
    facilitator.close();
    const cpuBefore = yishi.measured.cpuSeconds();
    const loadBefore = process.cpuUsage();
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
    const load = process.cpuUsage(loadBefore);
    const result: JoinStorm = {
      residents,
      whole: latencies(durations),
      kbPerPhone: round(phones.reduce((sum, phone) => sum + (phone?.bytes ?? 0), 0) / residents / 1024),
      serverCpuSeconds: round(yishi.measured.cpuSeconds() - cpuBefore, 2),
      loadCpuSeconds: round((load.user + load.system) / 1e6, 2),
      failed,
    };
    for (const phone of phones) phone?.close();
    return result;
  } finally {
    await yishi.stop();
  }
}
