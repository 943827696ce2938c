import type { Exercise } from '../../shared/exercise.ts';
import { locale } from '../state/locale.svelte.ts';
import { besideForRoom } from '../state/wording.ts';

type Translations = Readonly<Record<string, string>>;
/** A need as it stands in a row of the screen. */
export interface Named {
  needId: string;
  title: string;
}

/** [W6] What people typed an exercise's options to be in other languages: a tally has their names alone. */
export function translationsIn(exercise: Exercise | undefined): (need: Named) => Translations | undefined {
  const byId = new Map(exercise?.options?.map(({ needId, translations }) => [needId, translations]));
  return ({ needId }) => byId.get(needId);
}

/** The words that stand under a need's name on the screen; '' where none do. */
export function wordsBeside(title: string, translations: Translations | undefined): string {
  return besideForRoom({ text: title, translations }, locale())?.text ?? '';
}
