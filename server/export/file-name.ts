import type { NeedRecords } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';

/** The longest name, its ending included, in characters; a Chinese one of these has three hundred bytes in a header, and fits every file system but eCryptfs. */
const nameMax = 80;
const bytesMax = 240;

/** Names that Windows keeps for devices, with or without an ending. */
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)$/i;

/** A session's title as part of a file's name that every system takes: nothing that separates, hides or reverses, and no device of Windows. */
export function safeName(title: string): string {
  const plain = title
    // eslint-disable-next-line no-control-regex
    .replace(/[<>:"/\\|?*\u0000-\u001F\u007F-\u009F]|\p{Noncharacter_Code_Point}|\p{Surrogate}|\p{Bidi_Control}/gu, ' ')
    .replace(/[.\s]+/gu, ' ')
    .trim();
  return reserved.test(plain) ? `${plain}-` : plain;
}

/** What a file is saved as: title, what it is, the day it was made. */
export function fileNameOf({ session, generatedAt }: Pick<NeedRecords, 'session' | 'generatedAt'>, file: string, locale: Locale): string {
  const practice = session.rehearsal ? (locale === 'zh-CN' ? '彩排 ' : 'Rehearsal ') : '';
  const [, base = file, ending = ''] = /^(.*?)(\.[a-z]+)$/.exec(file) ?? [];
  const rest = ` ${base} ${generatedAt.slice(0, 10)}${ending}`;
  return cut(`${practice}${safeName(session.title) || 'Yishi'}`, rest) + rest;
}

/** As many whole characters of the title as leave room for the rest. */
function cut(title: string, rest: string): string {
  let kept = '';
  for (const { segment } of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(title)) {
    const next = kept + segment;
    if (next.length > nameMax - rest.length || Buffer.byteLength(next + rest) > bytesMax) break;
    kept = next;
  }
  return kept.trim() || 'Yishi';
}

/** RFC 6266: a name in ASCII for who reads no more, and the name itself as RFC 8187 writes it. */
export function attachment(name: string): string {
  // NFKD takes the marks off Latin letters, so that something of the title is left.
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\u0020-\u007E]+/g, '_')
    .replace(/["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
