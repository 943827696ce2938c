import type { JoinAddressInfo, MirrorStatus } from '../../shared/wire.ts';
import { requestJson } from '../net/api.ts';
import { keepAsking } from '../net/keep-asking.ts';

const refreshMs = 5_000;

/** Where phones reach this server. The room's network may come, go and change under a meeting, so it is asked for again and again. */
export class JoinAddress {
  #origin: string | null = $state(null);
  #isKnown = $state(false);
  #clockAheadMs = $state(0);
  #isReached = $state(false);
  #mirror: MirrorStatus | null = $state.raw(null);
  readonly #stop: () => void;
  readonly #path: string;
  readonly #onMoved: (typed: string | null) => void;

  /**
   * `onMoved` hears of every change after the first address: what phones type now, or null where the network has gone. `sessionId` is whose first phone is
   * waited for.
   */
  constructor({ sessionId, onMoved = () => undefined }: { sessionId?: string; onMoved?: (typed: string | null) => void } = {}) {
    this.#path = sessionId === undefined ? '/api/join-address' : `/api/join-address?session=${encodeURIComponent(sessionId)}`;
    this.#onMoved = onMoved;
    // A server that does not answer has not moved: its last address stays on the screen.
    this.#stop = keepAsking(() => this.#ask(), refreshMs);
  }

  /** `http://192.168.3.20:8080`; null where the computer has no network that a phone could reach. */
  get origin(): string | null {
    return this.#origin;
  }

  /** False until the server has said anything. */
  get isKnown(): boolean {
    return this.#isKnown;
  }

  /** True where phones come over the internet: only there does anybody answer over TLS. */
  get isOnline(): boolean {
    return this.#origin?.startsWith('https://') ?? false;
  }

  /** [J22] True once a phone has loaded a page from there. */
  get isReached(): boolean {
    return this.#isReached;
  }

  /** How far the server's clock is ahead of this one's. */
  get clockAheadMs(): number {
    return this.#clockAheadMs;
  }

  /** [D8] Null where no copy is kept at all. */
  get mirror(): MirrorStatus | null {
    return this.#mirror;
  }

  /** What the QR says, or null. */
  url(joinCode: string): string | null {
    return this.#origin === null ? null : `${this.#origin}/j/${joinCode}`;
  }

  /** What a person types: the origin without its scheme. */
  get typed(): string | null {
    return this.#origin === null ? null : this.#origin.replace(/^https?:\/\//, '');
  }

  close(): void {
    this.#stop();
  }

  async #ask(): Promise<void> {
    const { origin, serverTime, reached, mirror } = await requestJson<JoinAddressInfo>('GET', this.#path);
    const isMoved = this.#isKnown && origin !== this.#origin;
    this.#origin = origin;
    this.#isKnown = true;
    this.#isReached = reached;
    this.#mirror = mirror ?? null;
    this.#clockAheadMs = serverTime - Date.now();
    if (isMoved) this.#onMoved(this.typed);
  }
}
