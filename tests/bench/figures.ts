/** Percentiles of durations in milliseconds. */
export interface Latencies {
  p50: number;
  p95: number;
  p99: number;
  max: number;
}

export function latencies(durations: readonly number[]): Latencies {
  const sorted = [...durations].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN);
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: round(sorted.at(-1) ?? NaN) };
}

export function round(n: number, digits = 1): number {
  return Math.round(n * 10 ** digits) / 10 ** digits;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Runs `work` for each of `items`, evenly spread over `withinMs`, all at once where that is 0. Resolves when all are done. */
export async function spread<T, R>(items: readonly T[], withinMs: number, work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const start = performance.now();
  return Promise.all(
    items.map(async (item, i) => {
      const due = start + (withinMs * i) / items.length;
      const wait = due - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      return work(item, i);
    }),
  );
}
