import type { Store } from '../store/store.ts';
import { deliveryKind, endOf, rowIdOf, rowOfDelivery, webhookIdOf, type Delivery } from './delivery.ts';
import { postTo, type Attempt, type WebhookEndpoint } from './endpoint.ts';
import { delayAfter, longestDelayMs } from './retries.ts';

export interface DeliveriesOptions {
  store: Pick<Store, 'sessions' | 'deskRows' | 'putDeskRow' | 'dropDeskRow'>;
  endpoint: WebhookEndpoint;
  /** What to post about an end; null where `isPatient` and the records still change by themselves. Rejects where they cannot be made. */
  bodyOf: (end: Pick<Delivery, 'sessionId' | 'endedAt'> & { id: string }, how: { isPatient: boolean }) => Promise<string | null>;
  now: () => number;
  /** From 0 to 1. */
  chance: () => number;
  /** How often it is looked at the clock while something is pending; left out, every half minute. */
  lookEveryMs?: number;
  meters: { webhook: (outcome: 'delivered' | 'failed') => void; webhooksPending: (count: number) => void };
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

const usualLookMs = 30_000;
/** Until records stand still after an end; then it is posted as it is. */
const settlingMs = 60_000;
const settlingLookMs = 250;
const sinceKind = 'webhook';

/**
 * [S10] Tells a receiver of each session that ended. What has to be told is not remembered but seen: sessions that have ended are compared with the rows
 * about what was told, so that a crash between an end and its row loses nothing. Only what is stored is sent, and no room waits for any of it.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;
  #looking: Promise<void> | null = null;
  #isWanted = false;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  readonly #erased = new Set<string>();
  /** What became of deliveries as far as the disk refused to keep it: what was taken is not sent again for that. */
  readonly #unstored = new Map<string, Delivery>();
  #underWay: { sessionId: string; abort: AbortController } | null = null;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /** Something ended or was reopened, or the server has just started. */
  wake(): void {
    this.#isWanted = true;
    if (this.#isClosed || this.#looking) return;
    if (this.#timer) clearTimeout(this.#timer);
    this.#looking = this.#lookAsWanted();
  }

  /** Drops what is pending of a session that is to be erased, an attempt under way too. */
  async forget(sessionId: string): Promise<void> {
    this.#erased.add(sessionId);
    if (this.#underWay?.sessionId === sessionId) this.#underWay.abort.abort();
    for (const delivery of await this.#all()) if (delivery.sessionId === sessionId) await this.#drop(delivery);
  }

  /** Gives up the attempt under way; it is made again after the next start. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.#underWay?.abort.abort();
    await this.#looking;
  }

  async #lookAsWanted(): Promise<void> {
    let nextInMs: number | null = null;
    while (this.#isWanted && !this.#isClosed) {
      this.#isWanted = false;
      try {
        nextInMs = await this.#look();
      } catch (error) {
        this.#options.onTrouble('webhooks could not be looked after', { error: String(error) });
        nextInMs = this.#lookEveryMs;
      }
    }
    this.#looking = null;
    if (nextInMs !== null && !this.#isClosed) this.#timer = setTimeout(() => this.wake(), nextInMs).unref();
  }

  get #lookEveryMs(): number {
    return this.#options.lookEveryMs ?? usualLookMs;
  }

  /** Sends what is due, and says in how many milliseconds to look again; null where nothing is pending. */
  async #look(): Promise<number | null> {
    const pending = await this.#pending();
    this.#options.meters.webhooksPending(pending.length);
    const left: Delivery[] = [];
    for (const delivery of pending) {
      const after = this.#isDue(delivery) && !this.#isClosed ? await this.#attempt(delivery) : delivery;
      if (after?.status === 'pending') left.push(after);
    }
    this.#options.meters.webhooksPending(left.length);
    if (left.length === 0) return null;
    const next = Math.min(...left.map(({ nextAt }) => nextAt)) - this.#options.now();
    return Math.max(0, Math.min(next, this.#lookEveryMs));
  }

  /** A clock that was set back must not put off what was due for years. */
  #isDue({ nextAt }: Delivery): boolean {
    const now = this.#options.now();
    return nextAt <= now || nextAt - now > longestDelayMs;
  }

  /** What is to be told: of each end that is not taken back, once. */
  async #pending(): Promise<Delivery[]> {
    const [since, sessions, known] = [await this.#since(), await this.#options.store.sessions(), await this.#all()];
    const ends = sessions.flatMap((row) => endOf(row) ?? []).filter(({ sessionId }) => !this.#erased.has(sessionId));
    const standing = new Set(ends.map(rowIdOf));
    const left = new Set(sessions.map(({ id }) => id));
    const rows = new Map(known.map((delivery) => [rowIdOf(delivery), delivery]));
    for (const [id, delivery] of this.#unstored) if (await this.#ended(delivery)) rows.set(id, delivery);
    for (const [id, delivery] of rows) {
      const isMoot = delivery.status === 'pending' ? !standing.has(id) : !left.has(delivery.sessionId);
      if (!isMoot) continue;
      await this.#drop(delivery);
      rows.delete(id);
    }
    for (const end of ends) {
      if (end.endedAt < since || rows.has(rowIdOf(end))) continue;
      const delivery: Delivery = { ...end, status: 'pending', attempts: 0, refusals: 0, nextAt: this.#options.now(), body: null };
      if (await this.#keep(delivery)) rows.set(rowIdOf(end), delivery);
    }
    return [...rows.values()].filter(({ status }) => status === 'pending').sort((a, b) => a.nextAt - b.nextAt);
  }

  /** Since when this receiver is told: what ended before somebody asked for it is nobody's business. */
  async #since(): Promise<number> {
    const { store, endpoint, now } = this.#options;
    const [row] = await store.deskRows(sinceKind);
    const known = row && (JSON.parse(row.body) as { url: string; since: number });
    if (known?.url === endpoint.url) return known.since;
    const since = now();
    await store.putDeskRow({ kind: sinceKind, id: 'receiver', body: JSON.stringify({ url: endpoint.url, since }) });
    return since;
  }

  /** Null where it was erased meanwhile. */
  async #attempt(delivery: Delivery): Promise<Delivery | null> {
    const ready = await this.#readied(delivery);
    if (ready?.status !== 'pending' || ready.body === null) return ready;
    const { now, endpoint, onTrouble } = this.#options;
    const id = webhookIdOf(ready);
    const abort = new AbortController();
    this.#underWay = { sessionId: ready.sessionId, abort };
    const attempt = await postTo(endpoint, { id, second: Math.floor(now() / 1000), body: ready.body }, abort.signal);
    this.#underWay = null;
    // Not the receiver's fault: the next start tries again as if nothing had been.
    if (this.#isClosed && attempt.is !== 'taken') return ready;
    const after = this.#after(ready, attempt.is);
    if (attempt.is !== 'taken' && !this.#erased.has(ready.sessionId))
      onTrouble(after.status === 'failed' ? 'a webhook was given up' : 'a webhook was not taken', {
        webhook: id,
        session: ready.sessionId,
        why: attempt.why,
        attempts: after.attempts,
      });
    return this.#ended(after);
  }

  /** With its body, which is stored first: whatever comes after it, the same is sent again. */
  async #readied(delivery: Delivery): Promise<Delivery | null> {
    if (delivery.body !== null) return delivery;
    const { now, bodyOf, onTrouble } = this.#options;
    try {
      const isPatient = now() - delivery.endedAt < settlingMs;
      const body = await bodyOf({ ...delivery, id: webhookIdOf(delivery) }, { isPatient });
      if (body === null) return { ...delivery, nextAt: now() + settlingLookMs };
      const ready = { ...delivery, body };
      return (await this.#keep(ready)) ? ready : null;
    } catch (error) {
      if (this.#erased.has(delivery.sessionId)) return null;
      if (this.#isClosed) return delivery;
      onTrouble('a webhook could not be made', { session: delivery.sessionId, error: String(error) });
      return this.#ended(this.#after(delivery, 'later'));
    }
  }

  #after(delivery: Delivery, is: Attempt['is']): Delivery {
    if (is === 'taken') return { ...delivery, status: 'delivered', attempts: delivery.attempts + 1, body: null };
    const counted = { ...delivery, attempts: delivery.attempts + 1, refusals: delivery.refusals + (is === 'refused' ? 1 : 0) };
    const delay = delayAfter(counted, this.#options.chance());
    return delay === null ? { ...counted, status: 'failed', body: null } : { ...counted, nextAt: this.#options.now() + delay };
  }

  async #ended(delivery: Delivery): Promise<Delivery | null> {
    this.#unstored.set(rowIdOf(delivery), delivery);
    const isKept = await this.#keep(delivery);
    this.#unstored.delete(rowIdOf(delivery));
    if (!isKept) return null;
    if (delivery.status !== 'pending') this.#options.meters.webhook(delivery.status);
    return delivery;
  }

  async #all(): Promise<Delivery[]> {
    return (await this.#options.store.deskRows(deliveryKind)).map(({ body }) => JSON.parse(body) as Delivery);
  }

  /** False where the session was erased meanwhile: nothing of it is written any more. */
  async #keep(delivery: Delivery): Promise<boolean> {
    if (this.#erased.has(delivery.sessionId)) return false;
    await this.#options.store.putDeskRow(rowOfDelivery(delivery));
    return true;
  }

  #drop(delivery: Delivery): Promise<void> {
    return this.#options.store.dropDeskRow({ kind: deliveryKind, id: rowIdOf(delivery) });
  }
}
