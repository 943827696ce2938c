import type { Messages } from '../locales/zh-CN/index.ts';
import { localeOf, locales, type Locale } from '../../shared/refusal.ts';
import { onDevice } from '../net/storage.ts';

const catalogues: Record<Locale, () => Promise<{ messages: Messages }>> = {
  'zh-CN': () => import('../locales/zh-CN/index.ts'),
  en: () => import('../locales/en/index.ts'),
};
const chosenKey = 'yishi:locale';

let messages: Messages | null = $state.raw(null);
let shown: Locale = $state('zh-CN');

/** The messages of the language that is on. Reading them in markup follows a change of language. */
export function t(): Messages {
  if (messages === null) throw new Error('a page was shown before its locale was loaded');
  return messages;
}

/** The language that is on. */
export function locale(): Locale {
  return shown;
}

/** Fetches a language's messages and shows them; drafts are not touched. The old language stays where the network fails. */
export async function loadLocale(tag: Locale): Promise<void> {
  const catalogue = await catalogues[tag]();
  messages = catalogue.messages;
  shown = tag;
  document.documentElement.lang = tag;
}

/** The same, remembered on this device. */
export async function chooseLocale(tag: Locale): Promise<void> {
  await loadLocale(tag);
  onDevice.set(chosenKey, tag);
}

/** `?lang=`, what was chosen on this device, the browser's languages, the session's, Chinese: the first that is one of ours. */
export function preferredLocale(sessionLocale?: string): Locale {
  const asked = new URLSearchParams(location.search).get('lang');
  const wishes = [asked, onDevice.get(chosenKey), ...navigator.languages, sessionLocale];
  for (const wish of wishes) {
    const tag = wish ? localeOf(wish) : null;
    if (tag !== null && wish?.toLowerCase().startsWith(tag.slice(0, 2))) return tag;
  }
  return 'zh-CN';
}

/** The other languages there are, each in its own words on the button. */
export function otherLocales(): Locale[] {
  return locales.filter((tag) => tag !== shown);
}
