import { setTimeout as wait } from 'node:timers/promises';

const everyMs = 50;

/** For as long as `ms`, calls `check` again and again; what it throws is thrown at once. For what must stay as it is while time passes. */
export async function holds(ms: number, check: () => void): Promise<void> {
  for (const end = performance.now() + ms; performance.now() < end; await wait(everyMs)) check();
}
