import type { RoomNetworkFound } from '../../shared/wire.ts';
import { requestJson, type Call } from '../net/api.ts';
import { keepAsking } from '../net/keep-asking.ts';
import { troubleOf, type Trouble } from './trouble.ts';

const refreshMs = 5_000;

/** The room's network as the organizer's computer sees it, asked for again and again: routers are switched on while one looks. */
export class RoomNetworkState {
  #found: RoomNetworkFound | null = $state.raw(null);
  #trouble: Trouble | null = $state(null);
  readonly #key: string;
  readonly #stop: () => void;

  constructor(organizerKey: string) {
    this.#key = organizerKey;
    this.#stop = keepAsking(() => this.#ask('GET'), refreshMs);
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
      await this.#ask('PUT', { body: { chosen } });
      this.#trouble = null;
    } catch (error) {
      this.#trouble = troubleOf(error);
    }
  }

  close(): void {
    this.#stop();
  }

  async #ask(method: 'GET' | 'PUT', call: Call = {}): Promise<void> {
    const { network } = await requestJson<{ network: RoomNetworkFound | null }>(method, '/api/network', { token: this.#key, ...call });
    this.#found = network;
  }
}
