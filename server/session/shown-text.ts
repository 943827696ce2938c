import { mask, maskAll, privateSpans, type PrivateKind } from '../../shared/private-spans.ts';
import { textOf, type NoteState, type State } from './state.ts';

/** What is masked before anybody has looked: numbers that name a person. Of a door the facilitator is told alone, who may make it a private case. */
const maskedUnasked: readonly PrivateKind[] = ['phone', 'identity-card'];

/** [N11] A note's words as they leave the server to anybody but their writer. */
export function shownText(state: State, note: NoteState): string {
  const text = textOf(state, note.id);
  if (note.masked) return maskAll(text, note.masked);
  return mask(
    text,
    privateSpans(text).filter(({ kind }) => maskedUnasked.includes(kind)),
  );
}

/** [N11] What in a note somebody should look at; empty once a facilitator has decided. */
export function flagsOf(state: State, note: NoteState): PrivateKind[] {
  if (note.masked) return [];
  return [...new Set(privateSpans(textOf(state, note.id)).map(({ kind }) => kind))];
}
