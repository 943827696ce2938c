import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { crc32, deflateSync } from 'node:zlib';
import type decode from 'jsqr';
import { artefact } from './browser.ts';

const load = createRequire(import.meta.url);
/** jsqr is CommonJS with its function under `default`. */
const jsQR = (load('jsqr') as { default: typeof decode }).default;
const scale = 200 / 72;

/** One printed page as a printer's raster has it, 200 dots an inch. */
export interface PrintedPage {
  /** In millimetres. */
  size: { width: number; height: number };
  pixels: { data: Uint8ClampedArray; width: number; height: number };
}

/** The pages of a PDF, each left as a picture `print/NAME-N.png`. Null where pdfium cannot be loaded. */
export async function renderPdf(pdf: Uint8Array, name: string): Promise<PrintedPage[] | null> {
  const pdfium = await import('@hyzyla/pdfium').catch(() => null);
  const library = await pdfium?.PDFiumLibrary.init().catch(() => null);
  if (!library) return null;
  const document = await library.loadDocument(pdf);
  const pages: PrintedPage[] = [];
  for (const page of document.pages()) {
    const { data, width, height, originalWidth, originalHeight } = await page.render({
      scale,
      render: ({ data }) => Promise.resolve(Uint8Array.from(data)),
    });
    const pixels = { data: new Uint8ClampedArray(data), width, height };
    writeFileSync(artefact(`print/${name}-${pages.length + 1}.png`), png(pixels));
    const mm = (points: number) => Math.round((points / 72) * 25.4);
    pages.push({ size: { width: mm(originalWidth), height: mm(originalHeight) }, pixels });
  }
  document.destroy();
  library.destroy();
  return pages;
}

/** What the QR code says in a part of a page, given in shares of its sides; null where none is read. */
export function readQr({ pixels }: PrintedPage, part: { x: number; y: number; width: number; height: number }): string | null {
  const [left, top] = [Math.max(0, Math.floor(part.x * pixels.width)), Math.max(0, Math.floor(part.y * pixels.height))];
  const width = Math.min(pixels.width - left, Math.ceil(part.width * pixels.width));
  const height = Math.min(pixels.height - top, Math.ceil(part.height * pixels.height));
  const cut = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const from = ((top + y) * pixels.width + left) * 4;
    cut.set(pixels.data.subarray(from, from + width * 4), y * width * 4);
  }
  return jsQR(cut, width, height)?.data ?? null;
}

/** The share of a page that is not white. */
export function inked({ pixels }: PrintedPage): number {
  let dark = 0;
  for (let i = 0; i < pixels.data.length; i += 4) if (pixels.data[i]! < 200) dark += 1;
  return dark / (pixels.data.length / 4);
}

/** PNG (third edition), colour type 6, one unfiltered row after another. */
function png({ data, width, height }: PrintedPage['pixels']): Buffer {
  const rows = Buffer.alloc(height * (width * 4 + 1));
  for (let y = 0; y < height; y += 1) rows.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (width * 4 + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([around.subarray(0, 4), typed, around.subarray(4)]);
}
