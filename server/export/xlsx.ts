import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import { dataBars, type XlsxFeature } from './data-bars.ts';
import { sheetsOf, type Sheet } from './sheets.ts';
import type { Cell } from './table.ts';
import { linesOf, widthOf } from './text-width.ts';

/** Excel takes no more in one cell. */
const cellMax = 32_767;
const textsFile = 'xl/sharedStrings.xml';
/** In points. */
const lineHeight = 16;
const rowHeightMax = 400;

/** The need records as a workbook of six sheets. */
export function needsXlsx(bundle: NeedRecords, locale: Locale): Promise<Uint8Array> {
  return workbookOf(sheetsOf(bundle, locale), locale);
}

/** A workbook: what is text is typed as text, so that nothing in it is run. */
export async function workbookOf(sheets: Sheet[], locale: Locale): Promise<Uint8Array> {
  const written = sheets.map((sheet, place) => {
    const widths = sheet.columns.map(columnWidth);
    return {
      sheet: sheet.name,
      data: [titleRow(sheet), ...sheet.rows.map((row) => rowOf(row, sheet, widths))],
      columns: widths.map((width) => ({ width })),
      stickyRowsCount: 1,
      // With what a need is called, where there are more columns than a screen has.
      stickyColumnsCount: place === 0 ? sheet.columns.findIndex(({ isName }) => isName) + 1 : 1,
      orientation: 'landscape' as const,
    };
  });
  const features: XlsxFeature[] = [dataBars(sheets)];
  const options = { fontFamily: locale === 'zh-CN' ? 'Microsoft YaHei' : 'Calibri', fontSize: 11, features };
  const bytes = new Uint8Array(await writeExcelFile(written, options).toBuffer());
  const isAltered = sheets.some(({ rows }) => rows.some((row) => row.some((cell) => typeof cell === 'string' && isAlteredByLibrary(cell))));
  return isAltered ? restored(bytes) : bytes;
}

/** The library drops U+FFFD, which XML can hold, and takes what every object has for a text that it knows already. */
function isAlteredByLibrary(text: string): boolean {
  return text.includes('\uFFFD') || text in Object.prototype;
}

/** Stands before a text that the library must not know; no text has this character, so that its escape is nobody's. */
const mark = '_xFFFE_';

/** Puts right what the library was given in other words: not every program reads escapes. */
function restored(bytes: Uint8Array): Uint8Array {
  const files = unzipSync(bytes);
  const texts = strFromU8(files[textsFile]!)
    .replace(/(?<!_x005F)_xFFFD_/g, '\uFFFD')
    .replace(/(?<!_x005F)_xFFFE_/g, '');
  return zipSync({ ...files, [textsFile]: strToU8(texts) });
}

function titleRow({ columns }: Sheet): CellObject[] {
  return columns.map(({ title }) => ({
    value: xmlSafe(title),
    type: String,
    fontWeight: 'bold',
    backgroundColor: '#E7E2D6',
    wrap: true,
    alignVertical: 'center',
  }));
}

function columnWidth({ title, width }: Sheet['columns'][number]): number {
  return width ?? Math.max(9, widthOf(title) + 2);
}

/** As high as its longest cell: not every program looks for itself. */
function rowOf(row: readonly Cell[], { columns }: Sheet, widths: readonly number[]): (CellObject | null)[] {
  const lines = Math.max(1, ...row.map((cell, i) => (typeof cell === 'string' ? linesOf(cell, (widths[i] ?? 9) - 1) : 1)));
  const height = Math.min(rowHeightMax, lines * lineHeight);
  return row.map((cell, i) => cellOf(cell, columns[i]?.isShare === true, height));
}

function cellOf(cell: Cell, isShare: boolean, height: number): CellObject | null {
  if (cell === null || cell === '') return null;
  if (typeof cell === 'number') return { value: cell, type: Number, alignVertical: 'top', height, ...(isShare && { format: '0.0%' }) };
  return { value: xmlSafe(fitting(cell)), type: String, wrap: true, alignVertical: 'top', height };
}

/** Whole lines as far as they fit; of the rest it says that there is more. */
function fitting(text: string): string {
  if (text.length <= cellMax) return text;
  const end = text.lastIndexOf('\n', cellMax - 2);
  return `${text.slice(0, end === -1 ? cellMax - 2 : end)}\n…`;
}

/**
 * What XML cannot hold, or its readers take for an escape, in the workbook's own way of writing it: ECMA-376 part 1, 22.4.2.4 (`bstr`). The library would
 * drop such characters without a word.
 */
export function xmlSafe(text: string): string {
  if (text in Object.prototype) return `${mark}${text}`;
  return text
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replace(unwritable, (character) => Array.from({ length: character.length }, (_, i) => escaped(character.charCodeAt(i))).join(''));
}

// eslint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\uFDD0-\uFDEF\uFFFD-\uFFFF]|\p{Noncharacter_Code_Point}/gu;

function escaped(unit: number): string {
  return `_x${unit.toString(16).toUpperCase().padStart(4, '0')}_`;
}
