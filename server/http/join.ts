import { Router } from 'express';
import * as z from 'zod/mini';
import { RefusalError } from '../../shared/refusal.ts';
import { requireTame } from '../../shared/tame.ts';
import { JoinBody, type JoinAddressInfo, type JoinInfo, type MirrorStatus } from '../../shared/wire.ts';
import { importedIn } from '../session/session-row.ts';
import type { Sessions } from '../session/sessions.ts';
import { hasCards, wifiOf } from '../session/state.ts';
import type { SessionRow } from '../store/store.ts';
import type { Admission } from './admission.ts';
import type { Callers } from './callers.ts';
import type { JoinCodes } from './join-codes.ts';
import { letIn } from './let-in.ts';
import type { Origins } from './origins.ts';

export interface JoinRoutes {
  sessions: Sessions;
  callers: Callers;
  origins: Origins;
  admission: Admission;
  joinCodes: JoinCodes;
  /** Null where no copy is kept. */
  mirror: { readonly status: MirrorStatus } | null;
}

/** What anybody may ask: what a code stands for, to be let in, and the stage. */
export function joinRoutes({ sessions, callers, origins, admission, joinCodes, mirror }: JoinRoutes): Router {
  const router = Router();
  /** [J22] By session, the address at which somebody else's page has found it. */
  const reachedAt = new Map<string, string | null>();

  /** [J1] [J2] Looking changes nothing of a session: link checkers look too. */
  router.get('/api/join/:code', async (request, response) => {
    const row = await joinCodes.rowOf(request.params.code);
    if (importedIn(row)) return void response.set('cache-control', 'no-store').json(infoOfImported(row));
    const session = await sessions.get(row.id);
    const info: JoinInfo = await session.atRest(({ state }) => ({
      sessionId: session.id,
      title: state.details.title,
      locale: state.details.locale,
      joinMode: state.details.joinMode,
      status: state.status,
      ...(hasCards(state) && { hasCards: true }),
      ...(state.status === 'ended' && state.details.rehearsal === null && { report: `/r/${state.joinCode}` }),
    }));
    if (!callers.isThisComputer(request)) reachedAt.set(session.id, origins.room());
    return void response.set('cache-control', 'no-store').json(info);
  });

  router.post('/api/sessions/:id/participants', async (request, response) => {
    requireTame(request.body);
    const body = z.safeParse(JoinBody, request.body);
    if (!body.success) throw new RefusalError('bad-input');
    const session = await sessions.get(request.params.id);
    const { joined } = await letIn({ sessions, admission }, session, body.data);
    response.status(201).json(joined);
  });

  router.get('/api/sessions/:id/stage', async (request, response) => {
    const { session } = await callers.grant(request, request.params.id);
    response.set('cache-control', 'no-store').json(await session.atRest(() => session.stageJson()));
  });

  /** [J21] Not on the stage: what stands there stays in the log's bytes. */
  router.get('/api/sessions/:id/wifi', async (request, response) => {
    const { grant, session } = await callers.grant(request, request.params.id);
    if (grant.role !== 'projector' && grant.role !== 'facilitator') throw new RefusalError('not-allowed');
    response.set('cache-control', 'no-store').json({ wifi: await session.atRest(({ state }) => wifiOf(state)) });
  });

  /** Where the QR code should lead: the projector asks again and again, since a laptop changes its network. */
  router.get('/api/join-address', (request, response) => {
    const origin = origins.room();
    const { session } = request.query;
    const info: JoinAddressInfo = {
      origin,
      reason: origin === null ? 'no-network' : null,
      serverTime: sessions.now(),
      reached: origin !== null && typeof session === 'string' && reachedAt.get(session) === origin,
      ...(mirror && { mirror: mirror.status }),
    };
    response.set('cache-control', 'no-store').json(info);
  });

  return router;
}

/** Nobody comes in: what became of its needs is what a code leads to. */
function infoOfImported({ id, title, joinCode, summary }: SessionRow): JoinInfo {
  const { locale } = JSON.parse(summary) as { locale: string };
  return { sessionId: id, title, locale, joinMode: 'open', status: 'ended', report: `/r/${joinCode}`, imported: true };
}
