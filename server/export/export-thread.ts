import { AskedThread, startWorkerBeside } from '../threads/asked-thread.ts';
import type { ComparisonOrder, FileOrder, MadeFile } from './files.ts';

/** Makes a file. Rejects where the records break a promise. */
export type MakeFile = (order: FileOrder | ComparisonOrder) => Promise<MadeFile>;

/** So many files may be asked for at once: each holds a session's records until it is made. */
const pendingMax = 20;

/** An order as JSON in UTF-8, which the loop writes in half the time that a structured clone of thousands of objects takes; and the pages of a log. */
export interface PackedOrder {
  order: Uint8Array;
  pages: readonly Uint8Array[];
}

/** The thread that makes files, one after another: a workbook of two hundred needs takes longer than a ballot may wait. */
export class ExportThread extends AskedThread<PackedOrder, MadeFile> {
  constructor() {
    super(() => startWorkerBeside(import.meta.url, 'export-worker'), { pendingMax });
  }

  readonly make: MakeFile = (order) => this.ask(packed(order));
}

function packed(order: FileOrder | ComparisonOrder): PackedOrder {
  const pages = 'log' in order ? order.log.pages : [];
  const rest = 'log' in order ? { ...order, log: { ...order.log, pages: [] } } : order;
  return { order: new TextEncoder().encode(JSON.stringify(rest)), pages };
}

/** The order that was packed. */
export function unpacked({ order, pages }: PackedOrder): FileOrder | ComparisonOrder {
  const rest = JSON.parse(new TextDecoder().decode(order)) as FileOrder | ComparisonOrder;
  return 'log' in rest ? { ...rest, log: { ...rest.log, pages } } : rest;
}
