import { parentPort, workerData } from 'node:worker_threads';
import { writePart } from './copy.ts';
import { codeOf } from './sqlite-messages.ts';
import type { CopyOutcome } from './mirror.ts';

/** The room's commits go on in their own thread meanwhile: a slow stick keeps nobody waiting. */
function copy(): CopyOutcome {
  try {
    writePart(workerData as Parameters<typeof writePart>[0]);
    return { is: 'whole' };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { is: 'failed', name, message, sqlite: codeOf(error) };
  }
}

parentPort?.postMessage(copy());
