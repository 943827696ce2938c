/** Where few came by helper, slip or shared tablet, they are counted together under this name. */
export const assisted = 'assisted';

/** So many other ways there are than the unassisted one. */
const assistedWays = 3;

/**
 * Counts by channel that tell nobody's way of taking part. A channel below `k` is pooled with the other small ones as assisted; where that pool,
 * or the `unassisted` channel beside it, is still below k, only the total is told and the answer is null; so it is where the pool is as full as it can
 * be, since then each channel in it is just below k. Channels nobody used are left out.
 * Totals with and without assisted entries therefore never differ by fewer than k people.
 */
export function pooledChannels(counts: Readonly<Record<string, number>>, k: number, unassisted = 'phone'): Record<string, number> | null {
  const used = Object.entries(counts).filter(([, count]) => count > 0);
  const isSmall = ([channel, count]: [string, number]) => channel !== unassisted && count < k;
  const pool = used.filter(isSmall).reduce((sum, [, count]) => sum + count, 0);
  const pooled = used.filter((entry) => !isSmall(entry));
  const inPool = assistedWays - pooled.filter(([channel]) => channel !== unassisted).length;
  if (pool > 0 && pool >= inPool * (k - 1)) return null;
  if (pool > 0) pooled.push([assisted, pool]);
  return pooled.some(([, count]) => count < k) ? null : Object.fromEntries(pooled);
}
