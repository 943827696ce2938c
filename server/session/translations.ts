import type { Translations } from '../../shared/note.ts';
import type { State } from './state.ts';

/** What people typed a text to be in other languages; undefined where nobody has. */
export function translationsOf(state: State, textId: string): Translations | undefined {
  const json = state.texts.get(textId)?.translations;
  return json ? (JSON.parse(json) as Translations) : undefined;
}
