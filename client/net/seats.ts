import type { KioskAccess, SeatCard, SeatsBody } from '../../shared/wire.ts';
import { requestJson, sessionPath } from './api.ts';

export async function makeSeatCards(token: string, sessionId: string, body: SeatsBody): Promise<SeatCard[]> {
  return (await requestJson<{ cards: SeatCard[] }>('POST', `${sessionPath(sessionId)}/seats`, { token, body })).cards;
}

export function openKiosk(token: string, sessionId: string): Promise<KioskAccess> {
  return requestJson('POST', `${sessionPath(sessionId)}/kiosks`, { token, body: {} });
}
