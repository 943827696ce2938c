import { getContext, setContext } from 'svelte';
import type { ScreenPlace } from '../state/screen-place.svelte.ts';

const key = Symbol('screen place');

/** While a component is made: what stands on the screen inside of it keeps its page here. */
export function setPlace(place: ScreenPlace): void {
  setContext(key, place);
}

/** Which of several pages is on the screen: the clicker turns them, and a screen that is loaded again shows the same one. */
export class Pager {
  readonly #place: ScreenPlace | undefined;
  #asked: number | null = $state(null);

  constructor(place: ScreenPlace | undefined) {
    this.#place = place;
    this.#asked = place?.page ?? null;
  }

  /** False where nobody turned it yet. */
  get isTurned(): boolean {
    return this.#asked !== null;
  }

  /** The page, from 0, where there are so many. */
  pageOf(count: number): number {
    return Math.min(this.#asked ?? 0, Math.max(0, count - 1));
  }

  /** Goes from `page` to the next one of so many, or the one before. */
  turn(by: 1 | -1, { count, page = this.pageOf(count) }: { count: number; page?: number }): void {
    this.#asked = Math.max(0, Math.min(count - 1, page + by));
    this.#place?.keepPage(this.#asked);
  }
}

/** While a component is made: the pager of what it shows. */
export function pagerHere(): Pager {
  return new Pager(getContext<ScreenPlace | undefined>(key));
}
