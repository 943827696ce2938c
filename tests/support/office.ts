import { unzipped } from './held-workshop.ts';

// Readers of what Office writes, apart from the writers: enough of ECMA-376 to say what is in a cell and in a paragraph.

function unescaped(xml: string): string {
  return xml
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(parseInt(hex, 16)))
    .replace(/&#(\d+);/g, (_, decimal: string) => String.fromCodePoint(Number(decimal)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

const textIn = (xml: string) => [...xml.matchAll(/<t(?:\s[^>]*)?>([\s\S]*?)<\/t>/g)].map(([, text]) => text ?? '').join('');

export interface ReadCell {
  /** `s` for a shared text, `inlineStr`, `n` for a number; 'f' where there is a formula. */
  type: string;
  value: string;
}

export interface ReadSheet {
  name: string;
  rows: (ReadCell | undefined)[][];
  xml: string;
}

/** The sheets of a workbook in their order. */
export function readXlsx(bytes: Uint8Array): ReadSheet[] {
  const files = unzipped(bytes);
  const shared = [...(files['xl/sharedStrings.xml'] ?? '').matchAll(/<si>([\s\S]*?)<\/si>/g)].map(([, xml]) =>
    bstr(unescaped(textIn(xml ?? ''))),
  );
  const names = [...files['xl/workbook.xml']!.matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name]) => unescaped(name ?? ''));
  return names.map((name, i) => {
    const xml = files[`xl/worksheets/sheet${i + 1}.xml`]!;
    const rows = [...xml.matchAll(/<row [^>]*?(?:\/>|>([\s\S]*?)<\/row>)/g)].map(([, cells = '']) => {
      const row: (ReadCell | undefined)[] = [];
      for (const [, attributes = '', inside = ''] of cells.matchAll(/<c ([^>]*?)(?:\/>|>([\s\S]*?)<\/c>)/g))
        row[columnOf(/r="([A-Z]+)\d+"/.exec(attributes)![1]!)] = cellOf(attributes, inside, shared);
      return row;
    });
    return { name, rows, xml };
  });
}

function cellOf(attributes: string, inside: string, shared: readonly string[]): ReadCell {
  const type = /t="(\w+)"/.exec(attributes)?.[1] ?? 'n';
  const value = /<v>([\s\S]*?)<\/v>/.exec(inside)?.[1] ?? '';
  if (/<f[ >/]/.test(inside)) return { type: 'f', value };
  if (type === 's') return { type, value: shared[Number(value)] ?? '' };
  return { type, value: type === 'inlineStr' ? bstr(unescaped(textIn(inside))) : value };
}

/** ECMA-376 part 1, 22.9.2.19: what XML cannot hold is written as _xHHHH_. */
function bstr(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The paragraphs of a document, in their order, those in tables too. */
export function readDocx(bytes: Uint8Array): string[] {
  const xml = unzipped(bytes)['word/document.xml']!;
  return [...xml.matchAll(/<w:p(?: [^>]*)?>([\s\S]*?)<\/w:p>/g)].map(([, inside = '']) =>
    [...inside.matchAll(/<w:t(?: [^>]*)?>([\s\S]*?)<\/w:t>|<w:br\/>/g)]
      .map(([tag, text]) => (tag === '<w:br/>' ? '\n' : unescaped(text ?? '')))
      .join(''),
  );
}
