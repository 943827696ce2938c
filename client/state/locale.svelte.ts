import type { Messages } from '../locales/zh-CN/index.ts';
import { localeOf, locales, type Locale } from '../../shared/refusal.ts';
import { onDevice } from '../net/storage.ts';

/** How much of a catalogue a page needs: a resident's phone downloads no other face's words. */
export type Reach = 'resident' | 'whole';

const catalogues: Record<Locale, Record<Reach, () => Promise<{ messages: Pick<Messages, 'common' | 'phone'> }>>> = {
  'zh-CN': { resident: () => import('../locales/zh-CN/resident.ts'), whole: () => import('../locales/zh-CN/index.ts') },
  en: { resident: () => import('../locales/en/resident.ts'), whole: () => import('../locales/en/index.ts') },
};
const chosenKey = 'yishi:locale';

let messages: Messages | null = $state.raw(null);
let shown: Locale = $state('zh-CN');
let reach: Reach = 'whole';
/** The language asked for last: an earlier one that comes down later does not replace it. */
let asked: Locale | null = null;

/** The messages of the language that is on. Reading them in markup follows a change of language. */
export function t(): Messages {
  if (messages === null) throw new Error('a page was shown before its locale was loaded');
  return messages;
}

/** The language that is on. */
export function locale(): Locale {
  return shown;
}

/**
 * Fetches a language's messages and shows them; drafts are not touched. The old language stays where the network fails.
 * `wanted` is said once, when the page starts.
 */
export async function loadLocale(tag: Locale, wanted: Reach = reach): Promise<void> {
  reach = wanted;
  asked = tag;
  const catalogue = await catalogues[tag][reach]();
  if (asked !== tag && messages !== null) return;
  // A resident's page reads `common` and `phone` alone.
  messages = catalogue.messages as Messages;
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
  const wishes = [new URLSearchParams(location.search).get('lang'), onDevice.get(chosenKey), ...navigator.languages, sessionLocale];
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
