import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from '../../shared/canonical-json.ts';
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
  return chainedByHash(previousHash, { ...commit, updatesHash: hashOfUpdates(commit) });
}

function chainedByHash(previousHash: string, commit: Omit<CommitRow, 'eventsHash' | 'hash'>): CommitRow {
  const eventsHash = sha256(`${commit.seq} ${commit.at}\n`, commit.events);
  return { ...commit, eventsHash, hash: sha256(previousHash, eventsHash, commit.updatesHash) };
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
    const expected = row.seq > forgotten ? chained(hash, row) : chainedByHash(hash, row);
    if (
      row.seq !== seq + 1 ||
      expected.eventsHash !== row.eventsHash ||
      expected.updatesHash !== row.updatesHash ||
      expected.hash !== row.hash
    )
      return seq + 1;
    ({ seq, hash } = row);
  }
  return null;
}

function tellsErasure({ events }: CommitRow): boolean {
  return events.includes('notes-erased') && (JSON.parse(events) as Event[]).some(({ type }) => type === 'notes-erased');
}
