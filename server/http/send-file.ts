import type { Response } from 'express';
import { attachment } from '../export/file-name.ts';
import type { ComparisonOrder, MadeFile, TakenFile } from '../export/files.ts';

/** Answers with a file to be saved under its name. No cache keeps it, so it gets no ETag, whose hash of some megabytes the rooms would wait for. */
export function sendFile(response: Response, { bytes, name, type }: MadeFile, file: TakenFile | ComparisonOrder['file']): void {
  response
    .set('cache-control', 'no-store')
    .set('content-disposition', attachment(name, file))
    .type(type)
    .set('content-length', String(bytes.byteLength))
    .end(bytes);
}
