import { round, spread } from './figures.ts';
import { LightPhone } from './light-phone.ts';
import { startYishi } from './yishi.ts';

export interface QuietMemory {
  residents: number;
  kbPerResident: number;
}

/** W4: what a quiet resident costs in memory, both sockets open. */
export async function quietMemory({ residents }: { residents: number }): Promise<QuietMemory> {
  const yishi = await startYishi();
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

/** Quiet means quiet for a while: long enough for the collector to have come by. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 3000));
}
