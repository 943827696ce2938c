import { faceLocaleOf, type FaceLocale } from '../../shared/languages.ts';
import { languageOf, languageToSay } from '../../shared/script.ts';
import { locale } from './locale.svelte.ts';

type Translations = Readonly<Record<string, string>>;

/** A text in the reader's language where somebody has translated it, as it was written otherwise. */
export function worded(text: string, translations: Translations | undefined, locale: FaceLocale): string {
  return translations?.[locale] ?? translations?.[locale.slice(0, 2)] ?? text;
}

/** [W5] What is said of a note's language when it is sent to this session. */
export function languageSaid(text: string, session: { locale: string } | null): string | undefined {
  return languageToSay(text, { page: locale(), session: session?.locale ?? locale() });
}

/** What stands under a text, and the language that it is in. */
export interface Beside {
  lang: string;
  text: string;
}

interface Translated {
  text: string;
  /** What it is written in; left out where its script is to tell. */
  lang?: string | null | undefined;
  translations?: Translations | undefined;
}

/**
 * [W6] What somebody typed a text to be in the reader's language; null where nobody has, and where it is written in that language. The other Chinese writing
 * is better than nothing.
 */
export function besideFor({ text, translations = {}, ...written }: Translated, locale: string): Beside | null {
  const lang = written.lang === undefined ? languageOf(text, locale) : written.lang;
  const isOwn = lang !== null && faceLocaleOf(lang) === locale;
  const isKin = (tag: string) => tag.slice(0, 2) === locale.slice(0, 2);
  const tags = Object.keys(translations).sort();
  const tag =
    tags.find((one) => one === locale) ??
    (isOwn ? undefined : tags.find((one) => faceLocaleOf(one) === locale)) ??
    (lang !== null && isKin(lang) ? undefined : tags.find(isKin));
  return tag === undefined || translations[tag] === text ? null : { lang: tag, text: translations[tag]! };
}

/** [W6] The same for a whole room: in the screen's language, else in English, else in the first that somebody typed. */
export function besideForRoom(translated: Translated, locale: string): Beside | null {
  const { text, translations = {} } = translated;
  const own = besideFor(translated, locale);
  if (own) return own;
  const tag = ['en', ...Object.keys(translations).sort()].find((one) => translations[one] !== undefined && translations[one] !== text);
  return tag === undefined ? null : { lang: tag, text: translations[tag]! };
}
