import { privateSpans } from '../../shared/private-spans.ts';
import { languageOf } from '../../shared/script.ts';
import type { TextRow } from '../store/store.ts';
import type { State } from './state.ts';

/**
 * What `look` finds in the text of this id, in a session of this locale, looked for once a row: a row never changes, and files ask for thousands of them at
 * once.
 */
function foundOnce<T>(look: (text: string, locale: string) => T): (state: State, id: string) => T {
  const known = new WeakMap<TextRow, { locale: string; found: T }>();
  return (state, id) => {
    const { locale } = state.details;
    const row = state.texts.get(id);
    if (!row) return look('', locale);
    const before = known.get(row);
    if (before?.locale === locale) return before.found;
    const found = look(row.text, locale);
    known.set(row, { locale, found });
    return found;
  };
}

/** Numbers and doors that may name a person. */
export const spansIn = foundOnce<ReturnType<typeof privateSpans>>((text) => privateSpans(text));

/** The language that a text's script tells, and the session's where that does not. */
export const languageIn = foundOnce(languageOf);
