import * as z from 'zod/mini';
import { canonicalJson } from '../canonical-json.ts';
import { bodyHashOf, eventsHashOf } from '../log-hash.ts';
import { sha256Hex } from '../sha256.ts';
import type { Misfit } from './finding.ts';

const Hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const Whole = z.int().check(z.gte(0));

/** A line of `log.jsonl`. */
const Line = z.strictObject({
  seq: Whole,
  at: z.nullable(z.int()),
  events: z.nullable(z.string()),
  sealed: z.nullable(z.string()),
  bodyHash: z.nullable(Hash),
  eventsHash: Hash,
  updatesHash: Hash,
  hash: Hash,
});
export type Line = z.infer<typeof Line>;

/** What of a sealing is compared with the records and with ballots. */
export const Sealed = z.array(
  z.object({
    exerciseId: z.string(),
    round: Whole,
    ballots: Whole,
    ballotsHash: Hash,
    seed: z.number(),
    tally: z.nullable(
      z.object({
        kind: z.string(),
        method: z.string(),
        options: z.array(
          z.object({
            needId: z.string(),
            rank: z.number(),
            tied: z.boolean(),
            score: z.number(),
            share: z.number(),
            people: z.nullable(z.number()),
          }),
        ),
        alsoBy: z.array(z.object({ method: z.string(), ranks: z.record(z.string(), z.number()) })),
        questions: z.array(z.object({ questionId: z.string(), people: z.number(), chosen: z.record(z.string(), z.number()) })),
        merged: z.record(z.string(), z.string()),
      }),
    ),
  }),
);
export type ReadSealing = z.infer<typeof Sealed>[number];

/** The line that a text is; null where it is none. */
export function readLine(text: string): Line | null {
  const parsed = z.safeParse(Line, parseJson(text));
  return parsed.success ? parsed.data : null;
}

/** The first reason why a line does not follow the one before it; null where it does. */
export function misfitOf(line: Line, before: { seq: number; hash: string }): Misfit | null {
  if (line.seq !== before.seq + 1) return 'seq';
  const { seq, at, events, sealed, bodyHash, eventsHash } = line;
  const isBound = events !== null || sealed !== null;
  if ((at !== null) !== isBound) return 'time';
  if ((sealed !== null) !== (bodyHash !== null)) return 'sealed';
  if (at !== null) {
    const body = events === null ? bodyHash : bodyHashOf(sha256Hex, { seq, at, events });
    if (events !== null && bodyHash !== null && body !== bodyHash) return 'events';
    if (body === null || eventsHashOf(sha256Hex, { seq, at, sealed, bodyHash: body }) !== eventsHash)
      return sealed === null ? 'events' : 'sealed';
    if (sealed !== null && !isOf(sealed, events)) return 'sealed';
  }
  return sha256Hex(`${before.hash}${eventsHash}${line.updatesHash}`) === line.hash ? null : 'chain';
}

/** Where both are told, the same rounds are sealed in both. */
function isOf(sealed: string, events: string | null): boolean {
  const rounds = z.safeParse(Sealed, parseJson(sealed));
  if (!rounds.success) return false;
  if (events === null) return true;
  const told = z.safeParse(z.array(z.looseObject({ type: z.string() })), parseJson(events));
  if (!told.success) return false;
  const nameOf = ({ exerciseId, round, ballots, ballotsHash }: Record<string, unknown>) =>
    canonicalJson([exerciseId, round, ballots, ballotsHash]);
  const inEvents = told.data.filter(({ type }) => type === 'round-sealed').map(nameOf);
  return canonicalJson(inEvents) === canonicalJson(rounds.data.map(nameOf));
}

export function sealingsOf({ sealed }: Line): ReadSealing[] {
  const parsed = z.safeParse(Sealed, parseJson(sealed ?? '[]'));
  return parsed.success ? parsed.data : [];
}

/** What a text says as JSON; undefined where it is not. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
