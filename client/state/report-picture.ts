import { sheet, type Drawn } from './picture-sheet.ts';
import type { ReportLine } from './report-lines.ts';

/** What stands on the picture for the group chat, in words. */
export interface PictureWords {
  heading: string;
  title: string;
  /** Where and when; '' where nobody said. */
  where: string;
  number: (number: number) => string;
  stage: (stage: ReportLine['stage']) => string;
  nextWord: (day: string) => string;
  quoted: (text: string) => string;
  /** Beside the QR. */
  scan: string;
  notSample: string;
}

/** As `qrPath` gives it, with the address it leads to. */
export interface PictureCode {
  size: number;
  path: string;
  address: string;
}

const margin = 64;
/** Pixels: a phone shows them at a third, so that the smallest are as large as a page's own text. */
const size = { heading: 52, title: 68, need: 56, text: 44, small: 40 };
const colour = { paper: '#fbf7ee', slip: '#ffffff', ink: '#1b1815', second: '#463f36', seal: '#981a14' };
const codeWidth = 300;

/**
 * [E13] The picture as SVG: the first needs in the room's words with how far each is, and the QR where there is a lasting address. As tall as it has to be.
 */
export function reportPicture(
  lines: readonly ReportLine[],
  { words, code, measure }: { words: PictureWords; code: PictureCode | null; measure: (text: string, font: string) => number },
): Drawn {
  const page = sheet({ margin, measure });
  page.fill(colour.paper);
  page.space(margin);
  page.text(words.heading, { size: size.heading, weight: 700, fill: colour.seal });
  page.space(12);
  page.text(words.title, { size: size.title, weight: 900, fill: colour.ink });
  if (words.where) page.text(words.where, { size: size.small, weight: 400, fill: colour.second });
  page.space(28);
  for (const line of lines) {
    page.card({ fill: colour.slip, stroke: colour.ink, padding: 32, gap: 24 }, () => {
      if (line.number !== null) page.text(words.number(line.number), { size: size.small, weight: 400, fill: colour.second });
      page.text(line.title, { size: size.need, weight: 700, fill: colour.ink });
      if (line.quote)
        page.text(words.quoted(line.quote.text), { size: size.text, weight: 400, fill: colour.second, lang: line.quote.lang });
      page.space(14);
      page.text(words.stage(line.stage), { size: size.text, weight: 700, fill: colour.seal });
      if (line.nextWord) page.text(words.nextWord(line.nextWord), { size: size.text, weight: 400, fill: colour.ink });
    });
  }
  if (code) {
    page.code(code, {
      width: codeWidth,
      beside: () => {
        page.text(words.scan, { size: size.need, weight: 700, fill: colour.ink });
        page.space(10);
        page.text(code.address, { size: size.small, weight: 400, fill: colour.second });
      },
    });
    page.space(24);
  }
  page.text(words.notSample, { size: size.small, weight: 400, fill: colour.second });
  page.space(margin);
  return page.done();
}
