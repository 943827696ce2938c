/** How tall things are that were laid out to be measured, by a key that says all their height depends on. */
export class Heights {
  #known: ReadonlyMap<string, number> = $state.raw(new Map());
  #measured: [string, number][] = [];

  of(key: string): number | undefined {
    return this.#known.get(key);
  }

  /** Tells the height of what has just been laid out; all that came at once is taken over at once. */
  readonly gauge = (key: string) => (node: HTMLElement) => {
    if (this.#measured.length === 0)
      queueMicrotask(() => {
        this.#known = new Map([...this.#known, ...this.#measured]);
        this.#measured = [];
      });
    this.#measured.push([key, node.offsetHeight]);
  };
}
