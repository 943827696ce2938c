import { worded } from '../state/wording.ts';
import type { FaceLocale } from '../../shared/languages.ts';
import type { Option } from '../../shared/need.ts';

/** A need's name in the reader's language. */
export function optionTitle({ title, translations }: Pick<Option, 'title' | 'translations'>, locale: FaceLocale): string {
  return worded(title, translations, locale);
}
