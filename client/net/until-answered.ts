import { NoAnswerError } from './no-answer.ts';

const pauseMs = 500;

/**
 * Asks again and again until somebody answers, and gives that answer; null where nobody has after `forMs`. A line that comes back within seconds is so
 * waited for by whoever pressed a button meanwhile. `ask` has to send the same command id each time.
 */
export async function untilAnswered<Answer>(ask: () => Promise<Answer>, { forMs = 15_000 } = {}): Promise<Answer | null> {
  const giveUpAt = performance.now() + forMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof NoAnswerError)) throw error;
      if (performance.now() >= giveUpAt) return null;
    }
    await new Promise<void>((resolve) => setTimeout(resolve, pauseMs));
  }
}
