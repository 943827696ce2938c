import { MemoryStore } from '../../server/store/memory.ts';
import type { Changes, Commit, SharedStore, StoredSession } from '../../server/store/store.ts';

/** A store in memory that several processes are played on at once. A commit takes a moment, in which another may be first. */
export class SharedMemoryStore extends MemoryStore implements SharedStore {
  /** How often a session was read whole. */
  loads = 0;
  /** What `changes` answers instead. */
  distort: (changes: Changes) => Changes = (changes) => changes;

  override async commit(commit: Commit): Promise<void> {
    await new Promise(setImmediate);
    return super.commit(commit);
  }

  override async load(sessionId: string): Promise<StoredSession | null> {
    this.loads += 1;
    return super.load(sessionId);
  }

  override async changes(sessionId: string, after: number): Promise<Changes | null> {
    const changes = await super.changes(sessionId, after);
    return changes && this.distort(changes);
  }

  async heads(sessionIds: readonly string[]): Promise<Map<string, number>> {
    const heads = new Map<string, number>();
    for (const id of sessionIds) {
      const last = (await this.commits(id, 1)).at(-1);
      if (last) heads.set(id, last.seq);
    }
    return heads;
  }

  exchangePresent(): Promise<Map<string, string[]>> {
    return Promise.resolve(new Map<string, string[]>());
  }

  leads(): Promise<boolean> {
    return Promise.resolve(false);
  }
}
