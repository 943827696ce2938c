import type { NoteVectorsAnswer, NoteVectorsBody, NoteVectorsOffer } from '../../shared/wire.ts';
import { requestJson, sessionPath } from './api.ts';

/** The server asks somebody else meanwhile, batch after batch. */
const patienceMs = 180_000;

const pathOf = (sessionId: string) => `${sessionPath(sessionId)}/note-vectors`;

export function readVectorsOffer(token: string, sessionId: string): Promise<NoteVectorsOffer> {
  return requestJson('GET', pathOf(sessionId), { token });
}

export function askNoteVectors(token: string, sessionId: string, body: NoteVectorsBody): Promise<NoteVectorsAnswer> {
  return requestJson('POST', pathOf(sessionId), { token, body, timeoutMs: patienceMs });
}

/** One signed byte a number, from base64; empty where it is none. */
export function vectorOf(encoded: string): number[] {
  try {
    return Array.from(atob(encoded), (byte) => (byte.charCodeAt(0) << 24) >> 24);
  } catch {
    return [];
  }
}
