import type * as Y from 'yjs';
import * as z from 'zod/mini';
import { isSame } from './document.ts';
import { Need } from './need.ts';

/**
 * The ledger: what facilitators made, moved, merged, renamed and took away on the wall, as the server saw it. Backstage holds its latest entries; the
 * server alone writes them [G10].
 */
export const ledgerMax = 200;

const entry = { id: z.string(), at: z.number() };
const NeedId = z.string();
/** Where each note was before; null is in no need. */
const MovedFrom = z.record(z.string(), z.nullable(NeedId));

export const LedgerEntry = z.discriminatedUnion('what', [
  z.object({ ...entry, what: z.literal('made'), needId: NeedId, title: z.string(), notes: MovedFrom }),
  z.object({ ...entry, what: z.literal('moved'), needId: NeedId, title: z.string(), notes: MovedFrom }),
  z.object({ ...entry, what: z.literal('taken-out'), notes: MovedFrom }),
  z.object({ ...entry, what: z.literal('renamed'), needId: NeedId, from: z.string(), title: z.string() }),
  z.object({ ...entry, what: z.literal('merged'), needId: NeedId, title: z.string(), into: NeedId, intoTitle: z.string() }),
  z.object({ ...entry, what: z.literal('split'), needId: NeedId, title: z.string(), from: NeedId }),
  z.object({ ...entry, what: z.literal('removed'), needId: NeedId, title: z.string(), said: z.optional(Need), notes: MovedFrom }),
]);
export type LedgerEntry = z.infer<typeof LedgerEntry>;
type WithoutEntry<T> = T extends unknown ? Omit<T, 'id' | 'at'> : never;
/** What happened, before it has its place in the ledger. */
export type LedgerLine = WithoutEntry<LedgerEntry>;

const ledgerOf = (backstage: Y.Doc) => backstage.getArray<unknown>('ledger');

/** [G12] How many lines the room is told at most: the latest. */
export const readOutMax = 60;

/** A line as the room hears it: of notes nothing but how many on the wall it is about. */
export const ReadOutLine = z.discriminatedUnion('what', [
  z.object({ ...entry, what: z.enum(['made', 'moved', 'removed']), title: z.string(), count: z.number() }),
  z.object({ ...entry, what: z.literal('taken-out'), count: z.number() }),
  z.object({ ...entry, what: z.literal('renamed'), from: z.string(), title: z.string() }),
  z.object({ ...entry, what: z.literal('merged'), title: z.string(), intoTitle: z.string() }),
  z.object({ ...entry, what: z.literal('split'), title: z.string() }),
]);
export type ReadOutLine = z.infer<typeof ReadOutLine>;

const readOutOf = (wall: Y.Doc) => wall.getArray<unknown>('readOut');

/** Oldest first. What does not parse is skipped. */
export function readLedger(backstage: Y.Doc): LedgerEntry[] {
  return parsedIn(ledgerOf(backstage), LedgerEntry);
}

/** What the room is told of it, oldest first; empty where nobody reads it out. */
export function readReadOut(wall: Y.Doc): ReadOutLine[] {
  return parsedIn(readOutOf(wall), ReadOutLine);
}

function parsedIn<T extends z.core.$ZodType>(list: Y.Array<unknown>, schema: T): z.infer<T>[] {
  return list.toArray().flatMap((value) => {
    const parsed = z.safeParse(schema, value);
    return parsed.success ? [parsed.data] : [];
  });
}

/** Makes these the ledger; what stands already stays as it is. The server's door. */
export function putLedger(backstage: Y.Doc, entries: readonly LedgerEntry[]): void {
  put(ledgerOf(backstage), entries);
}

/** The same for what the room is told. */
export function putReadOut(wall: Y.Doc, lines: readonly ReadOutLine[]): void {
  put(readOutOf(wall), lines);
}

function put(list: Y.Array<unknown>, entries: readonly object[]): void {
  const there = list.toArray();
  const gone = there.findIndex((value) => isSame(value, entries[0]));
  const skipped = gone < 0 ? there.length : gone;
  let kept = 0;
  while (kept < entries.length && skipped + kept < there.length && isSame(there[skipped + kept], entries[kept])) kept += 1;
  if (skipped + kept < there.length) list.delete(skipped + kept, there.length - skipped - kept);
  if (skipped > 0) list.delete(0, skipped);
  if (kept < entries.length) list.push(entries.slice(kept));
}

/** Calls back when somebody wrote the ledger. Returns the function that stops it. */
export function observeLedger(backstage: Y.Doc, onChange: (origin: unknown) => void): () => void {
  return observed(ledgerOf(backstage), onChange);
}

/** The same for what the room is told. */
export function observeReadOut(wall: Y.Doc, onChange: (origin: unknown) => void): () => void {
  return observed(readOutOf(wall), onChange);
}

function observed(list: Y.Array<unknown>, onChange: (origin: unknown) => void): () => void {
  const observe = (_event: unknown, transaction: Y.Transaction) => onChange(transaction.origin);
  list.observe(observe);
  return () => list.unobserve(observe);
}
