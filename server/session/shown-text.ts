import { mask, maskAll, privateSpans, type PrivateKind } from '../../shared/private-spans.ts';
import type { Translations } from '../../shared/note.ts';
import { spansIn } from './found-in-text.ts';
import { textOf, type NoteState, type State } from './state.ts';
import { translationsOf } from './translations.ts';

/** What is masked before anybody has looked: numbers that name a person. Of a door the facilitator is told alone, who may make it a private case. */
const maskedUnasked: readonly PrivateKind[] = ['phone', 'identity-card'];

/** A note as it leaves the server to anybody but its writer, and what facilitators are to be told of it. */
export interface ShownText {
  text: string;
  /** What in it somebody should look at; empty once a facilitator has decided. */
  flags: PrivateKind[];
  isMasked: boolean;
}

/** [N16] What people typed the note to be in other languages; numbers that name a person are covered there, whatever is shown of the note itself. */
export function shownTranslations(state: State, note: NoteState): Translations | undefined {
  const typed = translationsOf(state, note.id);
  if (!typed) return undefined;
  const covered = (text: string) =>
    mask(
      text,
      privateSpans(text).filter(({ kind }) => maskedUnasked.includes(kind)),
    );
  return Object.fromEntries(Object.entries(typed).map(([lang, text]) => [lang, covered(text)]));
}

/** [N11] Numbers that name a person are covered, unless a facilitator has decided what is. */
export function shownText(state: State, note: NoteState): ShownText {
  const written = textOf(state, note.id);
  const found = note.masked ? [] : spansIn(state, note.id);
  const text = note.masked
    ? maskAll(written, note.masked)
    : mask(
        written,
        found.filter(({ kind }) => maskedUnasked.includes(kind)),
      );
  return { text, flags: [...new Set(found.map(({ kind }) => kind))], isMasked: text !== written };
}
