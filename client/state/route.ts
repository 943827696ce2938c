import { takeSecret } from '../net/identity.ts';

export type Route =
  | { page: 'code' }
  /** Every component of client/ui in every state; in development alone. */
  | { page: 'gallery' }
  | { page: 'phone'; code: string; seatCode: string | null }
  | { page: 'desk'; organizerKey: string | null }
  | { page: 'facilitator' | 'projector' | 'kiosk'; sessionId: string; token: string | null }
  | { page: 'unknown' };

/** Which page the address asks for. Takes the secret out of its fragment. */
export function takeRoute(): Route {
  const [first = '', second = ''] = location.pathname.split('/').filter(Boolean).map(decoded);
  if (first === '') return { page: 'code' };
  if (import.meta.env.DEV && first === 'ui') return { page: 'gallery' };
  if (first === 'j' && second !== '') return { page: 'phone', code: second, seatCode: takeSecret('s', second) };
  if (first === 'desk') return { page: 'desk', organizerKey: takeSecret('k', 'desk') };
  if (first === 'f' && second !== '') return { page: 'facilitator', sessionId: second, token: takeSecret('t', `f:${second}`) };
  if (first === 'p' && second !== '') return { page: 'projector', sessionId: second, token: takeSecret('t', `p:${second}`) };
  if (first === 'k' && second !== '') return { page: 'kiosk', sessionId: second, token: takeSecret('t', `k:${second}`) };
  return { page: 'unknown' };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
