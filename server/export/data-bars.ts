import { getCellAddress, getOrderOfSiblings, insertElementMarkupAccordingToOrderOfSiblings } from 'write-excel-file/utility';
import type { Blob } from 'node:buffer';
import type { Stream } from 'node:stream';
import type { Feature } from 'write-excel-file/node';
import type { Sheet } from './sheets.ts';

/** What the library lets us change of a workbook as it is written. */
export type XlsxFeature = Feature<Stream | Buffer | Blob>;

const sheetFile = 'xl/worksheets/sheet{id}.xml';
/** In the order that the schema of a sheet wants; data bars stand among what formats by condition (ECMA-376 part 1, 18.3.1.28). */
const order = getOrderOfSiblings(sheetFile, 'worksheet') ?? [];

/** Bars behind the numbers of those columns that ask for them, as long as a number is big, from nothing or from the least below it. */
export function dataBars(sheets: readonly Sheet[]): XlsxFeature {
  return {
    files: {
      transform: {
        [sheetFile]: {
          transform: (xml, _options, { sheetIndex }) => {
            const sheet = sheets[sheetIndex];
            if (!sheet || sheet.rows.length === 0) return xml;
            return sheet.columns.reduce(
              (before, { hasBar }, column) =>
                hasBar ? insertElementMarkupAccordingToOrderOfSiblings(before, barOf(sheet, column), order, 'worksheet') : before,
              xml,
            );
          },
        },
      },
    },
  };
}

function barOf({ rows }: Sheet, column: number): string {
  const range = `${getCellAddress(1, column)}:${getCellAddress(rows.length, column)}`;
  const least = Math.min(0, ...rows.map((row) => row[column]).filter((cell) => typeof cell === 'number'));
  const cfvo = `<cfvo type="num" val="${least}"/><cfvo type="max"/>`;
  return `<conditionalFormatting sqref="${range}"><cfRule type="dataBar" priority="1"><dataBar>${cfvo}<color rgb="FF8DB36B"/></dataBar></cfRule></conditionalFormatting>`;
}
