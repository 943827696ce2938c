import { setTimeout as wait } from 'node:timers/promises';
import type { Ack } from '../../shared/wire.ts';
import type { Commander } from './clients.ts';

/** What is refused for a while only: it is said again. */
const passing: ReadonlySet<string> = new Set(['not-stored', 'too-fast', 'try-later']);
const passingMs = 60;
const connectAgainMs = 20;

interface Saying {
  name: string;
  payload: object;
  /** When its turn came; null before. */
  turnAt: number | null;
  settle: (answer: Ack) => void;
}

/** Somebody's commands over lines that break: one thing after the other, each said again under its id until it is answered for good, as a page's outbox does. */
export class Speaker {
  /** How long each thing waited for its answer from when its turn came, in milliseconds. */
  readonly waits: number[] = [];
  readonly #connect: () => Commander;
  readonly #patienceMs: number | null;
  readonly #toSay: Saying[] = [];
  readonly #working: Promise<void>;
  #wake: () => void = () => undefined;
  #isClosed = false;

  /** `patienceMs`: so long an answer is waited for before the line counts as broken; left out, as long as it stands. */
  constructor(connect: () => Commander, { patienceMs }: { patienceMs?: number } = {}) {
    this.#connect = connect;
    this.#patienceMs = patienceMs ?? null;
    this.#working = this.#work();
  }

  /** Resolves with the answer; never where the speaker is closed before. */
  say(name: string, payload: object): Promise<Ack> {
    return new Promise((settle) => {
      this.#toSay.push({ name, payload, turnAt: null, settle });
      this.#wake();
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#hasClosed()) {
      const commander = this.#connect();
      const isGone = new Promise<null>((resolve) => {
        for (const event of ['disconnect', 'connect_error']) commander.socket.once(event, () => resolve(null));
      });
      const hello = commander.hello.catch(() => null);
      if ((await this.#inTime(hello, isGone)) !== null) await this.#speak(commander, isGone);
      commander.close();
      await wait(connectAgainMs);
    }
  }

  /** Until the line breaks. */
  async #speak(commander: Commander, isGone: Promise<null>): Promise<void> {
    while (!this.#hasClosed()) {
      const [saying] = this.#toSay;
      if (!saying) {
        if ((await Promise.race([this.#news(), isGone])) === null) return;
        continue;
      }
      saying.turnAt ??= performance.now();
      const answer = await this.#inTime(ask(commander, saying), isGone);
      if (answer === null) return;
      if (!answer.ok && passing.has(answer.refusal.code)) {
        await Promise.race([wait(passingMs), isGone]);
        continue;
      }
      this.#toSay.shift();
      this.waits.push(performance.now() - saying.turnAt);
      saying.settle(answer);
    }
  }

  /** Null where the line broke, or nobody answered in time. */
  #inTime<T>(answer: Promise<T>, isGone: Promise<null>): Promise<T | null> {
    const patience = this.#patienceMs === null ? [] : [wait(this.#patienceMs, null, { ref: false })];
    return Promise.race([answer, isGone, ...patience]);
  }

  #news(): Promise<true> {
    return new Promise((resolve) => {
      this.#wake = () => resolve(true);
    });
  }

  #hasClosed(): boolean {
    return this.#isClosed;
  }
}

function ask(commander: Commander, { name, payload }: Saying): Promise<Ack> {
  return new Promise((resolve) => commander.socket.emit(name, payload, resolve));
}
