import type { Look } from '../../shared/look.ts';
import type { PlacedNote, Wall } from '../../shared/wall.ts';
import { boardOf, type Board, type BoardNeed, type BoardNote } from './grouping.ts';

/** What the projector is turned to, found on a board. */
export type Looked =
  | { at: 'ledger' }
  | { at: 'need'; need: BoardNeed; large: boolean }
  | { at: 'note'; note: BoardNote; need: BoardNeed | null; large: boolean };

/** How the projector shows a need or a note: where it lies, enlarged, or not at all. */
export type Pointing = 'plain' | 'large' | null;
export type PointTarget = { needId: string } | { noteId: string };

/** The wall as the room sees it, or those notes of it that `isShown` wants: hidden ones are not for the room. */
export function roomBoardOf(wall: Wall, isShown: (note: PlacedNote) => boolean = () => true): Board {
  return boardOf({ notes: wall.notes.filter((note) => !note.hidden && isShown(note)), needs: wall.needs }, { notes: [], needs: [] });
}

/** [G11] What a look shows of the room's board; null where it is no longer there. Of merged needs it is the one that stands. */
export function lookedAt(look: Look | null | undefined, board: Board): Looked | null {
  if (!look) return null;
  if ('ledger' in look) return { at: 'ledger' };
  const { large } = look;
  if ('needId' in look) {
    const need = board.needs.find(({ id, merged }) => id === look.needId || merged.some((other) => other.id === look.needId));
    return need ? { at: 'need', need, large } : null;
  }
  const need = board.needs.find(({ notes }) => notes.some(({ id }) => id === look.noteId)) ?? null;
  const note = (need?.notes ?? board.loose).find(({ id }) => id === look.noteId);
  return note ? { at: 'note', note, need, large } : null;
}

/** How the projector is turned to this one now. */
export function pointingAt(looked: Looked | null, target: PointTarget): Pointing {
  if (!looked || looked.at === 'ledger') return null;
  const isIt =
    looked.at === 'need' ? 'needId' in target && looked.need.id === target.needId : 'noteId' in target && looked.note.id === target.noteId;
  if (!isIt) return null;
  return looked.large ? 'large' : 'plain';
}
