import { Router, type Request, type Response } from 'express';
import { localeOf } from '../../shared/refusal.ts';
import { needRecordSchema, needRecordSchemaPath } from '../../shared/need-record.ts';
import type { ImportedSessions } from '../desk/imported-sessions.ts';
import { notAmongRecords } from '../desk/import-words.ts';
import type { Programmes } from '../desk/programmes.ts';
import type { MakeFile } from '../export/export-thread.ts';
import type { VerifierPage } from '../export/log.ts';
import { recordFiles, type FileOrder, type HeldSource, type RecordSource } from '../export/files.ts';
import { logOrderOf } from '../session/log-lines.ts';
import { researchRounds } from '../session/research-ballots.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Callers } from './callers.ts';
import { sendFile } from './send-file.ts';

export interface ExportsOptions {
  sessions: Sessions;
  callers: Callers;
  programmes: Programmes;
  imported: ImportedSessions;
  makeFile: MakeFile;
  /** What checks a log; null where the pages are not built. */
  verifier: VerifierPage | null;
}

type Further = FileOrder extends infer Order
  ? Order extends FileOrder
    ? Omit<Order, keyof HeldSource | 'text' | 'locale'>
    : never
  : never;

/** What the organizer takes away. Nothing of an unsealed round is in any of it [R2]. */
export function exportRoutes({ sessions, callers, programmes, imported, makeFile, verifier }: ExportsOptions): Router {
  const router = Router();

  for (const file of recordFiles)
    router.get(`/api/sessions/:id/${file}`, async (request, response) => {
      await send(request, response, await sourceOf(request, request.params.id), { file });
    });

  router.get('/api/sessions/:id/log.zip', async (request, response) => {
    await refuseImported(request);
    const session = await callers.recordsOf(request, request.params.id);
    const source = await programmes.heldSourceOf(session);
    await send(request, response, source, { file: 'log.zip', log: await logOrderOf(session, sessions.store), verifier });
  });

  // [E9] Nobody but the organizer, and only where they have chosen so for this session.
  router.get('/api/sessions/:id/ballots.zip', async (request, response) => {
    callers.requireOrganizer(request);
    await refuseImported(request);
    const session = await sessions.get(request.params.id);
    const source = await programmes.heldSourceOf(session);
    await send(request, response, source, { file: 'ballots.zip', rounds: await researchRounds(session, sessions.store) });
  });

  router.get(needRecordSchemaPath, (_request, response) => {
    response.type('application/schema+json').send(JSON.stringify(needRecordSchema(), null, 2));
  });

  /** For its facilitators and the organizer; of records that were imported there are no facilitators here. */
  async function sourceOf(request: Request, sessionId: string): Promise<RecordSource> {
    if (callers.isOrganizer(request)) return programmes.recordSourceOf(sessionId);
    return programmes.heldSourceOf(await callers.recordsOf(request, sessionId));
  }

  async function refuseImported(request: Request<{ id: string }>): Promise<void> {
    if (callers.isOrganizer(request) && (await imported.row(request.params.id))) throw notAmongRecords();
  }

  async function send(request: Request, response: Response, source: RecordSource, further: Further): Promise<void> {
    sendFile(response, await makeFile({ ...further, ...source, locale: localeOf(request.headers['accept-language']) }), further.file);
  }

  return router;
}
