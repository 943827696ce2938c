import express, { Router, type ErrorRequestHandler } from 'express';
import { importLimits } from '../../shared/imported.ts';
import type { ImportedSummary } from '../../shared/wire.ts';
import type { ImportedSessions } from '../desk/imported-sessions.ts';
import { importRefused } from '../desk/import-words.ts';
import type { Callers } from './callers.ts';
import type { Origins } from './origins.ts';
import { listed } from './sessions.ts';

export interface ImportRoutes {
  callers: Callers;
  imported: ImportedSessions;
  origins: Origins;
  /** Called with the join code of each session that is new. */
  onFound: (joinCode: string) => void;
}

/** [E10] What a laptop took home: its need records come into a server that stays. */
export function importRoutes({ callers, imported, origins, onFound }: ImportRoutes): Router {
  const router = Router();
  const path = '/api/sessions/import';
  router.post(path, (request, _response, next) => {
    callers.requireOrganizer(request);
    next();
  });
  router.post(path, express.raw({ type: () => true, limit: importLimits.packedBytes, inflate: false }));
  router.post(path, async (request, response) => {
    const file: unknown = request.body;
    const { row, isNew } = await imported.take(file instanceof Uint8Array ? file : new Uint8Array(), {
      replaces: request.query['replace'] === 'true',
    });
    if (isNew) onFound(row.joinCode);
    const summary: ImportedSummary = { ...listed(row), madeBy: null, imported: true, reportUrl: origins.report(row.joinCode) };
    response.status(isNew ? 201 : 200).json(summary);
  });
  // Express knows an error handler by its four parameters.
  const tooLarge: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
    const isTooLarge = typeof error === 'object' && error !== null && 'type' in error && error.type === 'entity.too.large';
    next(isTooLarge ? importRefused('too-large') : error);
  };
  router.use(path, tooLarge);
  return router;
}
