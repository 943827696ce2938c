const everyMs = 100;
/** One task that took for ever says no more about the next moment than one that took a second. */
const countedMs = 1_000;

/** By how much the event loop runs late, smoothed over about half a second: one long task, however long, turns nobody away. Both in milliseconds. */
export function smoothed(beforeMs: number, lateMs: number): number {
  return beforeMs + (Math.min(lateMs, countedMs) - beforeMs) / 4;
}

/** Looks ten times a second by how much this process's event loop runs late. */
export class LoopDelay {
  #ms = 0;
  #dueAt = performance.now() + everyMs;
  readonly #timer: NodeJS.Timeout;

  constructor() {
    this.#timer = setInterval(() => this.#look(), everyMs);
    this.#timer.unref();
  }

  get ms(): number {
    return this.#ms;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    this.#ms = smoothed(this.#ms, Math.max(0, now - this.#dueAt));
    this.#dueAt = now + everyMs;
  }
}
