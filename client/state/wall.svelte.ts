import { readWall, type Wall } from '../../shared/wall.ts';
import type { OpenPart, PartStatus } from '../net/yjs.ts';

/** Notes and needs as they lie: the wall, or backstage. */
export class WallState {
  #wall: Wall = $state.raw({ notes: [], needs: [] });
  #status: PartStatus = $state.raw('connecting');
  readonly #part: OpenPart;

  constructor(part: OpenPart) {
    this.#part = part;
    const read = () => {
      this.#status = part.status;
      const wall = readWall(part.doc);
      // A document that begins anew is empty; the old picture stays until the new one is here.
      if (part.status !== 'connecting' || wall.notes.length + wall.needs.length > 0) this.#wall = wall;
    };
    read();
    part.onChange(read);
  }

  get wall(): Wall {
    return this.#wall;
  }

  get status(): PartStatus {
    return this.#status;
  }

  /** Connects anew where nothing was heard for `silentMs`. */
  revive(silentMs?: number): void {
    this.#part.revive(silentMs);
  }

  close(): void {
    this.#part.close();
  }
}
