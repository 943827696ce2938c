import { setTimeout as wait } from 'node:timers/promises';
import type { Answer } from './outcomes.ts';
import { WrongCodes } from './wrong-codes.ts';

/**
 * [J13] What is answered to seat codes that no card has: the more of them lately, the later, and at last `too-fast`; whoever asks, and a right code is
 * never kept waiting. Forty bits are enough that what is left finds none.
 */
export class SeatGuesses {
  readonly #wrong = new WrongCodes();
  readonly #onGuessing: () => void;

  /** `onGuessing` is called when there begin to be far too many. */
  constructor(onGuessing: () => void) {
    this.#onGuessing = onGuessing;
  }

  /** The answer, in its time. */
  async weigh(answer: Answer): Promise<Answer> {
    if (answer.ok || answer.code !== 'code-unknown') return answer;
    const isFull = this.#wrong.isFull(performance.now());
    const { delayMs, isFirst } = this.#wrong.count(performance.now());
    if (isFirst) this.#onGuessing();
    if (isFull) return { ok: false, code: 'too-fast' };
    if (delayMs > 0) await wait(delayMs);
    return answer;
  }
}
