import type { Locale } from './refusal.ts';

/** The languages of residents' and the room's faces. Facilitators, the desk and the server's sentences have the first and `en`. */
export const faceLocales = ['zh-CN', 'zh-TW', 'en', 'ja', 'ko'] as const;
export type FaceLocale = (typeof faceLocales)[number];

/** Each in its own words. */
export const languageNames: Record<FaceLocale, string> = {
  'zh-CN': '简体中文',
  'zh-TW': '繁體中文',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
};

/** Our language for a BCP 47 tag, or null: zh-Hant, zh-HK and zh-MO are zh-TW, all other Chinese is zh-CN. */
export function faceLocaleOf(tag: string): FaceLocale | null {
  const language = /^[a-z]+/.exec(tag.toLowerCase())?.[0];
  if (language === 'zh') return /-(hant|tw|hk|mo)\b/i.test(tag) && !/-hans/i.test(tag) ? 'zh-TW' : 'zh-CN';
  return faceLocales.find((each) => each === language) ?? null;
}

/** The language that facilitators, the desk and an agenda's template have for who reads `tag`. */
export function staffLocaleOf(tag: FaceLocale): Locale {
  return tag.startsWith('zh') ? 'zh-CN' : 'en';
}
