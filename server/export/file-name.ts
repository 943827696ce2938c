import type { NeedRecords } from '../../shared/need-record.ts';
import { dayOf } from '../../shared/day.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { ComparisonOrder, TakenFile } from './files.ts';

type AnyFile = TakenFile | ComparisonOrder['file'];

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

/** What each file is called in Chinese; in English it keeps its own name. */
const called: Record<AnyFile, string> = {
  'needs.json': '需求记录',
  'needs.csv': '需求表',
  'needs.xlsx': '需求表',
  'minutes.docx': '会议记录',
  'report.html': '回音',
  'datapackage.zip': '数据包',
  'log.zip': '记录链',
  'ballots.zip': '投票单',
  'comparison.json': '对比',
  'comparison.csv': '对比表',
  'comparison.xlsx': '对比表',
};

/** What a file is saved as: title, what it is, the day it was made. */
export function fileNameOf(
  { session, generatedAt }: { session: Pick<NeedRecords['session'], 'title' | 'rehearsal'>; generatedAt: string },
  file: AnyFile,
  locale: Locale,
): string {
  const practice = session.rehearsal ? (locale === 'zh-CN' ? '彩排 ' : 'Rehearsal ') : '';
  const [base = '', ending = ''] = file.split('.');
  const rest = ` ${locale === 'zh-CN' ? called[file] : base} ${dayOf(generatedAt)}.${ending}`;
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

/** RFC 6266: what the file is and its day in ASCII for who reads no more, and its name as RFC 8187 writes it. */
export function attachment(name: string, file: AnyFile): string {
  const [base = '', ending = ''] = file.split('.');
  const day = /\d{4}-\d{2}-\d{2}(?=\.\w+$)/.exec(name)?.[0] ?? '';
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${[base, day].filter((part) => part !== '').join('-')}.${ending}"; filename*=UTF-8''${encoded}`;
}
