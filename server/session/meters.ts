import type { RefusalCode } from '../../shared/refusal.ts';
import type { TokenRole } from '../../shared/session.ts';

/** What an operator wants counted. Never texts, tokens or ids: figures only. Durations are in seconds. */
export interface Meters {
  /** A socket of this role came (1) or went (-1); `channel` is commands or a part of the document. */
  connected: (channel: 'commands' | 'documents', role: TokenRole, change: 1 | -1) => void;
  /** A commit became durable, with so many answers in it. */
  committed: (durationS: number, answers: number) => void;
  commitFailed: () => void;
  /** [D52] One of the failed: another process was faster. */
  commitBeaten: () => void;
  /** A command was answered ok. */
  acknowledged: (durationS: number) => void;
  refused: (code: RefusalCode) => void;
  /** A room sent what had gathered to one audience. */
  flushed: (audience: 'wide' | 'phones', durationS: number) => void;
  /** A reader was too slow: it will get one whole state later, or was cut. */
  slowReader: (what: 'stale' | 'cut') => void;
  /** The server has played so many phones to itself before real ones came. */
  warmedUp: (phones: number) => void;
  /** Somebody asked for a join code that is none. */
  codeUnknown: () => void;
}

export const noMeters: Meters = {
  connected: () => undefined,
  committed: () => undefined,
  commitFailed: () => undefined,
  commitBeaten: () => undefined,
  acknowledged: () => undefined,
  refused: () => undefined,
  flushed: () => undefined,
  slowReader: () => undefined,
  warmedUp: () => undefined,
  codeUnknown: () => undefined,
};
