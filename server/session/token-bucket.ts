/** So many at once, and so many a second after that [S7]. */
export interface Rate {
  burst: number;
  perSecond: number;
}

export const residentRate: Rate = { burst: 30, perSecond: 3 };
/** A facilitator works ten times as fast: grouping, stepping through an agenda. */
export const facilitatorRate: Rate = { burst: 300, perSecond: 30 };

/** One bucket. `nowMs` never runs backwards. */
export class TokenBucket {
  readonly #rate: Rate;
  #left: number;
  #at: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#left = rate.burst;
    this.#at = nowMs;
  }

  /** Takes one; false where it is empty. */
  take(nowMs: number): boolean {
    this.#left = this.#levelAt(nowMs);
    this.#at = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }

  isFull(nowMs: number): boolean {
    return this.#levelAt(nowMs) >= this.#rate.burst;
  }

  #levelAt(nowMs: number): number {
    return Math.min(this.#rate.burst, this.#left + ((nowMs - this.#at) / 1000) * this.#rate.perSecond);
  }
}

/** Token buckets by name. One that is full again is forgotten. */
export class TokenBuckets {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Takes one from the named bucket; false where it is empty. `nowMs` never runs backwards. */
  take(name: string, rate: Rate, nowMs: number): boolean {
    const bucket = this.#buckets.get(name) ?? new TokenBucket(rate, nowMs);
    this.#buckets.set(name, bucket);
    const isTaken = bucket.take(nowMs);
    if (this.#buckets.size > 10_000) this.#forget(nowMs);
    return isTaken;
  }

  #forget(nowMs: number): void {
    for (const [name, bucket] of this.#buckets) if (bucket.isFull(nowMs)) this.#buckets.delete(name);
  }
}
