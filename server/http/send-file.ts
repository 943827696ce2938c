import type { Response } from 'express';
import { attachment } from '../export/file-name.ts';
import type { ComparisonOrder, MadeFile, TakenFile } from '../export/files.ts';

/** Answers with a file to be saved under its name; no cache keeps it. */
export function sendFile(response: Response, { bytes, name, type }: MadeFile, file: TakenFile | ComparisonOrder['file']): void {
  response
    .set('cache-control', 'no-store')
    .set('content-disposition', attachment(name, file))
    .type(type)
    .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}
