import { Router } from 'express';
import * as z from 'zod/mini';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { NoteVectorsBody, type NoteVectorsAnswer, type NoteVectorsOffer } from '../../shared/wire.ts';
import type { NoteVectors } from '../embeddings/note-vectors.ts';
import { sendableTexts } from '../session/sendable-texts.ts';
import type { Callers } from './callers.ts';

export interface NoteVectorRoutes {
  callers: Callers;
  /** Where notes would be sent, and what asks there; null where no endpoint is configured. */
  embeddings: { host: string; noteVectors: NoteVectors } | null;
}

/** [G15] What notes mean, from the endpoint that is configured: whether there is one, and, once a facilitator asks for them, vectors. */
export function noteVectorRoutes({ callers, embeddings }: NoteVectorRoutes): Router {
  const router = Router();

  router.get('/api/sessions/:id/note-vectors', async (request, response) => {
    await callers.recordsOf(request, request.params.id);
    response.set('cache-control', 'no-store').json({ host: embeddings?.host ?? null } satisfies NoteVectorsOffer);
  });

  router.post('/api/sessions/:id/note-vectors', async (request, response) => {
    const session = await callers.recordsOf(request, request.params.id);
    if (!embeddings) throw new RefusalError('not-found');
    requireTame(request.body);
    const body = z.safeParse(NoteVectorsBody, request.body);
    if (!body.success) throw new RefusalError('bad-input');
    const { vectors, isComplete } = await embeddings.noteVectors.find({
      sessionId: session.id,
      noteIds: [...new Set(body.data.noteIds)],
      textsOf: (noteIds) => session.atRest(({ state }) => sendableTexts(state, noteIds)),
      isWanted: () => !response.closed,
    });
    const encoded = [...vectors].map(([noteId, { buffer }]) => [noteId, Buffer.from(buffer).toString('base64')] as const);
    response
      .set('cache-control', 'no-store')
      .json({ vectors: Object.fromEntries(encoded), complete: isComplete } satisfies NoteVectorsAnswer);
  });

  return router;
}
