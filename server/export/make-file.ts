import { createHash } from 'node:crypto';
import { buildNeedRecords, checkNeedRecords, type NeedRecords, type SaidInSession } from '../../shared/need-record.ts';
import { faceLocaleOf, staffLocaleOf } from '../../shared/languages.ts';
import { recordsIn } from '../../shared/read-records.ts';
import type { Locale } from '../../shared/refusal.ts';
import { ballotsZip } from './ballot-files.ts';
import { needsCsv } from './csv.ts';
import { dataPackageZip } from './data-package.ts';
import { fileNameOf } from './file-name.ts';
import { comparisonFile } from './comparison-files.ts';
import type { ComparisonOrder, FileOrder, MadeFile, RecordSource, TakenFile } from './files.ts';
import { logZip } from './log.ts';
import { reportHtml } from './report.ts';

/** [E1] Makes one file. Throws where the records do not keep their promises: such a bundle leaves in no format. */
export async function makeFile(order: FileOrder | ComparisonOrder): Promise<MadeFile> {
  if ('then' in order) return comparisonFile(order, { then: kept(order.then), now: kept(order.now) });
  const { file, locale } = order;
  const bundle = kept(order);
  const bytes = await made(order, bundle);
  const name = fileNameOf(bundle, file, locale);
  const { checksum } = bundle;
  return { bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes, type: types[file], name, checksum };
}

/** The need records, all of whose promises are kept. */
function kept(source: RecordSource): NeedRecords {
  const bundle = bundleOf(source);
  const broken = checkNeedRecords(bundle);
  if (broken.length > 0) throw new Error(`the need records break a promise: ${broken[0]} (${broken.length} in all)`);
  return bundle;
}

function bundleOf(source: RecordSource): NeedRecords {
  if ('text' in source) return recordsIn(source.text);
  const said = JSON.parse(new TextDecoder().decode(source.said)) as SaidInSession;
  return buildNeedRecords({ ...said, ...source.made, digest: (text) => createHash('sha256').update(text).digest('hex') });
}

/** [E10] A bundle that was imported leaves as it came. */
function jsonOf(source: RecordSource, bundle: NeedRecords): string {
  return 'text' in source ? source.text : JSON.stringify(bundle, null, 2);
}

/** The two libraries are large: they are read when first asked for. */
async function made(order: FileOrder, bundle: NeedRecords): Promise<string | Uint8Array> {
  switch (order.file) {
    case 'needs.json':
      return jsonOf(order, bundle);
    case 'needs.csv':
      return needsCsv(bundle, order.locale);
    case 'needs.xlsx':
      return (await import('./xlsx.ts')).needsXlsx(bundle, order.locale);
    case 'minutes.docx':
      return (await import('./minutes.ts')).minutesDocx(bundle, spoken(bundle));
    case 'report.html':
      return reportHtml(bundle, order.speaks ?? spoken(bundle));
    case 'datapackage.zip':
      return dataPackageZip(bundle, jsonOf(order, bundle));
    case 'log.zip':
      return logZip(bundle, order.log, order.verifier);
    case 'ballots.zip':
      return ballotsZip(bundle, order.rounds);
    default:
      return order satisfies never;
  }
}

/** The language of a session, as far as files speak it. */
function spoken({ session }: NeedRecords): Locale {
  return staffLocaleOf(faceLocaleOf(session.languages[0] ?? 'zh-CN') ?? 'en');
}

const types: Record<TakenFile, string> = {
  'needs.json': 'application/json',
  'needs.csv': 'text/csv; charset=utf-8',
  'needs.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'minutes.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'report.html': 'text/html; charset=utf-8',
  'datapackage.zip': 'application/zip',
  'log.zip': 'application/zip',
  'ballots.zip': 'application/zip',
};
