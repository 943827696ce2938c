import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { bodyHashOf, eventsHashOf, sealedCount, sealedText, type Sealing } from '../../shared/log-hash.ts';
import type { CommitRow } from '../store/store.ts';
import type { Event } from './events.ts';

/** SHA-256 in hex. */
export function sha256(...chunks: (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  for (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

/** The hash that an event holds of a text that stands beside the log: SHA-256(salt ‖ text). */
export function textHash(salt: string, text: string): string {
  return sha256(salt, text);
}

/** A keyed hash that names without telling: 22 characters of base64url, 132 bits. */
export function pseudonym(key: Uint8Array, name: string): string {
  return createHmac('sha256', key).update(name).digest('base64url').slice(0, 22);
}

/** HMAC-SHA-256 of a command, to know it again without keeping it. */
export function commandHmac(key: Uint8Array, name: string, payload: unknown): string {
  return createHmac('sha256', key)
    .update(`${name}\n${canonicalJson(payload)}`)
    .digest('base64url');
}

/** The `hash` before a session's first commit. */
export const chainStart = '0'.repeat(64);

/** A commit with its place in the chain. Updates are hashed apart from events, so that their bytes can go and the chain still verifies. */
export function chained(previousHash: string, commit: Omit<CommitRow, 'eventsHash' | 'updatesHash' | 'hash'>): CommitRow {
  const { eventsHash } = hashOfEvents(commit);
  const updatesHash = hashOfUpdates(commit);
  return { ...commit, eventsHash, updatesHash, hash: sha256(previousHash, eventsHash, updatesHash) };
}

/** [V2] What a commit tells of the rounds sealed in it, the hash of all that its events say, and the hash of both. */
export function hashOfEvents(commit: Pick<CommitRow, 'seq' | 'at' | 'events'>): {
  sealed: string | null;
  bodyHash: string;
  eventsHash: string;
} {
  const sealed = sealedText(sealingsIn(commit.events));
  const bodyHash = bodyHashOf(sha256, commit);
  return { sealed, bodyHash, eventsHash: eventsHashOf(sha256, { ...commit, sealed, bodyHash }) };
}

function sealingsIn(events: string): Sealing[] {
  if (!events.includes('"type":"round-sealed"')) return [];
  return (JSON.parse(events) as Event[]).flatMap((event) => {
    if (event.type !== 'round-sealed') return [];
    const { exerciseId, round, ballots, ballotsHash, seed, tally } = event;
    return [{ exerciseId, round, ballots, ballotsHash, seed, tally: tally && sealedCount(tally, tally.forFiles.merged) }];
  });
}

function hashOfUpdates({ stage, wall, backstage }: Pick<CommitRow, 'stage' | 'wall' | 'backstage'>): string {
  const chunks: (string | Uint8Array)[] = [];
  for (const update of [stage, wall, backstage]) chunks.push(`${update?.length ?? 0}\n`, update ?? '');
  return sha256(...chunks);
}

/**
 * The seq of the first commit that does not follow from the ones before it, or null where all do. `previous` is the hash and seq the first row must follow.
 * Of commits up to an erasure that the log itself tells, the updates are gone [D17]: of them their hash alone is left.
 */
export function firstBroken(previous: { seq: number; hash: string }, rows: readonly CommitRow[]): number | null {
  const forgotten = rows.findLast(tellsErasure)?.seq ?? 0;
  let { seq, hash } = previous;
  for (const row of rows) {
    const { eventsHash, bodyHash } = hashOfEvents(row);
    // A log from before [V2] has nothing apart of what was sealed.
    const isSaid = row.eventsHash === eventsHash || row.eventsHash === bodyHash;
    const isShown = row.seq <= forgotten || row.updatesHash === hashOfUpdates(row);
    const follows = row.hash === sha256(hash, row.eventsHash, row.updatesHash);
    if (row.seq !== seq + 1 || !isSaid || !isShown || !follows) return seq + 1;
    ({ seq, hash } = row);
  }
  return null;
}

function tellsErasure({ events }: CommitRow): boolean {
  return events.includes('notes-erased') && (JSON.parse(events) as Event[]).some(({ type }) => type === 'notes-erased');
}
