import { Router } from 'express';
import * as z from 'zod/mini';
import { OrganizerKeyBody, type MadeKey, type OrganizerKeyList } from '../../shared/organizer-key.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import type { OrganizerKeys } from '../desk/organizer-keys.ts';
import type { Callers } from './callers.ts';
import type { Origins } from './origins.ts';

export interface OrganizerKeyRoutes {
  keys: OrganizerKeys;
  callers: Callers;
  origins: Origins;
}

/** [S11] The owner makes, lists and revokes the keys of others; everybody else sees their own. */
export function organizerKeyRoutes({ keys, callers, origins }: OrganizerKeyRoutes): Router {
  const router = Router();

  router.get('/api/organizer-keys', (request, response) => {
    const organizer = callers.requireOrganizer(request);
    const list: OrganizerKeyList = organizer.isOwner
      ? { keys: keys.list(), mine: null }
      : { keys: keys.list().filter(({ id }) => id === organizer.id), mine: organizer.id };
    response.set('cache-control', 'no-store').json(list);
  });

  router.post('/api/organizer-keys', async (request, response) => {
    callers.requireOwner(request);
    requireTame(request.body);
    const body = z.safeParse(OrganizerKeyBody, request.body);
    if (!body.success) throw new RefusalError('bad-input');
    const made = await keys.make(body.data.name);
    const answer: MadeKey = { ...made, url: `${origins.desk()}/desk#k=${made.key}` };
    response.status(201).set('cache-control', 'no-store').json(answer);
  });

  router.delete('/api/organizer-keys/:id', async (request, response) => {
    callers.requireOwner(request);
    await keys.revoke(request.params.id);
    response.status(204).end();
  });

  return router;
}
