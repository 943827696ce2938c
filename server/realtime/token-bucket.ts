/** So many at once, and so many a second after that [S7]. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export const residentRate: Rate = { burst: 30, perSecond: 3 };
/** A facilitator works ten times as fast: grouping, stepping through an agenda. */
export const facilitatorRate: Rate = { burst: 300, perSecond: 30 };

/** Token buckets by name. One that is full again is forgotten. */
export class TokenBuckets {
  readonly #levels = new Map<string, { left: number; at: number; rate: Rate }>();

  /** Takes one from the named bucket; false where it is empty. `nowMs` never runs backwards. */
  take(name: string, rate: Rate, nowMs: number): boolean {
    const level = this.#levels.get(name) ?? { left: rate.burst, at: nowMs, rate };
    const left = Math.min(rate.burst, level.left + ((nowMs - level.at) / 1000) * rate.perSecond);
    const isTaken = left >= 1;
    this.#levels.set(name, { left: isTaken ? left - 1 : left, at: nowMs, rate });
    if (this.#levels.size > 10_000) this.#forget(nowMs);
    return isTaken;
  }

  #forget(nowMs: number): void {
    for (const [name, { left, at, rate }] of this.#levels)
      if (left + ((nowMs - at) / 1000) * rate.perSecond >= rate.burst) this.#levels.delete(name);
  }
}
