import { setTimeout as wait } from 'node:timers/promises';
import type { Part } from '../../shared/document.ts';
import { isShared, NotStoredError, type Changes, type CommitRow, type Store } from '../store/store.ts';
import { firstBroken } from './digest.ts';
import type { Event } from './events.ts';
import { Footing } from './footing.ts';
import { evolveAll, rebuild, rememberAll, updatesOf, type Memory } from './rebuild.ts';

/** Who is further behind reads all of it: that is a snapshot and what came after. */
const behindMax = 500;
/** Who was beaten to a seq tries again after a moment of chance, longer each time: else both would be beaten in turn. */
const beatenWaitMs = { first: 8, most: 160 };
/** So long after another process committed it counts as at work on the session. */
const atWorkMs = 1_000;
/** Who has stored something lets others at work go first: about as long as they take to follow and to store. */
const giveWayMs = { least: 20, most: 300 };

/** Memory after it was read forward, and what became public by it. */
export interface Followed {
  memory: Memory;
  events: Event[];
  updates: Record<Part, Uint8Array | null>;
  /** True where memory was built anew: what changed in the documents is not known. */
  isRebuilt: boolean;
  /** Who was written of; null where people were taken away. */
  people: string[] | null;
}

/** [D45] Brings memory that is what was stored up to its seq to what these changes say. Null where they do not follow from it, and nothing was done. */
export function bringForward(memory: Memory, changes: Changes): Followed | null {
  const { session, commits, lost, participants } = changes;
  if (session.epoch !== memory.row.epoch || firstBroken(memory, commits) !== null) return null;
  const { state, documents } = memory;
  const events = commits.flatMap((commit) => evolveAll(state, commit));
  for (const name of lost) state[name].clear();
  rememberAll(state, changes);
  const updates = updatesOf(commits);
  documents.follow(updates);
  const { seq, hash } = commits.at(-1) ?? memory;
  const people = lost.includes('participants') ? null : participants.map(({ participantId }) => participantId);
  return { memory: { row: session, state, documents, seq, hash }, events, updates, isRebuilt: false, people };
}

/** How one session's memory follows what other processes store, and comes back to what is stored where one of them was faster. */
export class Following {
  readonly #sessionId: string;
  readonly #store: Store;
  readonly #onTrouble: (what: string, details: Record<string, unknown>) => void;
  /** The last seq that another process is known to have written; 0 for none since it was last looked. */
  #head = 0;
  #footing: Footing | null = null;
  /** How often in a row another process was faster. */
  #beaten = 0;
  #othersAt = -Infinity;
  #waitUntil = -Infinity;
  /** How long it lately took to follow. */
  #followMs = 0;

  constructor(options: { sessionId: string; store: Store; onTrouble: (what: string, details: Record<string, unknown>) => void }) {
    this.#sessionId = options.sessionId;
    this.#store = options.store;
    this.#onTrouble = options.onTrouble;
  }

  /** Another process has written up to `seq`. */
  heard(seq: number): void {
    this.#head = Math.max(this.#head, seq);
  }

  isBehind({ seq }: Pick<Memory, 'seq'>): boolean {
    return this.#head > seq;
  }

  /** True while it is others' turn to commit. */
  get isGivingWay(): boolean {
    return this.#waitUntil > performance.now();
  }

  async giveWay(): Promise<void> {
    await wait(Math.max(0, this.#waitUntil - performance.now()));
  }

  /** A commit is going to be decided on memory that is what is stored. */
  begin(memory: Memory, { isShared }: { isShared: boolean }): void {
    if (!isShared) this.#footing = null;
    else if (this.#footing?.seq !== memory.seq || this.#footing.isLong) this.#footing = new Footing(memory);
    else this.#footing.keep(memory.state);
  }

  /** It was stored. */
  stored(row: CommitRow, tookMs: number): void {
    this.#beaten = 0;
    this.#footing?.add([row]);
    const now = performance.now();
    if (now - this.#othersAt < atWorkMs)
      this.#waitUntil = now + Math.min(Math.max(this.#followMs + tookMs, giveWayMs.least), giveWayMs.most);
  }

  /** [D45] Memory that is what was stored some commits ago becomes what is stored: by what is new alone where that follows. */
  async forward(memory: Memory): Promise<Followed> {
    const started = performance.now();
    const behind = this.#head - memory.seq;
    this.#head = 0;
    this.#othersAt = started;
    // A hint may be wrong, and what it costs to believe it is dear.
    if (behind > behindMax && (await this.#isFarBehind(memory))) return this.anew(memory);
    const followed = await this.#news(memory);
    if (!followed) return this.anew(memory);
    this.#followMs = performance.now() - started;
    return followed;
  }

  async #isFarBehind({ seq }: Pick<Memory, 'seq'>): Promise<boolean> {
    if (!isShared(this.#store)) return true;
    const head = (await this.#store.heads([this.#sessionId])).get(this.#sessionId);
    return head === undefined || head - seq > behindMax;
  }

  /** [D46] Another process was faster, and memory holds what was not stored: it goes back, and forward. */
  async back(memory: Memory): Promise<Followed> {
    this.#beaten += 1;
    this.#othersAt = performance.now();
    this.#waitUntil = this.#othersAt + Math.random() * Math.min(beatenWaitMs.first * 2 ** this.#beaten, beatenWaitMs.most);
    const before = this.#footing?.back(memory);
    return before ? this.forward(before) : this.anew(memory);
  }

  /** Whatever memory is, it becomes what is stored. */
  async anew({ seq: before }: Pick<Memory, 'seq'>): Promise<Followed> {
    this.#footing = null;
    const rebuilt = await rebuild(this.#store, this.#sessionId);
    if (!rebuilt) throw new Error('the session is gone');
    const { row, state, documents, seq, hash } = rebuilt;
    // What others wrote meanwhile is told as what it was: tokens end by it, and people hear of their own.
    const missed = (await this.#store.commits(this.#sessionId, before + 1)).filter((commit) => commit.seq <= seq);
    const events = missed.flatMap((commit) => JSON.parse(commit.events) as Event[]);
    return { memory: { row, state, documents, seq, hash }, events, updates: updatesOf([]), isRebuilt: true, people: null };
  }

  /** Null where it does not follow from memory, of which nothing is known then. */
  async #news(memory: Memory): Promise<Followed | null> {
    try {
      const changes = await this.#store.changes(this.#sessionId, memory.seq);
      const followed = changes && bringForward(memory, changes);
      if (followed) this.#footing?.add(changes.commits);
      return followed;
    } catch (error) {
      if (error instanceof NotStoredError) throw error;
      this.#onTrouble('another process could not be followed', { session: this.#sessionId, error: String(error) });
      return null;
    }
  }
}
