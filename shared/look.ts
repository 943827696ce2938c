import * as z from 'zod/mini';
import { ClientId } from './ids.ts';

/** [G11] [G12] Where facilitators turn the projector: to a need or a note, as it lies on the wall or enlarged, or to the ledger. */
export const Look = z.union([
  z.strictObject({ needId: ClientId, large: z.boolean() }),
  z.strictObject({ noteId: ClientId, large: z.boolean() }),
  z.strictObject({ ledger: z.literal(true) }),
]);
export type Look = z.infer<typeof Look>;

/** `turn` counts the looks of a session: to look at the same again turns the projector again. */
export type TurnedLook = Look & { turn: number };
