import { compareRecords, type Comparison } from '../../shared/comparison.ts';
import { suggestedSame } from '../../shared/comparison/suggested-same.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import { comparedNeedColumns } from './comparison-columns.ts';
import { comparisonSheets } from './comparison-sheets.ts';
import { tableCsv } from './csv.ts';
import { fileNameOf } from './file-name.ts';
import type { ComparisonOrder, MadeFile } from './files.ts';

/** [E14] Two sessions' records side by side, as one file. */
export async function comparisonFile(order: ComparisonOrder, records: { then: NeedRecords; now: NeedRecords }): Promise<MadeFile> {
  const { file, programme, locale } = order;
  const comparison = compareRecords(records.then, records.now, order.same);
  const bytes = await made(order, comparison);
  const { generatedAt } = records.now;
  return {
    bytes: typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes,
    type: types[file],
    name: fileNameOf({ session: { title: programme, rehearsal: false }, generatedAt }, file, locale),
    checksum: null,
  };
}

async function made({ file, programme, same, locale }: ComparisonOrder, comparison: Comparison): Promise<string | Uint8Array> {
  switch (file) {
    case 'comparison.json':
      return JSON.stringify({ ...comparison, suggestions: suggestedSame(comparison, same) });
    case 'comparison.csv':
      return tableCsv(comparedNeedColumns(comparison, locale), comparison.needs);
    case 'comparison.xlsx':
      // The library is large: it is read when first asked for.
      return (await import('./xlsx.ts')).workbookOf(comparisonSheets(comparison, locale, programme), locale);
    default:
      return file satisfies never;
  }
}

const types: Record<ComparisonOrder['file'], string> = {
  'comparison.json': 'application/json',
  'comparison.csv': 'text/csv; charset=utf-8',
  'comparison.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};
