import type { LedgerEntry } from '../../shared/ledger.ts';
import { readWall, writeNeed, type Wall } from '../../shared/wall.ts';
import { deleteNeed, makeNeed, mergeNeeds, moveNotes, renameNeed, splitNeed, type Table } from './grouping.ts';
import { hasOwn } from '../../shared/own.ts';

/** Wall and backstage as they lie now, seen for one question: may this entry still be taken back? */
export class Standing {
  readonly #needOf: ReadonlyMap<string, string | null>;
  readonly #needs: ReadonlyMap<string, { title: string; mergedInto?: string | undefined }>;
  readonly #mergedInto: ReadonlySet<string>;
  readonly #notesIn = new Map<string | null, string[]>();

  constructor(wall: Wall, backstage: Wall) {
    this.#needOf = new Map([...backstage.notes, ...wall.notes].map(({ id, place }) => [id, place.needId]));
    for (const [noteId, needId] of this.#needOf) {
      const there = this.#notesIn.get(needId);
      if (there) there.push(noteId);
      else this.#notesIn.set(needId, [noteId]);
    }
    this.#needs = new Map(wall.needs.map((need) => [need.id, need]));
    this.#mergedInto = new Set(wall.needs.flatMap(({ mergedInto }) => mergedInto ?? []));
  }

  /** True where what the entry says is still so, and where it came from is still there. */
  has(entry: LedgerEntry): boolean {
    switch (entry.what) {
      case 'made':
        return this.#needs.has(entry.needId) && !this.#mergedInto.has(entry.needId) && this.#isMadeOf(entry.needId, entry.notes);
      case 'moved':
      case 'taken-out':
        return this.movedBack(entry).size > 0;
      case 'renamed':
        return this.#needs.get(entry.needId)?.title === entry.title;
      case 'merged':
        return this.#needs.get(entry.needId)?.mergedInto === entry.into;
      case 'split':
        return this.#needs.has(entry.from) && this.#needs.has(entry.needId) && this.#needs.get(entry.needId)?.mergedInto === undefined;
      case 'removed':
        return !this.#needs.has(entry.needId);
      default:
        return entry satisfies never;
    }
  }

  /** The entry's notes that still lie where it put them, by the need they go back to. */
  movedBack(entry: Extract<LedgerEntry, { notes: unknown }>): Map<string | null, string[]> {
    const put = entry.what === 'moved' || entry.what === 'made' ? entry.needId : null;
    const back = new Map<string | null, string[]>();
    for (const [noteId, from] of Object.entries(entry.notes)) {
      const isThere = this.#needOf.has(noteId) && (this.#needOf.get(noteId) ?? null) === put;
      const isHome = from === null || this.#needs.has(from) || (entry.what === 'removed' && from === entry.needId);
      if (isThere && isHome && from !== put) back.set(from, [...(back.get(from) ?? []), noteId]);
    }
    return back;
  }

  #isMadeOf(needId: string, notes: Record<string, unknown>): boolean {
    return (this.#notesIn.get(needId) ?? []).every((noteId) => hasOwn(notes, noteId));
  }
}

/** Takes an entry of the ledger back, as far as it still stands: a gesture like any other. */
export function takeBack(table: Table, entry: LedgerEntry): void {
  const standing = new Standing(readWall(table.wall), readWall(table.backstage));
  if (!standing.has(entry)) return;
  table.wall.transact(() => table.backstage.transact(() => undo(table, entry, standing), table.origin), table.origin);
}

function undo(table: Table, entry: LedgerEntry, standing: Standing): void {
  if (entry.what === 'removed') {
    makeNeed(table, { needId: entry.needId, title: entry.title, noteIds: [] });
    if (entry.said) writeNeed(table.wall, entry.said, null, table.origin);
  }
  if ('notes' in entry) for (const [from, noteIds] of standing.movedBack(entry)) moveNotes(table, noteIds, from);
  if (entry.what === 'made') deleteNeed(table, entry.needId);
  if (entry.what === 'renamed') renameNeed(table, entry.needId, entry.from);
  if (entry.what === 'merged') splitNeed(table, entry.needId);
  if (entry.what === 'split') mergeNeeds(table, entry.needId, entry.from);
}
