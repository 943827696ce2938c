import type { Board, BoardNote } from '../state/grouping.ts';

/** So many cards are made at once when the page opens, and so many a frame after that: fifty notes that come together must not hold up a hand. */
const atFirst = 40;
const perFrame = 6;

/** The board with the notes that have arrived on the page; new ones come a few a frame. */
export class Arrivals {
  #arrived: ReadonlySet<string> = $state.raw(new Set());
  #frame = 0;

  /** Without what has still to come. The same board where nothing has. */
  through(board: Board): Board {
    const isHere = ({ id }: BoardNote) => this.#arrived.has(id);
    if (notesOf(board).every(isHere)) return board;
    return {
      needs: board.needs.map((need) => (need.notes.every(isHere) ? need : { ...need, notes: need.notes.filter(isHere) })),
      loose: board.loose.filter(isHere),
    };
  }

  /** Lets in, from now on, what is on this board. */
  follow(board: Board): void {
    cancelAnimationFrame(this.#frame);
    const waiting = notesOf(board).filter(({ id }) => !this.#arrived.has(id));
    if (waiting.length === 0) return;
    const letIn = () => {
      const count = this.#arrived.size === 0 ? atFirst : perFrame;
      this.#arrived = new Set([...this.#arrived, ...waiting.splice(0, count).map(({ id }) => id)]);
      if (waiting.length > 0) this.#frame = requestAnimationFrame(letIn);
    };
    if (this.#arrived.size === 0) letIn();
    else this.#frame = requestAnimationFrame(letIn);
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
  }
}

function notesOf({ needs, loose }: Board): BoardNote[] {
  return [...needs.flatMap(({ notes }) => notes), ...loose];
}
