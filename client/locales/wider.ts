import { staffLocaleOf, type FaceLocale } from '../../shared/languages.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { Messages } from './zh-CN/index.ts';

/** How much of a catalogue a page needs: a phone until it can be read, a phone with faces, the projector and the tablet, facilitators and the desk. */
export type Reach = 'resident' | 'faces' | 'room' | 'staff';
type Words<K extends keyof Messages> = Promise<{ messages: Pick<Messages, K> }>;

/** Each language is a chunk of its own. What this file names would be among the bytes that a phone loads first. */
const faces: Record<
  FaceLocale,
  [() => Promise<{ messages: object }>, () => Promise<{ messages: { phone: object; kinds: Messages['kinds'] } }>]
> = {
  'zh-CN': [() => import('./zh-CN/resident.ts'), () => import('./zh-CN/faces.ts')],
  'zh-TW': [() => import('./zh-TW/resident.ts'), () => import('./zh-TW/faces.ts')],
  en: [() => import('./en/resident.ts'), () => import('./en/faces.ts')],
  ja: [() => import('./ja/resident.ts'), () => import('./ja/faces.ts')],
  ko: [() => import('./ko/resident.ts'), () => import('./ko/faces.ts')],
};
const rooms: Record<FaceLocale, () => Words<'common' | 'phone' | 'projector' | 'kinds'>> = {
  'zh-CN': () => import('./zh-CN/room.ts'),
  'zh-TW': () => import('./zh-TW/room.ts'),
  en: () => import('./en/room.ts'),
  ja: () => import('./ja/room.ts'),
  ko: () => import('./ko/room.ts'),
};
const wholes: Record<Locale, () => Promise<{ messages: Messages }>> = {
  'zh-CN': () => import('./zh-CN/index.ts'),
  en: () => import('./en/index.ts'),
};

/** The words of a language as far as `reach`, and the language that they are in. */
export async function fetchWider(tag: FaceLocale, reach: Reach): Promise<{ messages: object; tag: FaceLocale }> {
  if (reach === 'staff') return { ...(await wholes[staffLocaleOf(tag)]()), tag: staffLocaleOf(tag) };
  if (reach === 'room') return { ...(await rooms[tag]()), tag };
  const [{ messages: first }, { messages: later }] = await Promise.all([faces[tag][0](), faces[tag][1]()]);
  return {
    messages: { ...first, kinds: later.kinds, phone: { ...('phone' in first ? (first.phone as object) : {}), ...later.phone } },
    tag,
  };
}
