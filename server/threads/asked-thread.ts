import { Worker, type ResourceLimits } from 'node:worker_threads';
import { RefusalError } from '../../shared/refusal.ts';

/** What a thread is asked, and what it answers; `fault` is a sentence about a bug. */
export interface Asked<Question> {
  id: number;
  question: Question;
}
export type Answered<Answer> = { id: number; answer: Answer } | { id: number; fault: string };

/** After this long without work the thread ends, and its memory with it. */
const idleMs = 30_000;

interface Promised<Answer> {
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

interface Running<Answer> {
  worker: Worker;
  pending: Map<number, Promised<Answer>>;
}

/** A thread that answers questions, so that the loop that serves the rooms does not have to. Started when first asked, one for all sessions. */
export class AskedThread<Question, Answer> {
  readonly #start: () => Worker;
  readonly #pendingMax: number;
  #running: Running<Answer> | null = null;
  #nextId = 0;
  #idle: NodeJS.Timeout | null = null;
  #isClosed = false;

  /** More than `pendingMax` questions at once are refused `try-later`. */
  constructor(start: () => Worker, { pendingMax = Infinity }: { pendingMax?: number } = {}) {
    this.#start = start;
    this.#pendingMax = pendingMax;
  }

  /** Rejects where it cannot be answered. */
  readonly ask = (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error('the server is closing'));
      if (this.#idle) clearTimeout(this.#idle);
      const { worker, pending } = (this.#running ??= this.#begin());
      if (pending.size >= this.#pendingMax) return reject(new RefusalError('try-later'));
      const id = this.#nextId++;
      worker.postMessage({ id, question } satisfies Asked<Question>);
      pending.set(id, { resolve, reject });
    });

  /** Gives up what is under way. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#end();
  }

  async #end(): Promise<void> {
    if (this.#idle) clearTimeout(this.#idle);
    const worker = this.#running?.worker;
    this.#running = null;
    await worker?.terminate();
  }

  #begin(): Running<Answer> {
    const running: Running<Answer> = { worker: this.#start(), pending: new Map() };
    let fault = 'its thread ended';
    running.worker.unref();
    running.worker.on('message', (answered: Answered<Answer>) => this.#hear(running, answered));
    running.worker.on('error', (error) => (fault = String(error)));
    running.worker.on('exit', () => {
      if (this.#running === running) this.#running = null;
      for (const { reject } of running.pending.values()) reject(new Error(fault));
    });
    return running;
  }

  #hear({ pending }: Running<Answer>, answered: Answered<Answer>): void {
    const promised = pending.get(answered.id);
    pending.delete(answered.id);
    if ('fault' in answered) promised?.reject(new Error(answered.fault));
    else promised?.resolve(answered.answer);
    if (pending.size === 0) this.#idle = setTimeout(() => void this.#end(), idleMs).unref();
  }
}

/** With a few times V8's own size of it, what is made in one go is thrown away in one go: the collector's helpers, whose priority is the rooms', run less. */
const resourceLimits: ResourceLimits = { maxYoungGenerationSizeMb: 96 };

/**
 * A worker that the build put beside the module at `url`, or its source beside that module's: there a line of JavaScript registers tsx first, as
 * `--import` does not reach it.
 */
export function startWorkerBeside(url: string, name: string): Worker {
  if (!url.endsWith('.ts')) return new Worker(new URL(`./${name}.js`, url), { resourceLimits });
  const file = new URL(`./${name}.ts`, url).href;
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${file}'); })`, {
    eval: true,
    resourceLimits,
  });
}
