import { createHash } from 'node:crypto';
import { buildNeedRecords, checkNeedRecords, type NeedRecords } from '../../shared/need-record.ts';
import { faceLocaleOf, staffLocaleOf } from '../../shared/languages.ts';
import type { Locale } from '../../shared/refusal.ts';
import { needsCsv } from './csv.ts';
import { fileNameOf } from './file-name.ts';
import type { FileOrder, MadeFile, RecordFile } from './files.ts';
import { minutesDocx } from './minutes.ts';
import { needsXlsx } from './xlsx.ts';

/** Makes one file. Throws where the records do not keep their promises: such a bundle leaves in no format. */
export async function makeFile({ file, input, locale }: FileOrder): Promise<MadeFile> {
  const bundle = buildNeedRecords({ ...input, digest: (text) => createHash('sha256').update(text).digest('hex') });
  const broken = checkNeedRecords(bundle);
  if (broken.length > 0) throw new Error(`the need records break a promise: ${broken[0]} (${broken.length} in all)`);
  const { type, make } = makers[file];
  const bytes = await make(bundle, locale);
  return { bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, type, name: fileNameOf(bundle, file, locale) };
}

/** The language of a session, as far as files speak it. */
function spoken({ session }: NeedRecords): Locale {
  return staffLocaleOf(faceLocaleOf(session.languages[0] ?? 'zh-CN') ?? 'en');
}

type Maker = (bundle: NeedRecords, locale: Locale) => string | Uint8Array | Promise<Uint8Array>;

const makers: Record<RecordFile, { type: string; make: Maker }> = {
  'needs.json': { type: 'application/json', make: (bundle) => JSON.stringify(bundle, null, 2) },
  'needs.csv': { type: 'text/csv; charset=utf-8', make: needsCsv },
  'needs.xlsx': { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', make: needsXlsx },
  'minutes.docx': {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    make: (bundle) => minutesDocx(bundle, spoken(bundle)),
  },
};
