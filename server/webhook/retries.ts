const minute = 60_000;

/** How long after each failed attempt comes the next: two days in all, dense at first, since most receivers are only restarting. */
const delaysMs = [
  5_000,
  minute,
  5 * minute,
  15 * minute,
  30 * minute,
  60 * minute,
  ...[2, 4, 8, 12, 24].map((hours) => hours * 60 * minute),
];

/** By how much of itself a delay is longer or shorter, so that a receiver that comes back is not met by all at once. */
const jitter = 0.2;

/** So often a receiver may refuse: a wrong address or secret is mended by a person, who can also fetch the records. */
const refusalsMax = 3;

export const longestDelayMs = Math.max(...delaysMs) * (1 + jitter);

/** How long to wait after so many attempts in vain, in milliseconds; null where it is given up. `chance` is a number from 0 to 1. */
export function delayAfter({ attempts, refusals }: { attempts: number; refusals: number }, chance: number): number | null {
  const delay = refusals >= refusalsMax ? undefined : delaysMs[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (1 - jitter + 2 * jitter * chance));
}
