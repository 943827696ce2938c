import { staffLocaleOf } from '../../shared/languages.ts';
import { locales, type Locale } from '../../shared/refusal.ts';
import { locale } from './locale.svelte.ts';

/** The language of facilitators' pages and the desk: there are two. */
export function staffLocale(): Locale {
  return staffLocaleOf(locale());
}

/** The other languages that these pages have. */
export function otherStaffLocales(): Locale[] {
  return locales.filter((tag) => tag !== locale());
}
