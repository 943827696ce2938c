import { faceLocaleOf, type FaceLocale } from '../../shared/languages.ts';
import { onDevice } from '../net/storage.ts';
import { loadLocale } from './locale.svelte.ts';

const keyFor = (sessionId: string) => `yishi:screen-locale:${sessionId}`;

/**
 * [W2] Turns the room's screen to what was chosen on it for this session, else to the session's language, whatever the laptop's browser reads. `?lang=` has
 * the last word.
 */
export async function speakToRoom(sessionId: string, sessionLocale: string): Promise<void> {
  const asked = new URLSearchParams(location.search).get('lang');
  if (asked !== null && faceLocaleOf(asked) !== null) return;
  await loadLocale(faceLocaleOf(onDevice.get(keyFor(sessionId)) ?? '') ?? faceLocaleOf(sessionLocale) ?? 'zh-CN');
}

/** The language that somebody chose on the screen, kept for the session: the same laptop's other pages keep their own. */
export async function chooseForRoom(sessionId: string, tag: FaceLocale): Promise<void> {
  await loadLocale(tag);
  onDevice.set(keyFor(sessionId), tag);
}
