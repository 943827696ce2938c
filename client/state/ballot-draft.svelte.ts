import type { Exercise } from '../../shared/exercise.ts';
import type { Sitter } from './sitter.ts';

/** A ballot that is being filled in: it outlives a reload, and begins with what was cast, if this device knows it. */
export class BallotDraft<T> {
  readonly #room: Sitter;
  readonly #key: string;
  readonly #exercise: () => Exercise;
  readonly #read: (value: unknown) => T;

  /** `read` makes a whole draft of anything, so that options that are no more, or an older page's draft, do no harm. */
  constructor(room: Sitter, exercise: () => Exercise, read: (value: unknown) => T) {
    const { id, round } = exercise();
    this.#key = `ballot:${id}:${round}`;
    this.#room = room;
    this.#exercise = exercise;
    this.#read = read;
  }

  get value(): T {
    const text = this.#room.drafts.read(this.#key);
    if (text !== '') return this.#read(parsed(text));
    return this.#read(this.#room.ballotOf(this.#exercise()).cast);
  }

  set value(value: T) {
    this.#room.drafts.write(this.#key, JSON.stringify(value));
  }

  /** Back to what was cast. */
  clear(): void {
    this.#room.drafts.write(this.#key, '');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
