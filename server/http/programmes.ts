import { Router, type Request } from 'express';
import * as z from 'zod/mini';
import { ServerId } from '../../shared/ids.ts';
import { ProgrammeBody, SameNeedBody } from '../../shared/programme.ts';
import { localeOf, RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import type { Programmes } from '../desk/programmes.ts';
import type { MakeFile } from '../export/export-thread.ts';
import { comparisonFiles } from '../export/files.ts';
import type { Callers } from './callers.ts';
import { sendFile } from './send-file.ts';
import { listed } from './sessions.ts';

export interface ProgrammeRoutes {
  programmes: Programmes;
  callers: Callers;
  makeFile: MakeFile;
}

/** The organizer's programmes: series of sessions [R9], and two of them side by side [R10] [R11]. */
export function programmeRoutes({ programmes, callers, makeFile }: ProgrammeRoutes): Router {
  const router = Router();

  router.get('/api/programmes', async (request, response) => {
    callers.requireOrganizer(request);
    response.json({ programmes: await programmes.list() });
  });

  router.post('/api/programmes', async (request, response) => {
    callers.requireOrganizer(request);
    response.status(201).json(await programmes.make(bodyOf(request, ProgrammeBody).title));
  });

  router.get('/api/programmes/:id', async (request, response) => {
    callers.requireOrganizer(request);
    const { sessions, ...programme } = await programmes.get(request.params.id);
    response.json({ ...programme, sessions: sessions.map(listed) });
  });

  router.patch('/api/programmes/:id', async (request, response) => {
    callers.requireOrganizer(request);
    response.json(await programmes.rename(request.params.id, bodyOf(request, ProgrammeBody).title));
  });

  router.delete('/api/programmes/:id', async (request, response) => {
    callers.requireOrganizer(request);
    await programmes.drop(request.params.id);
    response.status(204).end();
  });

  router.put('/api/programmes/:id/same-needs', async (request, response) => {
    callers.requireOrganizer(request);
    response.json(await programmes.decide(request.params.id, bodyOf(request, SameNeedBody)));
  });

  // [E14] In the thread that makes files: two sessions' records are built for it.
  for (const file of comparisonFiles)
    router.get(`/api/programmes/:id/${file}`, async (request, response) => {
      callers.requireOrganizer(request);
      const order = await programmes.comparisonOf(request.params.id, sidesOf(request));
      sendFile(response, await makeFile({ ...order, file, locale: localeOf(request.headers['accept-language']) }), file);
    });

  return router;
}

function bodyOf<Body>(request: Request, schema: z.ZodMiniType<Body>): Body {
  requireTame(request.body);
  const body = z.safeParse(schema, request.body);
  if (!body.success) throw new RefusalError('bad-input');
  return body.data;
}

const Sides = z.object({ then: ServerId, now: ServerId });

function sidesOf(request: Request): { then: string; now: string } {
  const sides = z.safeParse(Sides, request.query);
  if (!sides.success || sides.data.then === sides.data.now) throw new RefusalError('bad-input');
  return sides.data;
}
