import {
  AlignmentType,
  BorderStyle,
  Document,
  HeadingLevel,
  ImageRun,
  Packer,
  Paragraph,
  ShadingType,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  WidthType,
} from 'docx';
import type { Locale } from '../../shared/refusal.ts';

export type Block = Paragraph | Table;

/** Of the page, in twentieths of a point: A4 less its margins. */
const textWidth = 9_350;
const line = { style: BorderStyle.SINGLE, size: 4, color: '808080' };

/** A text as it was written: its line feeds become line breaks; what XML cannot hold becomes U+FFFD. */
export function runs(text: string, more: { bold?: boolean; color?: string } = {}): TextRun[] {
  return text.split('\n').map((each, i) => new TextRun({ text: writable(each), ...more, ...(i > 0 && { break: 1 }) }));
}

const unwritable =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g;

/** The text with what XML cannot hold as U+FFFD. */
function writable(text: string): string {
  return text.replace(unwritable, '\uFFFD');
}

export function title(text: string): Paragraph {
  return new Paragraph({ heading: HeadingLevel.TITLE, alignment: AlignmentType.CENTER, children: runs(text) });
}

/** Never alone at the foot of a page. */
export function heading(text: string, level: 1 | 2 = 1): Paragraph {
  return new Paragraph({ heading: level === 1 ? HeadingLevel.HEADING_1 : HeadingLevel.HEADING_2, keepNext: true, children: runs(text) });
}

export function paragraph(text: string, more: { bold?: boolean; color?: string; keepNext?: boolean } = {}): Paragraph {
  const { keepNext = false, ...run } = more;
  return new Paragraph({ spacing: { after: 80 }, keepNext, children: runs(text, run) });
}

/** Somebody's words, set apart. */
export function quote(text: string): Paragraph {
  return new Paragraph({
    spacing: { after: 60 },
    indent: { left: 420 },
    border: { left: { ...line, size: 12, space: 8, color: 'B8B09C' } },
    children: runs(text),
  });
}

/** A line to sign on. */
export function signatureLine(who: string, locale: Locale): Paragraph {
  const blank = '＿'.repeat(10);
  return new Paragraph({
    spacing: { before: 280 },
    children: runs(locale === 'zh-CN' ? `${who}：${blank}　日期：＿＿＿＿` : `${who}: ${blank}  Date: ＿＿＿＿`),
  });
}

/** What stands in a cell: words, or a picture. */
export type Cell = string | Picture;

/** A picture without words in it: as SVG, and as PNG for what shows none. Its size is in units of its own; it is as wide as its cell lets it. */
export interface Picture {
  svg: string;
  png: Uint8Array;
  width: number;
  height: number;
  title: string;
  description: string;
}

/** Twentieths of a point in a pixel. */
const twips = 15;
const cellMargin = 90;

function pictureRun({ svg, png, width, height, title, description }: Picture, room: number): ImageRun {
  const scale = Math.min(1, (room - 2 * cellMargin) / twips / width);
  const transformation = { width: Math.round(width * scale), height: Math.round(height * scale) };
  return new ImageRun({
    type: 'svg',
    data: Buffer.from(svg),
    fallback: { type: 'png', data: png },
    transformation,
    altText: { name: writable(title), title: writable(title), description: writable(description) },
  });
}

/** Rows under a head that comes again on each page. `widths` are shares of the page; a row is never torn. */
export function table(head: readonly string[] | null, rows: readonly (readonly Cell[])[], widths: readonly number[]): Table {
  const all = widths.reduce((sum, width) => sum + width, 0);
  const columnWidths = widths.map((width) => Math.round((textWidth * width) / all));
  const row = (cells: readonly Cell[], isHead: boolean) =>
    new TableRow({
      tableHeader: isHead,
      cantSplit: true,
      children: cells.map(
        (cell, i) =>
          new TableCell({
            width: { size: columnWidths[i]!, type: WidthType.DXA },
            margins: { top: 40, bottom: 40, left: cellMargin, right: cellMargin },
            ...((isHead || (head === null && i === 0)) && { shading: { type: ShadingType.CLEAR, fill: 'F1EDE3', color: 'auto' } }),
            children: [
              new Paragraph({ children: typeof cell === 'string' ? runs(cell, { bold: isHead }) : [pictureRun(cell, columnWidths[i]!)] }),
            ],
          }),
      ),
    });
  return new Table({
    columnWidths,
    layout: TableLayoutType.FIXED,
    width: { size: textWidth, type: WidthType.DXA },
    borders: { top: line, bottom: line, left: line, right: line, insideHorizontal: line, insideVertical: line },
    rows: [...(head ? [row(head, true)] : []), ...rows.map((cells) => row(cells, false))],
  });
}

/** The blocks as a file for A4, in the fonts that offices have for the language. */
export async function docxOf(blocks: readonly Block[], { locale, name }: { locale: Locale; name: string }): Promise<Uint8Array> {
  const body = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: 'SimSun' };
  const head = { ascii: 'Arial', hAnsi: 'Arial', cs: 'Arial', eastAsia: 'SimHei' };
  const lang = { value: 'en-GB', eastAsia: 'zh-CN' };
  const document = new Document({
    title: writable(name),
    creator: 'Yishi',
    lastModifiedBy: 'Yishi',
    styles: {
      default: {
        document: { run: { font: body, size: 22, language: locale === 'zh-CN' ? { ...lang, value: 'zh-CN' } : lang } },
        title: { run: { font: head, size: 36, bold: true }, paragraph: { spacing: { after: 200 } } },
        heading1: { run: { font: head, size: 26, bold: true, color: '000000' }, paragraph: { spacing: { before: 280, after: 120 } } },
        heading2: { run: { font: head, size: 23, bold: true, color: '000000' }, paragraph: { spacing: { before: 180, after: 80 } } },
      },
    },
    sections: [
      {
        properties: { page: { size: { width: 11_906, height: 16_838 }, margin: { top: 1_300, bottom: 1_300, left: 1_278, right: 1_278 } } },
        children: [...blocks],
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}
