import { needTitleMax } from '../../shared/need.ts';
import { isBlank, normaliseText, refuseText } from '../../shared/text.ts';
import { randomId } from '../net/identity.ts';
import type { OpenPart } from '../net/yjs.ts';
import {
  deleteNeed,
  makeNeed,
  mergeNeeds,
  moveNotes,
  orderNeed,
  placeNeeds,
  renameNeed,
  rewordNeed,
  splitNeed,
  tidy,
  type NeedWords,
  type Spot,
  type Table,
} from './grouping.ts';
import type { LedgerEntry } from '../../shared/ledger.ts';
import { History, type Step } from './history.ts';
import { takeBack } from './ledger.ts';
import { t } from './locale.svelte.ts';

/** The table where notes are grouped: one's own gestures, each of which is taken back whole. */
export class TableState {
  readonly #parts: { wall: OpenPart; backstage: OpenPart };
  readonly #say: (text: string) => void;
  readonly #origin = { by: 'facilitator' };
  readonly #stops: (() => void)[];
  #table: Table;
  #history: History;
  #steps: Step[] = $state.raw([]);

  constructor({ wall, backstage, say }: { wall: OpenPart; backstage: OpenPart; say: (text: string) => void }) {
    this.#parts = { wall, backstage };
    this.#say = say;
    this.#table = this.#tableNow();
    this.#history = new History([this.#table.wall, this.#table.backstage], this.#origin);
    this.#stops = [wall, backstage].map((part) => part.onChange(() => this.#followDocuments()));
  }

  get canUndo(): boolean {
    return this.#steps.some(({ isUndone }) => !isUndone);
  }

  get canRedo(): boolean {
    return this.#steps.some(({ isUndone }) => isUndone);
  }

  /** Makes a need of notes and returns its id, or null where the title will not do. */
  group(noteIds: readonly string[], typed: string, category?: string): string | null {
    const title = this.#title(typed);
    if (title === null) return null;
    const needId = randomId(16);
    this.#gesture('group', () => makeNeed(this.#table, { needId, title, noteIds, category }));
    return needId;
  }

  addTo(needId: string, noteIds: readonly string[]): void {
    this.#gesture('add', () => moveNotes(this.#table, noteIds, needId));
  }

  takeOut(noteIds: readonly string[]): void {
    this.#gesture('take out', () => moveNotes(this.#table, noteIds, null));
  }

  /** Lays notes on the canvas, in no need. */
  lay(spots: ReadonlyMap<string, Spot>): void {
    this.#gesture('lay', () => moveNotes(this.#table, [...spots.keys()], null, spots));
  }

  /** Puts needs somewhere on the canvas. */
  place(spots: ReadonlyMap<string, Spot>): void {
    this.#gesture('place', () => placeNeeds(this.#table, spots));
  }

  /** Lays loose notes and needs on the canvas anew, in one step. */
  tidy(spots: { notes: ReadonlyMap<string, Spot>; needs: ReadonlyMap<string, Spot> }): void {
    this.#gesture('tidy', () => tidy(this.#table, spots));
  }

  /** Moves a need in reading order, before another one or to the end. */
  order(needId: string, before: string | null): void {
    this.#gesture('order', () => orderNeed(this.#table, needId, before));
  }

  /** False where the title will not do. */
  rename(needId: string, typed: string): boolean {
    const title = this.#title(typed);
    if (title === null) return false;
    this.#gesture('rename', () => renameNeed(this.#table, needId, title));
    return true;
  }

  /** [G14] Titles in other languages by tag, a description, a category; what shows nothing goes. False where a title is too long. */
  reword(needId: string, { translations, ...words }: NeedWords): boolean {
    const titles = Object.entries(translations ?? {}).map(([lang, title]) => [lang, normaliseText(title).replace(/\n+/g, ' ')] as const);
    const shown = titles.filter(([, title]) => !isBlank(title));
    if (shown.some(([, title]) => refuseText(title, needTitleMax) !== null)) {
      this.#say(t().facilitator.group.titleTooLong(needTitleMax));
      return false;
    }
    const typed = Object.entries(words).map(([name, text]) => [name, normaliseText(text ?? '')] as const);
    const said: NeedWords = Object.fromEntries(typed.map(([name, text]) => [name, isBlank(text) ? undefined : text]));
    const others = translations && { translations: shown.length > 0 ? Object.fromEntries(shown) : undefined };
    this.#gesture('reword', () => rewordNeed(this.#table, needId, { ...said, ...others }));
    return true;
  }

  merge(needId: string, into: string): void {
    this.#gesture('merge', () => mergeNeeds(this.#table, needId, into));
  }

  split(needId: string): void {
    this.#gesture('split', () => splitNeed(this.#table, needId));
  }

  remove(needId: string): void {
    this.#gesture('remove', () => deleteNeed(this.#table, needId));
  }

  /** Takes an entry of the ledger back, whoever made it. */
  takeBack(entry: LedgerEntry): void {
    this.#gesture('take back', () => takeBack(this.#table, entry));
  }

  undo(): void {
    this.#history.undo();
    this.#steps = this.#history.steps;
  }

  redo(): void {
    this.#history.redo();
    this.#steps = this.#history.steps;
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#history.close();
  }

  #title(typed: string): string | null {
    const title = normaliseText(typed).replace(/\n+/g, ' ');
    if (isBlank(title)) this.#say(t().facilitator.group.titleMissing);
    else if (refuseText(title, needTitleMax) !== null) this.#say(t().facilitator.group.titleTooLong(needTitleMax));
    else return title;
    return null;
  }

  /** One step of one's own; what the room is told of it stands in the ledger. */
  #gesture(label: string, gesture: () => void): void {
    this.#history.run(label, gesture);
    this.#steps = this.#history.steps;
  }

  #tableNow(): Table {
    return { wall: this.#parts.wall.doc, backstage: this.#parts.backstage.doc, origin: this.#origin };
  }

  /** After the history was rewritten there are other documents, and nothing of one's own to undo on them. */
  #followDocuments(): void {
    const table = this.#tableNow();
    if (table.wall === this.#table.wall && table.backstage === this.#table.backstage) return;
    this.#history.close();
    this.#table = table;
    this.#history = new History([table.wall, table.backstage], this.#origin);
    this.#steps = [];
  }
}
