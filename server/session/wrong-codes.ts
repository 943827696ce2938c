/** So many wrong codes are a hall that mistypes; as many a second are forgotten. Between these and `refusedAbove` the answer comes later and later. */
export const wrongCodeLimits = { free: 40, forgottenPerSecond: 2, refusedAbove: 140, longestMs: 5_000 };

/** What becomes of one more wrong code. `isFirst`: the guessing has just begun. */
export interface WrongCode {
  delayMs: number;
  isFirst: boolean;
}

/**
 * How many wrong join codes this server was asked for lately, whoever asked: a whole venue sits behind one address, and who guesses has many. `nowMs` never
 * runs backwards.
 */
export class WrongCodes {
  #level = 0;
  #at = 0;
  #isEpisode = false;

  /** True where a wrong code is not even to be looked up. `underWay` are being looked up and may be wrong too. */
  isFull(nowMs: number, underWay = 0): boolean {
    this.#forget(nowMs);
    return this.#level + underWay + 1 > wrongCodeLimits.refusedAbove;
  }

  count(nowMs: number): WrongCode {
    this.#forget(nowMs);
    const { free, refusedAbove, longestMs } = wrongCodeLimits;
    this.#level = Math.min(this.#level + 1, refusedAbove);
    const above = Math.max(0, this.#level - free);
    const isFirst = above > 0 && !this.#isEpisode;
    if (isFirst) this.#isEpisode = true;
    return { delayMs: Math.round((longestMs * above) / (refusedAbove - free)), isFirst };
  }

  #forget(nowMs: number): void {
    this.#level = Math.max(0, this.#level - ((nowMs - this.#at) / 1000) * wrongCodeLimits.forgottenPerSecond);
    this.#at = nowMs;
    if (this.#level === 0) this.#isEpisode = false;
  }
}
