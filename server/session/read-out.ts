import { readOutMax, type LedgerEntry, type ReadOutLine } from '../../shared/ledger.ts';

/** What decides which lines the room may hear. */
export interface Room {
  canRead: (noteId: string) => boolean;
  /** True of a need that is on the wall, merged or not. */
  isThere: (needId: string) => boolean;
  /** Needs made of nothing but notes that the room cannot read. */
  covered: ReadonlySet<string>;
}

/**
 * [G12] [S3] The ledger in the room's words, oldest first: notes are counted, and only those that the room can read; lines about none of these, and needs
 * that are made of none, are passed over.
 */
export function readOutLines(entries: readonly LedgerEntry[], room: Room): ReadOutLine[] {
  const countOf = (entry: LedgerEntry) => ('notes' in entry ? Object.keys(entry.notes).filter(room.canRead).length : 0);
  const gone = entries.filter((entry) => entry.what === 'removed' && countOf(entry) > 0);
  const toldGone = new Set(gone.map((entry) => ('needId' in entry ? entry.needId : '')));
  const tells = (needId: string) => (room.isThere(needId) ? !room.covered.has(needId) : toldGone.has(needId));
  return entries.flatMap((entry) => lineOf(entry, countOf(entry), tells) ?? []).slice(-readOutMax);
}

function lineOf(entry: LedgerEntry, count: number, tells: (needId: string) => boolean): ReadOutLine | null {
  const { id, at } = entry;
  if ('notes' in entry && count === 0 && Object.keys(entry.notes).length > 0) return null;
  if ('needId' in entry && !tells(entry.needId)) return null;
  switch (entry.what) {
    case 'made':
    case 'moved':
    case 'removed':
      return { id, at, what: entry.what, title: entry.title, count };
    case 'taken-out':
      return { id, at, what: 'taken-out', count };
    case 'renamed':
      return { id, at, what: 'renamed', from: entry.from, title: entry.title };
    case 'merged':
      return tells(entry.into) ? { id, at, what: 'merged', title: entry.title, intoTitle: entry.intoTitle } : null;
    case 'split':
      return { id, at, what: 'split', title: entry.title };
    default:
      return entry satisfies never;
  }
}
