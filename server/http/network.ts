import { Router } from 'express';
import * as z from 'zod/mini';
import { RefusalError } from '../../shared/refusal.ts';
import { NetworkBody, type RoomNetworkFound } from '../../shared/wire.ts';
import type { RoomNetwork } from '../lan/room-network.ts';
import type { Callers } from './callers.ts';

export interface NetworkRoutes {
  callers: Callers;
  /** Null where the address is not for choosing. */
  network: RoomNetwork | null;
}

/** [F61] Where the QR code leads, for the organizer to see and to choose. */
export function networkRoutes({ callers, network }: NetworkRoutes): Router {
  const router = Router();
  const found = (): RoomNetworkFound | null => network && { addresses: network.found, address: network.address, chosen: network.chosen };

  router.get('/api/network', (request, response) => {
    callers.requireOrganizer(request);
    response.set('cache-control', 'no-store').json({ network: found() });
  });

  router.put('/api/network', (request, response) => {
    callers.requireOrganizer(request);
    const body = z.safeParse(NetworkBody, request.body);
    if (!body.success) throw new RefusalError('bad-input');
    const { chosen } = body.data;
    if (!network || (chosen !== null && !network.found.some(({ address }) => address === chosen))) throw new RefusalError('not-found');
    network.choose(chosen);
    response.json({ network: found() });
  });

  return router;
}
