import type { ImportRefusal } from '../../shared/imported.ts';
import type { Locale, RefusalCode } from '../../shared/refusal.ts';
import { ToldRefusalError } from './told-refusal.ts';

type Said = Readonly<Record<Locale, string>>;

const nothingChanged: Said = { 'zh-CN': '什么都没有变。', en: 'Nothing was changed.' };

/** What is wrong with a bundle, and what to do about it. */
const sentences: Record<ImportRefusal, Said> = {
  empty: { 'zh-CN': '这个文件是空的。请重新选一个。', en: 'This file is empty: choose another one.' },
  'too-large': {
    'zh-CN': '文件太大，不像一场工作坊的记录。请选「需求记录（JSON）」或「数据包」。',
    en: 'The file is too large for one session’s records. Choose needs.json or datapackage.zip.',
  },
  'zip-broken': { 'zh-CN': '这个压缩包打不开，请重新下载一次。', en: 'This archive cannot be opened: download it again.' },
  'zip-without-records': {
    'zh-CN': '压缩包里没有 needs.json。请选「数据包」下载的那一个。',
    en: 'There is no needs.json in this archive. Choose the one downloaded as the data package.',
  },
  truncated: { 'zh-CN': '文件不完整，后面断了。请重新下载一次。', en: 'The file breaks off before its end: download it again.' },
  'not-json': {
    'zh-CN': '这不是需求记录。请选 needs.json 或 datapackage.zip。',
    en: 'These are no need records. Choose needs.json or datapackage.zip.',
  },
  'not-records': {
    'zh-CN': '文件里不是议事的需求记录，或者被别的程序改过。请从开会的电脑重新下载。',
    en: 'The file has no need records of Yishi, or another program changed it. Download it anew where the session was held.',
  },
  'later-version': {
    'zh-CN': '这是更新的版本做的记录。请先把这里的议事升级。',
    en: 'A later version made these records: update Yishi here first.',
  },
  'too-many': { 'zh-CN': '里面的条数太多，不像一场工作坊的记录。', en: 'It has more entries than the records of one session can have.' },
  'odd-text': {
    'zh-CN': '文字里有看不见的控制字符，这里不收。请从开会的电脑重新下载。',
    en: 'Its words have control characters, which are not stored here. Download it anew where the session was held.',
  },
  checksum: {
    'zh-CN': '校验码对不上：下载以后有人改过，或者文件坏了。请从开会的电脑重新下载。',
    en: 'The checksum does not fit: the file was changed or damaged after it was downloaded. Download it anew.',
  },
  'contradicts-itself': {
    'zh-CN': '记录前后对不上（便利贴、需求或点票缺了一截）。请从开会的电脑重新下载。',
    en: 'The records contradict themselves: notes, needs or counts are missing. Download them anew where the session was held.',
  },
  rehearsal: { 'zh-CN': '这是彩排，不是记录，不能导入。', en: 'This is a rehearsal and no record: it cannot be imported.' },
  'held-here': {
    'zh-CN': '这一场就是在这里开的，记录已经在了，不用导入。',
    en: 'This session was held here and its records are here already.',
  },
  older: {
    'zh-CN': '这里的记录比这个文件新（可能有人改过办理情况）。请导入更新的那一份。',
    en: 'What is here is newer than this file; perhaps somebody filled in how far needs are. Import a newer one.',
  },
  'edited-here': {
    'zh-CN': '这里有人填过办理情况，导入会换掉。确定要换，请先勾选「换掉这里填过的」，再选一次文件。',
    en: 'Somebody filled in here how far needs are, which this file would replace. Where that is meant, tick “Replace what was filled in here” and choose it again.',
  },
};

const codes: Partial<Record<ImportRefusal, RefusalCode>> = {
  'too-large': 'too-long',
  'too-many': 'too-long',
  'held-here': 'not-allowed',
  older: 'not-allowed',
  'edited-here': 'not-allowed',
};

/** A bundle that is not taken, with the reason in words. */
export function importRefused(why: ImportRefusal): ToldRefusalError {
  const said = sentences[why];
  return new ToldRefusalError(codes[why] ?? 'bad-input', {
    'zh-CN': said['zh-CN'] + nothingChanged['zh-CN'],
    en: `${said.en} ${nothingChanged.en}`,
  });
}

/** A file that only the server has where the session was held. */
export function notAmongRecords(): ToldRefusalError {
  return new ToldRefusalError('not-found', {
    'zh-CN': '导入的只有需求记录，这个文件只在开会的那台电脑上有。',
    en: 'Only the need records were imported; this file is to be had where the session was held.',
  });
}
