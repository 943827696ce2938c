import { RefusalError } from '../../shared/refusal.ts';
import { TokenBuckets, type Rate } from '../session/token-bucket.ts';

export interface AdmissionOptions {
  /** Sockets that are open now, and how many there may be; null is without end. */
  sockets: () => number;
  socketsMax: number | null;
  /** By how much the event loop is late now, in milliseconds. */
  loopDelayMs: () => number;
  busyAboveMs: number;
  joinRate: Rate;
  /** Milliseconds on a clock that never runs backwards. */
  nowMs: () => number;
}

/** What new people leave to those inside, who come back after a lost Wi-Fi before their old sockets are known to be dead. */
const shareKept = 0.1;

/**
 * [J4] Whether one more person can be carried. Those inside are never asked again: only who has no seat yet hears `try-later`, and their page comes back by
 * itself.
 */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #joins = new TokenBuckets();

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Refuses `try-later` where a new person of this session would be one too many. */
  requireRoom(sessionId: string): void {
    const isTaken = this.reasons().length === 0 && this.#joins.take(sessionId, this.#options.joinRate, this.#options.nowMs());
    if (!isTaken) throw new RefusalError('try-later');
  }

  /** Why nobody new can be carried now; empty where they can. Sentences for an operator. */
  reasons(): string[] {
    const { sockets, socketsMax, loopDelayMs, busyAboveMs } = this.#options;
    const reasons: string[] = [];
    if (socketsMax !== null && sockets() > socketsMax * (1 - shareKept)) reasons.push(`${sockets()} of ${socketsMax} sockets are open`);
    if (loopDelayMs() > busyAboveMs) reasons.push(`the event loop is ${Math.round(loopDelayMs())} ms late`);
    return reasons;
  }
}
