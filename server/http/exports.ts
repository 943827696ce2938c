import { Router, type Request } from 'express';
import { localeOf } from '../../shared/refusal.ts';
import { needRecordSchema, needRecordSchemaPath, type NeedRecords } from '../../shared/need-record.ts';
import type { Programmes } from '../desk/programmes.ts';
import { needsCsv } from '../export/csv.ts';
import type { Callers } from './callers.ts';

/** What the organizer takes away. Nothing of an unsealed round is in any of it [R2]. */
export function exportRoutes({ callers, programmes }: { callers: Callers; programmes: Programmes }): Router {
  const router = Router();

  router.get('/api/sessions/:id/needs.json', async (request, response) => {
    const bundle = await bundleOf(request, request.params.id);
    response
      .set('cache-control', 'no-store')
      .type('application/json')
      .send(JSON.stringify(bundle, null, 2));
  });

  router.get('/api/sessions/:id/needs.csv', async (request, response) => {
    const bundle = await bundleOf(request, request.params.id);
    response
      .set('cache-control', 'no-store')
      .set('content-disposition', `attachment; filename="needs.csv"; filename*=UTF-8''${fileName(bundle)}.csv`)
      .type('text/csv; charset=utf-8')
      .send(needsCsv(bundle, localeOf(request.headers['accept-language'])));
  });

  router.get(needRecordSchemaPath, (_request, response) => {
    response.type('application/schema+json').send(JSON.stringify(needRecordSchema(), null, 2));
  });

  async function bundleOf(request: Request, sessionId: string): Promise<NeedRecords> {
    const session = await callers.recordsOf(request, sessionId);
    return programmes.recordsOf(session);
  }

  return router;
}

/** Title and date, as every system accepts them, percent-encoded for the header (RFC 8187). Stored titles have no control characters. */
function fileName({ session, generatedAt }: NeedRecords): string {
  const title = `${session.rehearsal ? '彩排 ' : ''}${session.title}`
    .replace(/[<>:"/\\|?*.\s]+/g, ' ')
    .trim()
    .slice(0, 60);
  return encodeURIComponent(`${title || 'needs'} ${generatedAt.slice(0, 10)}`).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  );
}
