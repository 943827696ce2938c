import { createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod/mini';
import { tokenRoles } from '../../shared/session.ts';
import type { Caller } from './decide.ts';

/** What a token says: who asks in this session [J10] [B17], of this generation [S4]. */
export interface Grant extends Caller {
  sessionId: string;
  generation: number;
}

const Packed = z.strictObject({
  s: z.string(),
  r: z.enum(tokenRoles),
  p: z.optional(z.string()),
  g: z.int(),
  d: z.optional(z.int()),
  k: z.optional(z.int()),
});

/** Signs and reads tokens with the store's secret; no database is asked. */
export class Tokens {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    this.#secret = secret;
  }

  /** An opaque string of `A–Z a–z 0–9 . _ -`. */
  sign({ sessionId, role, participantId, generation, device, kiosk }: Grant): string {
    const packed: z.infer<typeof Packed> = {
      s: sessionId,
      r: role,
      ...(participantId !== null && { p: participantId }),
      g: generation,
      ...(device !== undefined && { d: device }),
      ...(kiosk !== undefined && { k: kiosk }),
    };
    const body = Buffer.from(JSON.stringify(packed)).toString('base64url');
    return `${body}.${this.#signature(body)}`;
  }

  /** What the token grants, or null where it was not signed here. */
  read(token: string): Grant | null {
    const [body, signature, ...rest] = token.split('.');
    if (!body || !signature || rest.length > 0 || token.length > 512) return null;
    const given = Buffer.from(signature);
    const expected = Buffer.from(this.#signature(body));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const packed = z.safeParse(Packed, JSON.parse(Buffer.from(body, 'base64url').toString()));
    if (!packed.success) return null;
    const { s, r, p, g, d, k } = packed.data;
    return {
      sessionId: s,
      role: r,
      participantId: p ?? null,
      generation: g,
      ...(d !== undefined && { device: d }),
      ...(k !== undefined && { kiosk: k }),
    };
  }

  #signature(body: string): string {
    return createHmac('sha256', this.#secret).update(body).digest('base64url');
  }
}
