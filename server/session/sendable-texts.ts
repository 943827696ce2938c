import { mask, maskAll, privateSpans } from '../../shared/private-spans.ts';
import { textOf, type State } from './state.ts';

/**
 * [G15] What of these notes may leave the building, by note id: nothing of a hidden note or a private case, and no number or door that names a person, also
 * where a facilitator shows it to the room.
 */
export function sendableTexts(state: State, noteIds: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const noteId of noteIds) {
    const note = state.notes.get(noteId);
    if (!note || note.hidden || note.referred) continue;
    // Looked for in what was written: half a number that is covered is no number any more.
    const written = textOf(state, noteId);
    texts.set(noteId, maskAll(mask(written, privateSpans(written)), note.masked ?? []));
  }
  return texts;
}
