/** Does one thing after the other: each finds what the last one left. What fails is told to whoever asked for it, and holds nobody up. */
export class InTurn {
  #last: Promise<unknown> = Promise.resolve();

  do<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
