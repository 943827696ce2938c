/** A session's people move within so long, and the more of them the longer: a hall does not knock at once. */
const atLeastMs = 500;
const msEach = 1;

/**
 * [D43] When those who are told to go to another process are told so, in milliseconds from now, all within `withinMs`. Each session moves at a time of its
 * own, and its people soon after each other: while they are at two processes, these have to read what the other stored.
 */
export class Moves {
  readonly #withinMs: number;
  readonly #starts = new Map<string, number>();

  constructor(withinMs: number) {
    this.#withinMs = withinMs;
  }

  /** For one of so many in a session. */
  momentOf(sessionId: string, people: number): number {
    const windowMs = Math.min(this.#withinMs, atLeastMs + people * msEach);
    const start = this.#starts.get(sessionId) ?? Math.random();
    this.#starts.set(sessionId, start);
    return start * (this.#withinMs - windowMs) + Math.random() * windowMs;
  }
}
