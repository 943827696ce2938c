import type { Wifi } from '../../shared/wifi.ts';
import { requestJson, sessionPath } from '../net/api.ts';

const retryMs = 3_000;

/** [J21] The room's Wi-Fi, asked for whenever the stage tells that there is another. */
export class RoomWifi {
  #wifi: Wifi | null = $state.raw(null);
  #mark: string | null = null;
  readonly #path: string;
  readonly #token: string;

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    this.#path = `${sessionPath(sessionId)}/wifi`;
    this.#token = token;
  }

  get wifi(): Wifi | null {
    return this.#wifi;
  }

  /** `mark` is what the stage says. */
  follow(mark: string | null): void {
    if (mark === this.#mark) return;
    this.#mark = mark;
    if (mark === null) this.#wifi = null;
    else void this.#ask(mark);
  }

  close(): void {
    this.#mark = null;
  }

  async #ask(mark: string): Promise<void> {
    while (mark === this.#mark) {
      try {
        const { wifi } = await requestJson<{ wifi: Wifi | null }>('GET', this.#path, { token: this.#token });
        if (mark === this.#mark) this.#wifi = wifi;
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }
}
