import { randomInt } from 'node:crypto';
import { Router } from 'express';
import * as z from 'zod/mini';
import { RefusalError } from '../../shared/refusal.ts';
import { seatCodeAlphabet, seatCodeLength } from '../../shared/seat-code.ts';
import { requireTame } from '../../shared/tame.ts';
import { SeatsBody, type KioskAccess, type SeatCard, type SeatList } from '../../shared/wire.ts';
import { openKiosk } from '../session/decide-room.ts';
import { makeSeats } from '../session/decide-seat.ts';
import type { Sessions } from '../session/sessions.ts';
import { shuffle } from '../session/shuffle.ts';
import { cardsOf } from '../session/state.ts';
import type { Callers } from './callers.ts';
import type { Origins } from './origins.ts';

export interface SeatRoutes {
  sessions: Sessions;
  callers: Callers;
  origins: Origins;
}

/** Seat cards and the shared tablet, for a session's facilitators and the organizer. */
export function seatRoutes({ sessions, callers, origins }: SeatRoutes): Router {
  const router = Router();

  /**
   * [J9] By HTTP and not as a command: what a command answered is kept with its receipt, and codes are kept nowhere. They come in no order that their serials
   * tell, and lead to the session by its id, so that a new join code leaves printed cards as they are.
   */
  router.post('/api/sessions/:id/seats', async (request, response) => {
    const session = await callers.recordsOf(request, request.params.id);
    requireTame(request.body);
    const body = z.safeParse(SeatsBody, request.body);
    if (!body.success) throw new RefusalError('bad-input');
    const codes = Array.from({ length: body.data.count }, newCode);
    const answer = await session.edit((state) => makeSeats(state, codes));
    if (!answer.ok) throw new RefusalError(answer.code);
    const { serials } = answer.value as { serials: number[] };
    const room = origins.room() ?? origins.local();
    const cards = codes.map((code, i): SeatCard => ({ serial: serials[i]!, code, url: `${room}/j/${session.id}#s=${code}` }));
    response
      .status(201)
      .set('cache-control', 'no-store')
      .json({ cards: shuffle(cards) });
  });

  router.get('/api/sessions/:id/seats', async (request, response) => {
    const session = await callers.recordsOf(request, request.params.id);
    const list: SeatList = await session.atRest(({ state }) => ({
      seats: cardsOf(state)
        .map(({ serial, isVoid, isUsed }) => ({
          serial,
          is: isVoid ? ('void' as const) : isUsed ? ('used' as const) : ('unused' as const),
        }))
        .sort((a, b) => a.serial - b.serial),
    }));
    response.set('cache-control', 'no-store').json(list);
  });

  /** [B7] [B17] One more shared tablet. `token:revoke` ends it, or all of them. */
  router.post('/api/sessions/:id/kiosks', async (request, response) => {
    const session = await callers.recordsOf(request, request.params.id);
    const answer = await session.edit(openKiosk);
    if (!answer.ok) throw new RefusalError(answer.code);
    const { kiosk } = answer.value as { kiosk: number };
    const token = await session.atRest(() => sessions.tokenFor(session, 'kiosk', null, { kiosk }));
    const access: KioskAccess = { kiosk, token, url: `${origins.room() ?? origins.local()}/k/${session.id}#t=${token}` };
    response.status(201).set('cache-control', 'no-store').json(access);
  });

  return router;
}

function newCode(): string {
  return Array.from({ length: seatCodeLength }, () => seatCodeAlphabet[randomInt(seatCodeAlphabet.length)]).join('');
}
