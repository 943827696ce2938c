const everyMs = 100;

/** By how much the event loop runs late: smoothed over the last second or so, so that one long task turns nobody away. */
export class LoopDelay {
  #smoothed = 0;
  #dueAt = performance.now() + everyMs;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
  }

  /** Milliseconds. */
  get ms(): number {
    return this.#smoothed;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    const late = Math.max(0, now - this.#dueAt);
    this.#smoothed += (late - this.#smoothed) / 4;
    this.#dueAt = now + everyMs;
  }
}
