import { mask, privateSpans } from '../../shared/private-spans.ts';
import { shownText } from './shown-text.ts';
import type { State } from './state.ts';

/**
 * [G15] What of these notes may leave the building, by note id: nothing of a hidden note or a private case, and no number or door that names a person, also
 * where a facilitator shows it to the room.
 */
export function sendableTexts(state: State, noteIds: readonly string[]): Map<string, string> {
  const texts = new Map<string, string>();
  for (const noteId of noteIds) {
    const note = state.notes.get(noteId);
    if (!note || note.hidden || note.referred) continue;
    const { text } = shownText(state, note);
    texts.set(noteId, mask(text, privateSpans(text)));
  }
  return texts;
}
