import { privateSpans } from '../../shared/private-spans.ts';
import { languageOf } from '../../shared/script.ts';
import type { TextRow } from '../store/store.ts';
import type { State } from './state.ts';

/** What `look` finds in the text of this id, looked for once a row: a row never changes, and files ask for thousands of them at once. */
function foundOnce<T>(look: (text: string) => T): (state: State, id: string) => T {
  const known = new WeakMap<TextRow, { found: T }>();
  return (state, id) => {
    const row = state.texts.get(id);
    if (!row) return look('');
    const { found } = known.get(row) ?? { found: look(row.text) };
    known.set(row, { found });
    return found;
  };
}

/** Numbers and doors that may name a person. */
export const spansIn = foundOnce<ReturnType<typeof privateSpans>>(privateSpans);

/** The language that a text's script tells. */
export const languageIn = foundOnce(languageOf);
