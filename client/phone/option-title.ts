import type { Option } from '../../shared/need.ts';

/** A need's name in the reader's language where somebody has translated it, as it was written otherwise. */
export function optionTitle({ title, translations }: Pick<Option, 'title' | 'translations'>, locale: string): string {
  return translations?.[locale] ?? translations?.[locale.slice(0, 2)] ?? title;
}
