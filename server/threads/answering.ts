import { constants, setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import type { Answered, Asked } from './asked-thread.ts';

/** Answers what an AskedThread asks, in a worker. What throws is told of that question alone. */
export function answerQuestions(answerTo: (question: never) => unknown): void {
  const port = parentPort;
  if (!port) throw new Error('this runs as a worker thread');
  stepBack();
  const post = (answered: Answered<unknown>) => {
    port.postMessage(answered, 'answer' in answered ? ownBytesOf(answered.answer) : []);
  };
  port.on('message', ({ id, question }: Asked<never>) => {
    void (async () => {
      try {
        post({ id, answer: await answerTo(question) });
      } catch (error) {
        post({ id, fault: String(error) });
      }
    })();
  });
}

/** Bytes that an answer alone holds go along with it; of others the asking thread would make a copy. */
function ownBytesOf(answer: unknown): ArrayBuffer[] {
  const values: unknown[] = typeof answer === 'object' && answer !== null ? Object.values(answer) : [];
  return values.filter(isOwn).map(({ buffer }) => buffer);
}

function isOwn(value: unknown): value is Uint8Array<ArrayBuffer> {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength;
}

/** The rooms come first where there are fewer cores than threads. Linux alone has a priority for each thread; elsewhere this would be the whole server's. */
function stepBack(): void {
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);
}
