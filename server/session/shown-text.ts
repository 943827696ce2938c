import { mask, maskAll, privateSpans, type PrivateKind } from '../../shared/private-spans.ts';
import { textOf, type NoteState, type State } from './state.ts';

/** What is masked before anybody has looked: numbers that name a person. Of a door the facilitator is told alone, who may make it a private case. */
const maskedUnasked: readonly PrivateKind[] = ['phone', 'identity-card'];

/** A note as it leaves the server to anybody but its writer, and what facilitators are to be told of it. */
export interface ShownText {
  text: string;
  /** What in it somebody should look at; empty once a facilitator has decided. */
  flags: PrivateKind[];
  isMasked: boolean;
}

/** [N11] Numbers that name a person are covered, unless a facilitator has decided what is. */
export function shownText(state: State, note: NoteState): ShownText {
  const written = textOf(state, note.id);
  const found = note.masked ? [] : privateSpans(written);
  const text = note.masked
    ? maskAll(written, note.masked)
    : mask(
        written,
        found.filter(({ kind }) => maskedUnasked.includes(kind)),
      );
  return { text, flags: [...new Set(found.map(({ kind }) => kind))], isMasked: text !== written };
}
