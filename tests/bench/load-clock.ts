import { monitorEventLoopDelay } from 'node:perf_hooks';
import { round } from './figures.ts';
import type { Measured } from './measured-server.ts';

/** What the load generator itself spent. Where its loop was late, latencies hold its own waiting too. */
export interface Load {
  cpuSeconds: number;
  /** Of one core, while it was measured. */
  share: number;
  loopDelayP99Ms: number;
}

export interface Spent {
  serverCpuSeconds: number;
  /** Of one core, while it was measured; the server has a thread beside its loop. */
  serverShare: number;
  load: Load;
}

/** Takes the time of both sides from here to `stop`. */
export class LoadClock {
  readonly #measured: Measured;
  readonly #serverBefore: number;
  readonly #loadBefore = process.cpuUsage();
  readonly #startedAt = performance.now();
  readonly #delay = monitorEventLoopDelay({ resolution: 5 });

  constructor(measured: Measured) {
    this.#measured = measured;
    this.#serverBefore = measured.cpuSeconds();
    this.#delay.enable();
  }

  stop(): Spent {
    this.#delay.disable();
    const load = process.cpuUsage(this.#loadBefore);
    const seconds = (performance.now() - this.#startedAt) / 1000;
    const cpuSeconds = (load.user + load.system) / 1e6;
    const serverCpuSeconds = this.#measured.cpuSeconds() - this.#serverBefore;
    return {
      serverCpuSeconds: round(serverCpuSeconds, 2),
      serverShare: round(serverCpuSeconds / seconds, 2),
      load: {
        cpuSeconds: round(cpuSeconds, 2),
        share: round(cpuSeconds / seconds, 2),
        loopDelayP99Ms: round(Math.max(0, this.#delay.percentile(99) / 1e6 - 5)),
      },
    };
  }
}
