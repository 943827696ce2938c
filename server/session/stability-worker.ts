import { parentPort } from 'node:worker_threads';
import { roundStability, type RoundBallots, type RoundStability } from '../../shared/round-stability.ts';

/** What the thread is asked, and what it answers; `fault` is a sentence about a bug. */
export interface StabilityQuestion {
  id: number;
  round: RoundBallots;
}
export type StabilityAnswer = { id: number; stability: RoundStability | null } | { id: number; fault: string };

const port = parentPort;
if (!port) throw new Error('stability-worker runs as a worker thread');
const post = (answer: StabilityAnswer) => {
  port.postMessage(answer);
};

port.on('message', ({ id, round }: StabilityQuestion) => {
  try {
    post({ id, stability: roundStability(round) });
  } catch (error) {
    post({ id, fault: String(error) });
  }
});
