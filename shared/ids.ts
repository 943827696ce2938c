import * as z from 'zod/mini';

/** An id made by a client: 8–64 characters of `A–Z a–z 0–9 _ -`, and never a name that `Object.prototype` already has. */
export const ClientId = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{8,64}$/), z.refine((id) => !(id in Object.prototype)));
export type ClientId = z.infer<typeof ClientId>;

/** An id made by the server, as it comes back in a payload. Only its shape is checked here; existence is `decide`'s. */
export const ServerId = z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,64}$/), z.refine((id) => !(id in Object.prototype)));

/** The alphabet of join codes: no 0 O 1 I L, so that it can be read aloud and copied from a wall. */
export const joinCodeAlphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';

/**
 * What a person typed, as a join code: full-width characters folded, upper case, everything but letters and digits dropped.
 * Returns '' where nothing is left that could be a code.
 */
export function normaliseJoinCode(typed: string): string {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '');
  return code.length > 12 ? '' : code;
}
