import { worded } from '../state/wording.ts';
import type { Option } from '../../shared/need.ts';

/** A need's name in the reader's language. */
export function optionTitle({ title, translations }: Pick<Option, 'title' | 'translations'>, locale: string): string {
  return worded(title, translations, locale);
}
