import type { CommitRow, Snapshot, Store } from '../store/store.ts';
import type { Memory } from './rebuild.ts';
import { packLogged } from './state.ts';

const everyCommits = 500;

/** What memory says of a session, as it is stored. */
export function snapshotOf({ seq, hash, state, documents }: Omit<Memory, 'row'>): Snapshot {
  const [stage, wall, backstage] = [documents.encode('stage'), documents.encode('wall'), documents.encode('backstage')];
  return { seq, hash, state: packLogged(state), stage, wall, backstage };
}

/** The same at this commit, in documents that have no history. */
export function snapshotAnew({ seq, hash }: CommitRow, { state, documents }: Pick<Memory, 'state' | 'documents'>): Snapshot {
  return { seq, hash, state: packLogged(state), ...documents.encodeAnew() };
}

/** A session's snapshots, so that it opens at once. */
export class Snapshots {
  readonly #store: Store;
  readonly #sessionId: string;
  readonly #onTrouble: (what: string, details: Record<string, unknown>) => void;
  /** The commit of the last one. */
  seq: number;

  constructor(options: {
    store: Store;
    sessionId: string;
    seq: number;
    onTrouble: (what: string, details: Record<string, unknown>) => void;
  }) {
    this.#store = options.store;
    this.#sessionId = options.sessionId;
    this.#onTrouble = options.onTrouble;
    this.seq = options.seq;
  }

  isDue({ seq }: Pick<Memory, 'seq'>): boolean {
    return seq - this.seq >= everyCommits;
  }

  /** Keeps one of memory that is what is stored, unless there is one of this commit. */
  async keep(memory: Memory): Promise<void> {
    if (memory.seq === this.seq) return;
    this.seq = memory.seq;
    try {
      await this.#store.saveSnapshot(this.#sessionId, snapshotOf(memory));
    } catch (error) {
      this.#onTrouble('a snapshot was not kept', { session: this.#sessionId, error: String(error) });
    }
  }
}
