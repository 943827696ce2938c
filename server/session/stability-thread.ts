import type { Worker } from 'node:worker_threads';
import type { RoundBallots, RoundStability } from '../../shared/round-stability.ts';
import { AskedThread, startWorkerBeside } from '../threads/asked-thread.ts';

/** Computes how sure a round's order is. Rejects where it cannot. */
export type ComputeStability = (round: RoundBallots) => Promise<RoundStability | null>;

/** The thread that counts rounds over and over. What it gives up when it is closed is computed when its session is next opened. */
export class StabilityThread extends AskedThread<RoundBallots, RoundStability | null> {
  constructor(start: () => Worker = () => startWorkerBeside(import.meta.url, 'stability-worker')) {
    super(start);
  }

  readonly compute: ComputeStability = (round) => this.ask(round);
}
