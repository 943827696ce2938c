import type { Part } from '../../shared/document.ts';
import type { Store } from '../store/store.ts';
import type { Surroundings } from './decide.ts';
import type { Event } from './events.ts';
import type { Meters } from './meters.ts';
import type { ComputeStability } from './stability-thread.ts';

/** What became public with a commit. `rebuilt`: the documents are new objects, with the committed content. */
export interface Published {
  seq: number;
  updates: Record<Part, Uint8Array | null>;
  events: readonly Event[];
  rebuilt: boolean;
  /** True where another process stored it. */
  isElsewhere: boolean;
}

export interface LiveSessionOptions {
  store: Store;
  meters: Meters;
  /** Everything a decision needs but the needs on this session's wall. */
  around: Omit<Surroundings, 'needs' | 'standing' | 'coveredNeeds' | 'now'> & { now: () => number };
  onPublished: (published: Published) => void;
  /** It is of no use any more: whoever is connected to it is to come again. `isGone`: it was erased. */
  onBroken: (how: { isGone: boolean }) => void;
  /** Somebody came or went, or is done. */
  onPeople: () => void;
  /** So long after it was opened other processes may say who is with them, before it is written who is here. */
  quietMs: number;
  /** Off this loop. */
  computeStability: ComputeStability;
  /** A bug or a fault, for the log; never holds texts or tokens. */
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}
