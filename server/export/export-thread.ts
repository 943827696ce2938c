import { AskedThread, startWorkerBeside } from '../threads/asked-thread.ts';
import type { ComparisonOrder, FileOrder, MadeFile } from './files.ts';

/** Makes a file. Rejects where the records break a promise. */
export type MakeFile = (order: FileOrder | ComparisonOrder) => Promise<MadeFile>;

/** So many files may be asked for at once: each holds a session's records until it is made. */
const pendingMax = 20;

/** The thread that makes files, one after another: a workbook of two hundred needs takes longer than a ballot may wait. */
export class ExportThread extends AskedThread<FileOrder | ComparisonOrder, MadeFile> {
  constructor() {
    super(() => startWorkerBeside(import.meta.url, 'export-worker'), { pendingMax });
  }
}
