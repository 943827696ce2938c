import { round, spread } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { settle } from './peers/workloads.ts';
import { startWarmYishi } from './yishi.ts';

export interface QuietMemory {
  residents: number;
  kbPerResident: number;
}

/** W4: what a quiet resident costs in memory, both sockets open. */
export async function quietMemory({ residents }: { residents: number }): Promise<QuietMemory> {
  const yishi = await startWarmYishi();
  try {
    const session = await yishi.makeSession();
    const join = async () => {
      const { token } = await LightPhone.join(yishi.origin, session.sessionId);
      return LightPhone.connect(yishi.origin, session.sessionId, token);
    };
    // The first hundred pay for what a server needs once: code that is compiled, buffers that are pooled.
    const first = await spread(Array.from({ length: 100 }), 500, join);
    await settle();
    const before = yishi.measured.memoryKb().now;
    const phones = await spread(Array.from({ length: residents }), residents * 3, join);
    await settle();
    const after = yishi.measured.memoryKb().now;
    for (const phone of [...first, ...phones]) phone.close();
    return { residents, kbPerResident: round((after - before) / residents) };
  } finally {
    await yishi.stop();
  }
}
