import { Router, type Request, type Response } from 'express';
import { localeOf } from '../../shared/refusal.ts';
import { needRecordSchema, needRecordSchemaPath } from '../../shared/need-record.ts';
import type { Programmes } from '../desk/programmes.ts';
import type { MakeFile } from '../export/export-thread.ts';
import type { VerifierPage } from '../export/log.ts';
import { recordFiles, type FileOrder } from '../export/files.ts';
import { logOrderOf } from '../session/log-lines.ts';
import type { LiveSession } from '../session/live-session.ts';
import { researchRounds } from '../session/research-ballots.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Callers } from './callers.ts';
import { sendFile } from './send-file.ts';

export interface ExportsOptions {
  sessions: Sessions;
  callers: Callers;
  programmes: Programmes;
  makeFile: MakeFile;
  /** What checks a log; null where the pages are not built. */
  verifier: VerifierPage | null;
}

type Further = FileOrder extends infer Order ? (Order extends FileOrder ? Omit<Order, 'input' | 'locale'> : never) : never;

/** What the organizer takes away. Nothing of an unsealed round is in any of it [R2]. */
export function exportRoutes({ sessions, callers, programmes, makeFile, verifier }: ExportsOptions): Router {
  const router = Router();

  for (const file of recordFiles)
    router.get(`/api/sessions/:id/${file}`, async (request, response) => {
      await send(request, response, await callers.recordsOf(request, request.params.id), { file });
    });

  router.get('/api/sessions/:id/log.zip', async (request, response) => {
    const session = await callers.recordsOf(request, request.params.id);
    await send(request, response, session, { file: 'log.zip', log: await logOrderOf(session, sessions.store), verifier });
  });

  // [E9] Nobody but the organizer, and only where they have chosen so for this session.
  router.get('/api/sessions/:id/ballots.zip', async (request, response) => {
    callers.requireOrganizer(request);
    const session = await sessions.get(request.params.id);
    await send(request, response, session, { file: 'ballots.zip', rounds: await researchRounds(session, sessions.store) });
  });

  router.get(needRecordSchemaPath, (_request, response) => {
    response.type('application/schema+json').send(JSON.stringify(needRecordSchema(), null, 2));
  });

  async function send(request: Request, response: Response, session: LiveSession, further: Further): Promise<void> {
    const input = await programmes.recordInputOf(session);
    sendFile(response, await makeFile({ ...further, input, locale: localeOf(request.headers['accept-language']) }), further.file);
  }

  return router;
}
