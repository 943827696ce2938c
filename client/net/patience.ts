const firstMs = 5_000;
const longestMs = 20_000;

/**
 * How long to wait for a connection, in milliseconds, after so many waits in vain. It grows up to `mostMs`: a server that has more at its door than it can let in within
 * one patience would otherwise let in nobody, since all of them come again before their turn.
 */
export function patienceMs(waitsInVain: number, mostMs = longestMs): number {
  return Math.min(firstMs * 2 ** waitsInVain, mostMs);
}
