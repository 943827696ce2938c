import type { RoomNetworkFound } from '../../shared/wire.ts';
import { requestJson } from '../net/api.ts';
import { troubleOf, type Trouble } from './desk.svelte.ts';

const refreshMs = 5_000;

/** The room's network as the organizer's computer sees it, asked for again and again: routers are switched on while one looks. */
export class RoomNetworkState {
  #found: RoomNetworkFound | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  readonly #key: string;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(organizerKey: string) {
    this.#key = organizerKey;
    void this.#ask();
  }

  /** Null until it is known, and where there is nothing to choose. */
  get found(): RoomNetworkFound | null {
    return this.#found;
  }

  /** Why the last choice was not taken. */
  get trouble(): Trouble | null {
    return this.#trouble;
  }

  /** Sends the room to this address; null leaves it to the computer. */
  async choose(chosen: string | null): Promise<void> {
    try {
      const body = { chosen };
      this.#found = (await requestJson<{ network: RoomNetworkFound | null }>('PUT', '/api/network', { token: this.#key, body })).network;
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    try {
      this.#found = (await requestJson<{ network: RoomNetworkFound | null }>('GET', '/api/network', { token: this.#key })).network;
    } catch {
      // A server that does not answer has not moved: what was known stays on the screen.
    }
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#ask(), refreshMs);
  }
}
