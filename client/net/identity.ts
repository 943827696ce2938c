import { isRecord } from '../../shared/document.ts';
import { inTab, onDevice, readKept } from './storage.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-';

/** A random id of six bits a character; 22 characters are 132 bits. A page on plain http has no `crypto.randomUUID`. */
export function randomId(characters = 22): string {
  let id = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(characters))) id += alphabet.charAt(byte & 63);
  return id;
}

export type SecretName = 't' | 'k' | 's';

/**
 * A secret from the page's fragment (`#t=TOKEN`, `#k=KEY`): read once, taken out of the address bar, and kept until the tab closes.
 * `scope` is what it opens: a session id, or the desk. Null where neither the fragment nor this tab has it.
 */
export function takeSecret(name: SecretName, scope: string): string | null {
  const key = `yishi:${name}:${scope}`;
  const secret = new URLSearchParams(location.hash.slice(1)).get(name);
  if (secret === null || secret === '') return inTab.get(key);
  inTab.set(key, secret);
  history.replaceState(history.state, '', location.pathname + location.search);
  return secret;
}

/** Forgets a secret that no longer opens anything. */
export function dropSecret(name: SecretName, scope: string): void {
  inTab.remove(`yishi:${name}:${scope}`);
}

/** A resident's seat in one session, kept on the device so that a reload or a second scan finds the same person. */
export interface Seat {
  participantId: string;
  token: string;
  alias: string;
}

const seatKey = (sessionId: string) => `yishi:seat:${sessionId}`;
const joinKey = (sessionId: string) => `yishi:join:${sessionId}`;

export function keptSeat(sessionId: string): Seat | null {
  return readKept(onDevice, seatKey(sessionId), isSeat);
}

/** Where a phone remembers what its owner said. */
export const mineKey = (sessionId: string) => `yishi:mine:${sessionId}`;

export function keepSeat(sessionId: string, { participantId, token, alias }: Seat): void {
  onDevice.set(seatKey(sessionId), JSON.stringify({ participantId, token, alias }));
  onDevice.remove(joinKey(sessionId));
}

export function dropSeat(sessionId: string): void {
  // [D11] What the next person's phone says again is theirs alone.
  onDevice.remove(mineKey(sessionId));
  onDevice.remove(seatKey(sessionId));
  onDevice.remove(joinKey(sessionId));
}

/** The id of this device's attempt to join: kept before it is sent, so that a lost answer is asked for again and gives the same person. */
export function joinCommandId(sessionId: string): string {
  const kept = onDevice.get(joinKey(sessionId));
  if (kept !== null) return kept;
  const commandId = randomId(24);
  onDevice.set(joinKey(sessionId), commandId);
  return commandId;
}

function isSeat(value: unknown): value is Seat {
  return (
    isRecord(value) &&
    typeof value['participantId'] === 'string' &&
    typeof value['token'] === 'string' &&
    typeof value['alias'] === 'string'
  );
}
