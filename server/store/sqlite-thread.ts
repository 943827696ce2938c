import type { Worker } from 'node:worker_threads';
import { type Answer, errorOf, type Fault, type Method, type Question, type WorkerMessage } from './sqlite-messages.ts';
import { NotStoredError } from './store.ts';

const restartsMax = 5;
const restartsWithinMs = 60_000;

interface Promised {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/** The worker that has the files. One that dies rejects what it was asked with NotStoredError and is replaced at the next question, five times a minute at most. */
export class SqliteThread {
  readonly #start: () => Worker;
  readonly #pending = new Map<number, Promised>();
  #worker: Worker | null = null;
  #opening: Promised | null = null;
  #closed: Promise<void> | null = null;
  #lastFault: Fault | null = null;
  #nextId = 0;
  #restarts: number[] = [];

  constructor(start: () => Worker) {
    this.#start = start;
  }

  /** Resolves when the files are open. Rejects with an Error whose message is a sentence. */
  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#opening = {
        resolve: () => {
          resolve();
        },
        reject,
      };
      this.#worker = this.#begin();
    });
  }

  async ask(method: Method, args: unknown[]): Promise<unknown> {
    if (this.#closed) throw new NotStoredError('The store is closed.');
    return this.#post(this.#worker ?? this.#restart(), { method, args });
  }

  /** Waits for every question asked so far, and for the thread's end. */
  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #end(): Promise<void> {
    const worker = this.#worker;
    if (!worker) return;
    const gone = new Promise((resolve) => worker.once('exit', resolve));
    await this.#post(worker, { method: 'close', args: [] }).catch(() => undefined);
    await gone;
  }

  #post(worker: Worker, question: Omit<Question, 'id'>): Promise<unknown> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.postMessage({ id, ...question } satisfies Question);
    });
  }

  #restart(): Worker {
    const now = performance.now();
    this.#restarts = this.#restarts.filter((at) => at > now - restartsWithinMs);
    if (this.#restarts.length >= restartsMax)
      throw new NotStoredError(`The store does not start: ${this.#lastFault?.message ?? 'no reason is known'}`);
    this.#restarts.push(now);
    this.#worker = this.#begin();
    return this.#worker;
  }

  #begin(): Worker {
    const worker = this.#start();
    worker.on('message', (message: WorkerMessage) => {
      this.#hear(message);
    });
    worker.on('error', (error) => {
      this.#lastFault = { kind: 'other', message: error instanceof Error ? error.message : String(error) };
    });
    worker.on('exit', () => {
      this.#lose();
    });
    return worker;
  }

  #hear(message: WorkerMessage): void {
    if ('answers' in message) for (const answer of message.answers) this.#settle(answer);
    else if (message.opened) {
      this.#opening?.resolve(undefined);
      this.#opening = null;
    } else this.#lastFault = message.fault;
  }

  #settle(answer: Answer): void {
    const promised = this.#pending.get(answer.id);
    this.#pending.delete(answer.id);
    if ('fault' in answer) promised?.reject(errorOf(answer.fault));
    else promised?.resolve(answer.value);
  }

  #lose(): void {
    this.#worker = null;
    const reason = this.#lastFault?.message ?? 'its thread ended';
    this.#opening?.reject(new Error(reason));
    this.#opening = null;
    for (const promised of this.#pending.values()) promised.reject(new NotStoredError(`The store stopped: ${reason}`));
    this.#pending.clear();
  }
}
