import type { Messages } from '../locales/zh-CN/index.ts';
import type { Reach } from '../locales/wider.ts';
import { faceLocaleOf, type FaceLocale } from '../../shared/languages.ts';
import { onDevice } from '../net/storage.ts';

const residents: Record<FaceLocale, () => Promise<{ messages: object }>> = {
  'zh-CN': () => import('../locales/zh-CN/resident.ts'),
  'zh-TW': () => import('../locales/zh-TW/resident.ts'),
  en: () => import('../locales/en/resident.ts'),
  ja: () => import('../locales/ja/resident.ts'),
  ko: () => import('../locales/ko/resident.ts'),
};
const chosenKey = 'yishi:locale';

let messages: Messages | null = $state.raw(null);
let shown: FaceLocale = $state('zh-CN');
let reach: Reach = 'staff';
/** How far the words go that are shown. */
let has: Reach | null = null;
/** The language asked for last: an earlier one that comes down later does not replace it. */
let asked: FaceLocale = 'zh-CN';

/** The messages of the language that is on. Reading them in markup follows a change of language. */
export function t(): Messages {
  if (messages === null) throw new Error('a page was shown before its locale was loaded');
  return messages;
}

/** The language that is on. */
export function locale(): FaceLocale {
  return shown;
}

/**
 * Fetches a language's messages and shows them; drafts are not touched. The old language stays where the network fails.
 * `wanted` is said once, when the page starts.
 */
export async function loadLocale(tag: FaceLocale, wanted: Reach = reach): Promise<void> {
  reach = wanted;
  asked = tag;
  let words: { messages: object; tag?: FaceLocale };
  try {
    words = await (wanted === 'resident' ? residents[tag]() : (await import('../locales/wider.ts')).fetchWider(tag, wanted));
  } catch (error) {
    if (has && asked === tag) asked = shown;
    throw error;
  }
  if (has && (asked !== tag || reach !== wanted)) return;
  // A page reads no further than its reach.
  messages = words.messages as Messages;
  has = wanted;
  shown = words.tag ?? tag;
  document.documentElement.lang = shown;
}

/** [W3] Fetches what a phone's faces say, in whatever language is on by then. Rejects where the network fails. */
export async function widenLocale(): Promise<void> {
  while (has === 'resident') await loadLocale(asked, 'faces');
}

/** The same, remembered on this device. */
export async function chooseLocale(tag: FaceLocale): Promise<void> {
  await loadLocale(tag);
  onDevice.set(chosenKey, tag);
}

/** `?lang=`, what was chosen on this device, the browser's languages, the session's, Chinese: the first that is one of ours. */
export function preferredLocale(sessionLocale?: string): FaceLocale {
  const wishes = [new URLSearchParams(location.search).get('lang'), onDevice.get(chosenKey), ...navigator.languages, sessionLocale];
  for (const wish of wishes) {
    const tag = wish && faceLocaleOf(wish);
    if (tag) return tag;
  }
  return 'zh-CN';
}
