import type { Bus, BusListener } from './bus.ts';

/** A bus for apps in one process. */
export class MemoryBus {
  readonly #listeners = new Set<BusListener>();
  #isAway = false;

  /** One app's end of it. */
  end(): Bus {
    let mine: BusListener | null = null;
    return {
      begin: (listener) => {
        mine = listener;
        this.#listeners.add(listener);
      },
      say: (words) => {
        if (this.#isAway) return;
        for (const listener of this.#listeners) setImmediate(() => listener.onHeard(words));
      },
      close: async () => {
        if (mine) this.#listeners.delete(mine);
      },
    };
  }

  /** What is said from now on is lost. */
  lose(): void {
    this.#isAway = true;
  }

  comeBack(): void {
    this.#isAway = false;
    for (const { onGap } of this.#listeners) onGap();
  }
}
