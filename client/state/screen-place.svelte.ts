import { inTab, readKept } from '../net/storage.ts';

interface Kept {
  isBlank: boolean;
  isJoinShown: boolean;
  /** What was on the screen, and which page of it. */
  view: string;
  page: number;
}

/** [F78] Where a room's screen stands beyond what the stage says, kept in the tab: loaded again, it shows the same. */
export class ScreenPlace {
  readonly #key: string;
  readonly #view: () => string;
  #kept: Kept = $state.raw({ isBlank: false, isJoinShown: false, view: '', page: 0 });

  /** `view` says what is on the screen now: pages are of that, and of nothing else. */
  constructor({ sessionId, view }: { sessionId: string; view: () => string }) {
    this.#key = `yishi:screen:${sessionId}`;
    this.#view = view;
    this.#kept = readKept(inTab, this.#key, isKept) ?? this.#kept;
  }

  get isBlank(): boolean {
    return this.#kept.isBlank;
  }

  get isJoinShown(): boolean {
    return this.#kept.isJoinShown;
  }

  /** The page of what is on the screen, from 0; null where nobody turned it. */
  get page(): number | null {
    return this.#kept.view === this.#view() ? this.#kept.page : null;
  }

  keep(change: Partial<Pick<Kept, 'isBlank' | 'isJoinShown'>>): void {
    this.#keep({ ...this.#kept, ...change });
  }

  keepPage(page: number): void {
    this.#keep({ ...this.#kept, view: this.#view(), page });
  }

  #keep(kept: Kept): void {
    this.#kept = kept;
    inTab.set(this.#key, JSON.stringify(kept));
  }
}

function isKept(value: unknown): value is Kept {
  const { isBlank, isJoinShown, view, page } = (value ?? {}) as Record<string, unknown>;
  return typeof isBlank === 'boolean' && typeof isJoinShown === 'boolean' && typeof view === 'string' && Number.isInteger(page);
}
