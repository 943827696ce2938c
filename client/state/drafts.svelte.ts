import { onDevice } from '../net/storage.ts';

/** Unfinished words and ballots, by a key of the page's choice. They outlive a reload; an empty one leaves no trace. */
export class Drafts {
  #texts: Record<string, string> = $state.raw({});
  readonly #prefix: string;

  constructor(sessionId: string) {
    this.#prefix = `yishi:draft:${sessionId}:`;
    const texts: Record<string, string> = {};
    for (const key of onDevice.keys(this.#prefix)) texts[key.slice(this.#prefix.length)] = onDevice.get(key) ?? '';
    this.#texts = texts;
  }

  read(key: string): string {
    return this.#texts[key] ?? '';
  }

  write(key: string, text: string): void {
    this.#texts = { ...this.#texts, [key]: text };
    if (text === '') onDevice.remove(this.#prefix + key);
    else onDevice.set(this.#prefix + key, text);
  }
}
