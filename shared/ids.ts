import * as z from 'zod/mini';

/** An id made by a client: 8–64 characters of `A–Z a–z 0–9 _ -`, and never a name that `Object.prototype` already has. */
export const ClientId = z.string().check(
  z.regex(/^[A-Za-z0-9_-]{8,64}$/),
  z.refine((id) => !(id in Object.prototype)),
);
export type ClientId = z.infer<typeof ClientId>;

/** An id made by the server, as it comes back in a payload. Only its shape is checked here; existence is `decide`'s. */
export const ServerId = z.string().check(
  z.regex(/^[A-Za-z0-9_.-]{1,64}$/),
  z.refine((id) => !(id in Object.prototype)),
);

export { joinCodeAlphabet, normaliseJoinCode } from './join-code.ts';
