import { setTimeout as wait } from 'node:timers/promises';

const everyMs = 20;

/**
 * Calls `check` again and again until it does not throw, and gives what it gave. After `withinMs` it throws what `check` threw last, so that a failed
 * test says what was still missing.
 */
export async function eventually<T>(check: () => T | Promise<T>, { withinMs = 5000 }: { withinMs?: number } = {}): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (problem) {
      if (performance.now() >= end) throw problem;
    }
    await wait(everyMs);
  }
}
