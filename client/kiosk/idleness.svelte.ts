/** [F77] How long nobody may touch a tablet before it asks, and then before it clears what was begun. */
const askAfterMs = 60_000;
const clearAfterMs = 20_000;

/** Whether whoever sits before the tablet is still there. It asks, then lets go; it never sends anything. */
export class Idleness {
  readonly #onGone: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isWatching = false;
  #isAsking = $state(false);

  constructor({ onGone }: { onGone: () => void }) {
    this.#onGone = onGone;
  }

  get isAsking(): boolean {
    return this.#isAsking;
  }

  watch(): void {
    this.#isWatching = true;
    this.goOn();
  }

  rest(): void {
    this.#isWatching = false;
    this.#isAsking = false;
    clearTimeout(this.#timer);
  }

  /** Somebody did something. While it asks, only the answer counts. */
  touch(): void {
    if (this.#isWatching && !this.#isAsking) this.goOn();
  }

  goOn(): void {
    this.#isAsking = false;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#isAsking = true;
      this.#timer = setTimeout(this.#onGone, clearAfterMs);
    }, askAfterMs);
  }

  close(): void {
    this.rest();
  }
}
