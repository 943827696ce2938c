/** Things to be done later, all of which can be called off at once. They keep no process alive. */
export class Alarms {
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #onTrouble: (error: unknown) => void;

  constructor(onTrouble: (error: unknown) => void) {
    this.#onTrouble = onTrouble;
  }

  after(waitMs: number, act: () => Promise<void>): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act().catch(this.#onTrouble);
    }, waitMs);
    timer.unref();
    this.#timers.add(timer);
  }

  callOff(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
