import { Worker } from 'node:worker_threads';
import type { RoundBallots, RoundStability } from '../../shared/round-stability.ts';
import type { StabilityAnswer, StabilityQuestion } from './stability-worker.ts';

/** Computes how sure a round's order is. Rejects where it cannot. */
export type ComputeStability = (round: RoundBallots) => Promise<RoundStability | null>;

/** After this long without work the thread ends, and its memory with it. */
const idleMs = 30_000;

interface Promised {
  resolve: (stability: RoundStability | null) => void;
  reject: (error: Error) => void;
}

interface Running {
  worker: Worker;
  pending: Map<number, Promised>;
}

/** The thread that counts rounds over and over, so that the loop that serves the rooms does not. Started when first asked, one for all sessions. */
export class StabilityThread {
  readonly #start: () => Worker;
  #running: Running | null = null;
  #nextId = 0;
  #idle: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(start: () => Worker = startStabilityWorker) {
    this.#start = start;
  }

  readonly compute: ComputeStability = (round) =>
    new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(new Error('the server is closing'));
      if (this.#idle) clearTimeout(this.#idle);
      const { worker, pending } = (this.#running ??= this.#begin());
      const id = this.#nextId++;
      pending.set(id, { resolve, reject });
      worker.postMessage({ id, round } satisfies StabilityQuestion);
    });

  /** Gives up what is under way: it is computed when its session is next opened. */
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

  #begin(): Running {
    const running: Running = { worker: this.#start(), pending: new Map() };
    let fault = 'its thread ended';
    running.worker.unref();
    running.worker.on('message', (answer: StabilityAnswer) => this.#hear(running, answer));
    running.worker.on('error', (error) => (fault = String(error)));
    running.worker.on('exit', () => {
      if (this.#running === running) this.#running = null;
      for (const { reject } of running.pending.values()) reject(new Error(fault));
    });
    return running;
  }

  #hear({ pending }: Running, answer: StabilityAnswer): void {
    const promised = pending.get(answer.id);
    pending.delete(answer.id);
    if ('fault' in answer) promised?.reject(new Error(answer.fault));
    else promised?.resolve(answer.stability);
    if (pending.size === 0) this.#idle = setTimeout(() => void this.#end(), idleMs).unref();
  }
}

/** The worker that the build put beside main.js, or the one in source: there a line of JavaScript registers tsx first, as `--import` does not reach it. */
function startStabilityWorker(): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./stability-worker.js', import.meta.url));
  const file = new URL('./stability-worker.ts', import.meta.url).href;
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${file}'); })`, { eval: true });
}
