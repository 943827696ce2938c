import { Redis } from 'ioredis';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bus, BusListener } from './bus.ts';

/** What was said is kept so long, for who was away; it is trimmed with what is said next. */
const keptMs = 60_000;
/** A stream to which nobody says anything is gone after so long. */
const goneAfterS = 3_600;
const readAtOnce = 500;
/** So long a question for news waits at the server; the answer may take so much longer. */
const newsWaitMs = 2_000;
const answerMs = 2_000;
const againMs = 250;
/** More is not kept waiting for its answer. */
const underWayMax = 2_000;

export interface RedisStreamsBusOptions {
  /** `redis://…`, or `rediss://…` for TLS. */
  url: string;
  /** Told apart by it from others on the same server. */
  name: string;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** One stream on Valkey or Redis. It is read from where reading stopped [D42]; while it is away nobody waits for it. */
export class RedisStreamsBus implements Bus {
  readonly #key: string;
  readonly #saying: Redis;
  readonly #reading: Redis;
  readonly #onTrouble: RedisStreamsBusOptions['onTrouble'];
  #listener: BusListener | null = null;
  #following: Promise<void> | null = null;
  readonly #closing = new AbortController();
  #last: string | null = null;
  #underWay = 0;
  #hasDropped = false;
  #isAway = false;

  constructor({ url, name, onTrouble }: RedisStreamsBusOptions) {
    this.#key = `yishi:${name}`;
    this.#onTrouble = onTrouble;
    const options = { lazyConnect: true, connectTimeout: answerMs, enableOfflineQueue: false, maxRetriesPerRequest: 0 };
    this.#saying = new Redis(url, { ...options, retryStrategy: () => againMs });
    this.#reading = new Redis(url, { ...options, retryStrategy: () => null });
    // What goes wrong is known by the answers.
    for (const redis of [this.#saying, this.#reading]) redis.on('error', () => undefined);
    this.#saying.on('ready', () => this.#mendDropped());
  }

  begin(listener: BusListener): void {
    this.#listener = listener;
    this.#saying.connect().catch(() => undefined);
    this.#following = this.#follow();
  }

  say(words: string): void {
    if (this.#saying.status !== 'ready' || this.#underWay >= underWayMax) {
      this.#hasDropped = true;
      return;
    }
    this.#underWay += 1;
    const answers = this.#saying.pipeline();
    answers.xadd(this.#key, ...this.#trimming(), '*', 'words', words).expire(this.#key, goneAfterS);
    inTime(answers.exec(), answerMs)
      .then((results) => {
        if (results?.[0]?.[0]) throw results[0][0];
        this.#mendDropped();
      })
      .catch((error: unknown) => {
        this.#hasDropped = true;
        // It may have died without a word.
        if (error instanceof LateError && this.#saying.status === 'ready') this.#saying.disconnect(true);
      })
      .finally(() => {
        this.#underWay -= 1;
      });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#listener = null;
    this.#reading.disconnect();
    await this.#following;
    // What was said last is still to leave.
    if (this.#saying.status === 'ready') await inTime(this.#saying.quit(), answerMs).catch(() => undefined);
    this.#saying.disconnect();
  }

  /** By the stream's own clock. */
  #trimming(): ['MINID', '=', string] | [] {
    const last = this.#last === null ? 0 : placeOf(this.#last)[0];
    return last > keptMs ? ['MINID', '=', String(last - keptMs)] : [];
  }

  async #follow(): Promise<void> {
    while (!this.#closing.signal.aborted) {
      try {
        if (this.#reading.status !== 'ready') await this.#resume();
        const found = await inTime(
          this.#reading.xread('COUNT', readAtOnce, 'BLOCK', newsWaitMs, 'STREAMS', this.#key, this.#last ?? '0-0'),
          newsWaitMs + answerMs,
        );
        for (const [id, [, words]] of found?.[0]?.[1] ?? []) {
          this.#last = id;
          if (words !== undefined) this.#listener?.onHeard(words);
        }
      } catch (error) {
        this.#reading.disconnect();
        this.#goneAway(error);
        await wait(againMs, undefined, { signal: this.#closing.signal }).catch(() => undefined);
      }
    }
  }

  /** Goes on where reading stopped; from the beginning where the stream is a younger one. */
  async #resume(): Promise<void> {
    await inTime(this.#reading.connect(), 2 * answerMs);
    const [newest] = await inTime(this.#reading.xrevrange(this.#key, '+', '-', 'COUNT', 1), answerMs);
    const end = newest?.[0] ?? '0-0';
    if (this.#last === null) this.#last = end;
    else if (isBefore(end, this.#last)) this.#last = '0-0';
    if (this.#isAway) this.#onTrouble('the bus is back', {});
    this.#isAway = false;
    this.#listener?.onGap();
  }

  #mendDropped(): void {
    if (!this.#hasDropped) return;
    this.#hasDropped = false;
    this.#listener?.onGap();
  }

  #goneAway(error: unknown): void {
    if (this.#isAway || this.#closing.signal.aborted) return;
    this.#isAway = true;
    this.#onTrouble('the bus is away: processes find what others stored by asking the database', { error: String(error) });
  }
}

class LateError extends Error {
  override name = 'LateError';
}

async function inTime<T>(answer: Promise<T>, ms: number): Promise<T> {
  const done = new AbortController();
  const late = wait(ms, undefined, { signal: done.signal, ref: false }).then(() => {
    throw new LateError(`no answer within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    done.abort();
  }
}

/** An id's milliseconds and its number within them. */
function placeOf(id: string): [number, number] {
  const [ms = 0, number = 0] = id.split('-').map(Number);
  return [ms, number];
}

function isBefore(one: string, other: string): boolean {
  const [a, b] = [placeOf(one), placeOf(other)];
  return a[0] < b[0] || (a[0] === b[0] && a[1] < b[1]);
}
