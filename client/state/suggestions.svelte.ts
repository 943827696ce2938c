import type { SuggestedGroup } from '../../shared/grouping/suggestion.ts';
import type { Board, BoardNote } from './grouping.ts';
import type { KnownMeaning } from './meanings.svelte.ts';
import { ownWorker } from './own-worker.ts';

/** How long the wall has to be quiet before it is looked at anew. */
const quietMs = 500;

/**
 * Suggestions for grouping, found on this page in a thread of their own. What is shown is stale from the moment the wall changes until it has been looked at
 * anew; suggestions that were turned down do not come again on this page.
 */
export class SuggestionsState {
  #groups: readonly SuggestedGroup[] = $state.raw([]);
  #isStale = $state(true);
  #turnedDown: ReadonlySet<string> = $state.raw(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;
  #worker: Worker | null = null;
  #isClosed = false;

  readonly groups: readonly SuggestedGroup[] = $derived.by(() => this.#groups.filter((group) => !this.#turnedDown.has(nameOf(group))));

  get isStale(): boolean {
    return this.#isStale;
  }

  /** The wall as it lies now, and what is known of what its notes mean, by note id. */
  follow(board: Board, known: ReadonlyMap<string, KnownMeaning>): void {
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#find(board, known), quietMs);
  }

  turnDown(group: SuggestedGroup): void {
    this.#turnedDown = new Set([...this.#turnedDown, nameOf(group)]);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#isClosed = true;
    this.#worker?.terminate();
  }

  async #find(board: Board, known: ReadonlyMap<string, KnownMeaning>): Promise<void> {
    const run = (this.#run += 1);
    const toGroup = (needId: string | null) => (note: BoardNote) => ({
      id: note.id,
      text: note.text,
      lang: note.lang,
      needId,
      hidden: note.hidden,
      referred: note.referred === true,
    });
    const notes = [...board.loose.map(toGroup(null)), ...board.needs.flatMap(({ id, notes }) => notes.map(toGroup(id)))];
    const meanings = notes.flatMap(({ id, text }) => {
      const meaning = known.get(id);
      return meaning?.text === text && meaning.vector.length > 0 ? [[id, meaning.vector] as const] : [];
    });
    const needs = board.needs.map(({ id, title }) => ({ id, title }));
    // Without a network there are none; the next change of the wall asks again.
    const worker = await this.#thread().catch(() => null);
    worker?.postMessage({ run, input: { notes, needs, vectors: new Map(meanings) } });
  }

  /** The lexicon is large and only this page wants it. Null where the page has been left meanwhile. */
  async #thread(): Promise<Worker | null> {
    const { default: url } = await import('./suggest-worker.ts?worker&url');
    if (this.#isClosed) return null;
    if (!this.#worker) {
      this.#worker = ownWorker(url);
      this.#worker.onmessage = ({ data }: MessageEvent<{ run: number; groups: SuggestedGroup[] }>) => {
        if (data.run !== this.#run) return;
        this.#groups = data.groups;
        this.#isStale = false;
      };
    }
    return this.#worker;
  }
}

/** The same notes for the same need are the same suggestion. */
function nameOf({ needId, noteIds }: SuggestedGroup): string {
  return [needId ?? '', ...noteIds].join(' ');
}
