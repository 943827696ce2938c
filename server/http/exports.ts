import { Router } from 'express';
import { localeOf } from '../../shared/refusal.ts';
import { needRecordSchema, needRecordSchemaPath } from '../../shared/need-record.ts';
import type { MakeFile } from '../export/export-thread.ts';
import { attachment } from '../export/file-name.ts';
import { recordFiles } from '../export/files.ts';
import { needRecordInputOf } from '../session/need-records.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Callers } from './callers.ts';

export interface ExportsOptions {
  sessions: Sessions;
  callers: Callers;
  toolVersion: string;
  makeFile: MakeFile;
}

/** What the organizer takes away. Nothing of an unsealed round is in any of it [R2]. */
export function exportRoutes({ sessions, callers, toolVersion, makeFile }: ExportsOptions): Router {
  const router = Router();

  for (const file of recordFiles)
    router.get(`/api/sessions/:id/${file}`, async (request, response) => {
      const session = await callers.recordsOf(request, request.params.id);
      const input = await session.atRest(() => needRecordInputOf(session, { generatedAt: sessions.now(), toolVersion }));
      const made = await makeFile({ file, input, locale: localeOf(request.headers['accept-language']) });
      response
        .set('cache-control', 'no-store')
        .set('content-disposition', attachment(made.name))
        .type(made.type)
        .send(Buffer.from(made.bytes.buffer, made.bytes.byteOffset, made.bytes.byteLength));
    });

  router.get(needRecordSchemaPath, (_request, response) => {
    response.type('application/schema+json').send(JSON.stringify(needRecordSchema(), null, 2));
  });

  return router;
}
