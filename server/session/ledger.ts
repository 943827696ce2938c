import type { Need } from '../../shared/need.ts';
import { isSame } from '../../shared/document.ts';
import type { LedgerEntry, LedgerLine } from '../../shared/ledger.ts';
import type { Event } from './events.ts';

/** What one change of the wall did: the notes whose need is another now, and the needs that say something else. */
export interface WallChange {
  moves: readonly { noteId: string; from: string | null; to: string | null }[];
  needs: readonly { needId: string; before: Need | null; after: Need | null }[];
  titleOf: (needId: string) => string;
}

/** [G10] A change in the ledger's words: needs first, then what was moved between those that stand. Where something merely lies counts for nothing. */
export function ledgerLines({ moves, needs, titleOf }: WallChange): LedgerLine[] {
  const lines = needs.flatMap(({ needId, before, after }) => linesOf(needId, before, after, { moves, titleOf }));
  const made = new Set(needs.filter(({ before }) => before === null).map(({ needId }) => needId));
  const gone = new Set(needs.filter(({ after }) => after === null).map(({ needId }) => needId));
  const rest = moves.filter(({ from, to }) => !(to !== null && made.has(to)) && !(to === null && from !== null && gone.has(from)));
  for (const to of new Set(rest.map((move) => move.to))) {
    const notes = movedFrom(rest.filter((move) => move.to === to));
    lines.push(to === null ? { what: 'taken-out', notes } : { what: 'moved', needId: to, title: titleOf(to), notes });
  }
  return lines;
}

function linesOf(needId: string, before: Need | null, after: Need | null, { moves, titleOf }: Omit<WallChange, 'needs'>): LedgerLine[] {
  if (!before && !after) return [];
  if (!before) return [{ what: 'made', needId, title: after!.title, notes: movedFrom(moves.filter(({ to }) => to === needId)) }];
  if (!after)
    return [
      {
        what: 'removed',
        needId,
        title: before.title,
        said: before,
        notes: movedFrom(moves.filter(({ from, to }) => from === needId && to === null)),
      },
    ];
  const lines: LedgerLine[] = [];
  if (before.title !== after.title) lines.push({ what: 'renamed', needId, from: before.title, title: after.title });
  if (before.mergedInto === after.mergedInto) return lines;
  const { title } = after;
  if (after.mergedInto !== undefined)
    lines.push({ what: 'merged', needId, title, into: after.mergedInto, intoTitle: titleOf(after.mergedInto) });
  else lines.push({ what: 'split', needId, title, from: before.mergedInto! });
  return lines;
}

const movedFrom = (moves: WallChange['moves']) => Object.fromEntries(moves.map(({ noteId, from }) => [noteId, from]));

/** A gesture over wall and backstage comes as two updates: their notes go into one entry where they come within this time. */
const sameGestureMs = 1_500;

/** The last entry with what belongs to the same gesture, whichever half came first, or null where `line` is another one. */
export function joined(last: LedgerEntry | undefined, line: LedgerLine, at: number): LedgerEntry | null {
  if (!last || at - last.at > sameGestureMs || !('notes' in last) || !('notes' in line)) return null;
  if (Object.keys(line.notes).some((noteId) => Object.hasOwn(last.notes, noteId))) return null;
  const goesIn = (one: LedgerLine) => (one.what === 'made' || one.what === 'moved' ? one.needId : null);
  const comesOut = (one: LedgerLine) => one.what === 'removed' || one.what === 'taken-out';
  const isSameGesture = (goesIn(last) !== null && goesIn(last) === goesIn(line)) || (comesOut(last) && comesOut(line));
  if (!isSameGesture) return null;
  // What became of the need is said by one half alone.
  const whole = line.what === 'made' || line.what === 'removed' ? line : last;
  return { ...whole, id: last.id, at: last.at, notes: { ...last.notes, ...line.notes } };
}

/** [R8] The same change for the log, which keeps all of it and no words: what moved each note, and when each need was merged or changed. */
export function whatHappened({ moves, needs }: WallChange): Event[] {
  const happened: Event[] = [];
  for (const { needId, before, after } of needs) {
    if (!before || !after || isSame(before, after)) continue;
    const { mergedInto: from, ...said } = before;
    const { mergedInto: into, ...says } = after;
    if (from !== into) happened.push({ type: 'need-merged', needId, into: into ?? null });
    if (!isSame(said, says)) happened.push({ type: 'need-changed', needId });
  }
  return [...happened, ...moves.map((move): Event => ({ type: 'note-moved', ...move }))];
}
