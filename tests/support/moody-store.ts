import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, SeqTakenError, type Commit } from '../../server/store/store.ts';

/** A store that refuses now and then, and takes a moment for what it does not. */
export class MoodyStore extends MemoryStore {
  #moods: ('full' | 'beaten')[] = [];
  failed = 0;

  /** The next commits fail: the disk is full, or another process was there first. */
  next(mood: 'full' | 'beaten', times: number): void {
    this.#moods.push(...Array.from({ length: times }, () => mood));
  }

  cheerUp(): void {
    this.#moods = [];
  }

  override async commit(commit: Commit): Promise<void> {
    await new Promise(setImmediate);
    const mood = this.#moods.shift();
    if (mood) this.failed += 1;
    if (mood === 'full') throw new NotStoredError('disk full');
    if (mood === 'beaten') throw new SeqTakenError('beaten');
    return super.commit(commit);
  }
}
