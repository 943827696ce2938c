import { RefusalError } from '../../shared/refusal.ts';
import { noteVectorsMax } from '../../shared/session-limits.ts';
import { askNoteVectors, readVectorsOffer, vectorOf } from '../net/note-vectors.ts';
import { inTab } from '../net/storage.ts';

/** What a note said when it was asked about, and what that means as numbers; empty where there is nothing to be had. */
export interface KnownMeaning {
  text: string;
  vector: readonly number[];
}
export interface NoteWithWords {
  id: string;
  text: string;
  hidden: boolean;
  referred?: boolean | undefined;
}

/** The server lets an endpoint that failed rest for a little less; a colleague's page is done sooner. */
const failedPauseMs = 25_000;
const busyPauseMs = 3_000;

/**
 * [G15] What notes mean, from the endpoint that the server has, if it has one. Nothing is asked before the facilitator of this page switches it on; it stays
 * on until the tab closes, for this session and this address alone. Where the endpoint fails, suggestions go on without it.
 */
export class Meanings {
  #host: string | null = $state(null);
  #isOn = $state(false);
  #isFailing = $state(false);
  #known: ReadonlyMap<string, KnownMeaning> = $state.raw(new Map());
  /** What has come in; it becomes known once nothing is on its way, so that suggestions are looked for once. */
  #learned = new Map<string, KnownMeaning>();
  #hasLearned = false;
  readonly #sessionId: string;
  readonly #token: string;
  #hasOffer = false;
  #isAsking = false;
  #isClosed = false;
  #wanted: readonly NoteWithWords[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor({ sessionId, token }: { sessionId: string; token: string }) {
    this.#sessionId = sessionId;
    this.#token = token;
  }

  /** Where notes would be sent; null where there is nobody to ask. */
  get host(): string | null {
    return this.#host;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get isFailing(): boolean {
    return this.#isOn && this.#isFailing;
  }

  /** By note id; empty while it is off. */
  get known(): ReadonlyMap<string, KnownMeaning> {
    return this.#known;
  }

  /** The notes as they are now: those that nothing is known of are asked about, once it is on. */
  want(notes: readonly NoteWithWords[]): void {
    this.#wanted = notes;
    // While it rests the timer asks, however often the wall changes.
    if (this.#timer === undefined) void this.#ask();
  }

  switch(isOn: boolean): void {
    if (this.#host === null) return;
    this.#isOn = isOn;
    if (isOn) inTab.set(this.#key, this.#host);
    else this.#turnOff();
    void this.#ask();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  get #key(): string {
    return `yishi:meanings:${this.#sessionId}`;
  }

  #turnOff(): void {
    inTab.remove(this.#key);
    this.#learned = new Map();
    this.#known = this.#learned;
    this.#isFailing = false;
  }

  async #ask(): Promise<void> {
    if (this.#isAsking || !this.#isHere()) return;
    this.#isAsking = true;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      if (!this.#hasOffer) await this.#lookUp();
      while (this.#isOn && this.#isHere()) {
        const notes = this.#missing();
        if (notes.length === 0 || !(await this.#learn(notes))) break;
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isAsking = false;
      if (this.#hasLearned) this.#known = new Map(this.#learned);
      this.#hasLearned = false;
    }
  }

  #isHere(): boolean {
    return !this.#isClosed;
  }

  async #lookUp(): Promise<void> {
    const { host } = await readVectorsOffer(this.#token, this.#sessionId);
    this.#hasOffer = true;
    this.#host = host;
    this.#isOn = host !== null && inTab.get(this.#key) === host;
  }

  #missing(): NoteWithWords[] {
    const isMissing = ({ id, text, hidden, referred }: NoteWithWords) => !hidden && !referred && this.#learned.get(id)?.text !== text;
    return this.#wanted.filter(isMissing).slice(0, noteVectorsMax);
  }

  /** False where the rest has to wait. */
  async #learn(notes: readonly NoteWithWords[]): Promise<boolean> {
    const { vectors, complete } = await askNoteVectors(this.#token, this.#sessionId, { noteIds: notes.map(({ id }) => id) });
    // Switched off meanwhile: nothing is kept.
    if (!this.#isOn) return false;
    for (const { id, text } of notes) {
      const encoded = vectors[id];
      if (encoded !== undefined || complete) this.#learned.set(id, { text, vector: encoded === undefined ? [] : vectorOf(encoded) });
    }
    this.#hasLearned = true;
    this.#isFailing = !complete;
    if (!complete) this.#askAgain(failedPauseMs);
    return complete;
  }

  #fail(error: unknown): void {
    const isBusy = error instanceof RefusalError && error.code === 'try-later';
    if (!isBusy) this.#isFailing = true;
    if (this.#hasOffer) this.#askAgain(isBusy ? busyPauseMs : failedPauseMs);
  }

  #askAgain(afterMs: number): void {
    if (!this.#isClosed) this.#timer = setTimeout(() => void this.#ask(), afterMs);
  }
}
