import { AskedThread, startWorkerBeside } from '../threads/asked-thread.ts';
import type { ImportDone, ImportWork } from './import-work.ts';

/** Each holds up to sixteen megabytes until it is read. */
const pendingMax = 4;

/** The thread that reads bundles and changes them. */
export class ImportThread extends AskedThread<ImportWork, ImportDone> {
  constructor() {
    super(() => startWorkerBeside(import.meta.url, 'import-worker'), { pendingMax });
  }
}
