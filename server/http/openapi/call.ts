import type * as z from 'zod/mini';
import type { RefusalCode } from '../../../shared/refusal.ts';

type Schema = z.core.$ZodType;

/** Who may make a call: anybody, whoever holds any token of the session, its facilitators, an organizer, or the owner of the first organizer key. */
export type Asker = 'anyone' | 'token' | 'facilitator' | 'organizer' | 'owner';

export interface Parameter {
  schema: Schema;
  example: string;
  isRequired?: true;
  description?: string;
}

/** What comes back: JSON of a schema, or bytes of a media type. */
export type Answer =
  | { status: 200 | 201 | 503; description: string; schema: Schema; example: unknown; type?: string }
  | { status: 200; description: string; bytes: string; example?: string }
  | { status: 204 | 303; description: string };

/** One HTTP call, as it is described to those who write programs. */
export interface Call {
  summary: string;
  by: readonly Asker[];
  query?: Readonly<Record<string, Parameter>>;
  body?: { schema: Schema; example: unknown; type?: string };
  answers: readonly Answer[];
  /** What it may refuse, beyond what follows from who may ask and from its body. */
  refuses?: readonly RefusalCode[];
}

/** By method and path as Express has it: `GET /api/sessions/:id`. */
export type Calls = Readonly<Record<string, Call>>;
