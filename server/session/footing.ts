import type { CommitRow, Snapshot } from '../store/store.ts';
import { fromLog, type Memory } from './rebuild.ts';
import { snapshotOf } from './snapshots.ts';
import type { Beside, State } from './state.ts';

/** After so many commits it is laid anew: to go back takes them all again. */
const commitsMax = 64;

/**
 * [D46] What memory goes back to where another process was faster, without asking the store: how it was some commits ago, what was stored since, and what
 * stood beside the log before the commit that is being decided.
 */
export class Footing {
  readonly #snapshot: Snapshot;
  readonly #commits: CommitRow[] = [];
  /** Null once a commit was stored: of a round that it sealed nothing is to be left here. */
  #beside: Beside | null;

  /** Of memory that is exactly what is stored. */
  constructor(memory: Memory) {
    this.#snapshot = snapshotOf(memory);
    this.#beside = besideOf(memory.state);
  }

  get seq(): number {
    return this.#last.seq;
  }
  get isLong(): boolean {
    return this.#commits.length >= commitsMax;
  }

  /** These commits are stored: to go back is to go back to after them. */
  add(commits: readonly CommitRow[]): void {
    this.#commits.push(...commits);
    this.#beside = null;
  }

  /** A commit is going to be decided in this state, which is what is stored. */
  keep(state: State): void {
    this.#beside = besideOf(state);
  }

  /** Memory as it was when it was last kept; null where something was stored since. */
  back({ row }: Pick<Memory, 'row'>): Memory | null {
    if (!this.#beside) return null;
    const { state, documents } = fromLog(this.#snapshot, this.#commits);
    const { seq, hash } = this.#last;
    return { row, state: Object.assign(state, this.#beside), documents, seq, hash };
  }

  get #last(): { seq: number; hash: string } {
    return this.#commits.at(-1) ?? this.#snapshot;
  }
}

/** Maps of their own; what is in them is never changed, but replaced. */
function besideOf({ texts, authors, participants, seats, ballots, keys, receipts }: State): Beside {
  return {
    texts: new Map(texts),
    authors: new Map(authors),
    participants: new Map(participants),
    seats: new Map(seats),
    ballots: new Map([...ballots].map(([round, cast]) => [round, new Map(cast)])),
    keys: new Map(keys),
    receipts: new Map(receipts),
  };
}
