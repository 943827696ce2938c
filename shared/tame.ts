import { RefusalError } from './refusal.ts';

const ofAClient = { depthMax: 8, keysMax: 2_000 };

/**
 * Refuses what no honest client sends, before any schema walks it: nesting beyond eight levels, thousands of keys, names that reach for a prototype, bytes
 * where JSON is expected [S6]. Iterative, so that its own depth is bounded.
 */
export function requireTame(value: unknown, { depthMax, keysMax } = ofAClient): void {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let keys = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth >= depthMax || ArrayBuffer.isView(next.value) || next.value instanceof ArrayBuffer) throw new RefusalError('bad-input');
    for (const key of Object.keys(next.value)) {
      keys += 1;
      if (keys > keysMax || key === '__proto__' || key === 'constructor' || key === 'prototype') throw new RefusalError('bad-input');
      waiting.push({ value: (next.value as Record<string, unknown>)[key], depth: next.depth + 1 });
    }
  }
}
