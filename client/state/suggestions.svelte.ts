import type { SuggestedGroup, Suggestions } from '../../shared/grouping/suggestion.ts';
import type { Board, BoardNote } from './grouping.ts';
import type { KnownMeaning } from './meanings.svelte.ts';

/** How long the wall has to be quiet before it is looked at anew, and how long a slice of that may hold up the page. */
const quietMs = 500;
const sliceMs = 8;
const breath = () => new Promise<void>((resolve) => setTimeout(resolve));

/**
 * Suggestions for grouping, found on this page in slices beside everything else. What is shown is stale from the moment the wall changes until it has been
 * looked at anew; suggestions that were turned down do not come again on this page.
 */
export class SuggestionsState {
  #groups: readonly SuggestedGroup[] = $state.raw([]);
  #isStale = $state(true);
  #turnedDown: ReadonlySet<string> = $state.raw(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #run = 0;

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
    this.#run += 1;
  }

  async #find(board: Board, known: ReadonlyMap<string, KnownMeaning>): Promise<void> {
    const run = (this.#run += 1);
    // The lexicon is large and only this page wants it.
    const { suggestInSteps } = await import('../../shared/grouping/suggest.ts');
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
    const steps = suggestInSteps({ notes, needs, vectors: new Map(meanings) });
    const found = await inSlices(steps, () => run === this.#run);
    if (!found) return;
    this.#groups = found.groups;
    this.#isStale = false;
  }
}

/** Runs steps in slices; null where nobody wants the answer any more. */
async function inSlices(steps: Generator<void, Suggestions>, isWanted: () => boolean): Promise<Suggestions | null> {
  let began = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (performance.now() - began < sliceMs) continue;
    await breath();
    if (!isWanted()) return null;
    began = performance.now();
  }
}

/** The same notes for the same need are the same suggestion. */
function nameOf({ needId, noteIds }: SuggestedGroup): string {
  return [needId ?? '', ...noteIds].join(' ');
}
