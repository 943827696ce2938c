import * as z from 'zod/mini';
import type { SameNeed } from './comparison.ts';
import { ClientId, ServerId } from './ids.ts';
import { Title } from './session.ts';

export const ProgrammeBody = z.strictObject({ title: Title });

const SessionNeed = z.strictObject({ sessionId: ServerId, needId: ClientId });

/** What the organizer decides of two needs; `isSame: null` takes a decision back. */
export const SameNeedBody = z
  .strictObject({ a: SessionNeed, b: SessionNeed, isSame: z.nullable(z.boolean()) })
  .check(z.refine(({ a, b }) => a.sessionId !== b.sessionId));
export type SameNeedBody = z.infer<typeof SameNeedBody>;

/** A programme as lists show it. */
export interface ListedProgramme {
  programmeId: string;
  title: string;
  sessions: number;
}

/** A programme, and what was decided about its needs. */
export interface ProgrammeDetails {
  programmeId: string;
  title: string;
  same: SameNeed[];
}

/** Two needs that may be one, with the reason in each language; nothing is ever done with it by itself. */
export interface SuggestedSame {
  then: string;
  now: string;
  why: Readonly<Record<string, string>>;
}
