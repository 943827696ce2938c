import { Router } from 'express';
import * as z from 'zod/mini';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { EraseBody } from '../../shared/wire.ts';
import { eraseWords } from '../session/decide-erase.ts';
import type { Sessions } from '../session/sessions.ts';
import type { Callers } from './callers.ts';

export interface ErasureRoutes {
  sessions: Sessions;
  callers: Callers;
  /** Called when words of a session were erased, so that nothing that was made of them stays. */
  onWordsErased: (sessionId: string) => void;
}

/** [D17] Takes words out of a session for good, at the request of whoever said them. */
export function erasureRoutes({ sessions, callers, onWordsErased }: ErasureRoutes): Router {
  const router = Router();
  router.post('/api/sessions/:id/erasures', async (request, response) => {
    callers.requireOrganizer(request);
    requireTame(request.body);
    const what = z.safeParse(EraseBody, request.body);
    if (!what.success) throw new RefusalError('bad-input');
    const session = await sessions.get(request.params.id);
    const answer = await session.edit((state, around) => eraseWords(state, what.data, around));
    if (!answer.ok) throw new RefusalError(answer.code);
    onWordsErased(session.id);
    response.status(204).end();
  });
  return router;
}
