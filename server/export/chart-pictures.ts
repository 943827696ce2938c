import { crc32, deflateSync } from 'node:zlib';
import type { Chart, ChartRow, Strip } from '../../shared/charts/chart.ts';
import { paintedBy, strokesOf, tickStrokes, tones, type Stroke } from '../../shared/charts/strokes.ts';
import { escaped } from './escaped.ts';

/** Dots of the raster for each unit of a strip: sharp at 300 dots an inch where a unit is a pixel of CSS. */
const pngScale = 3;

/** A row's picture as SVG, with its title, what it says, and the name of each mark. `id` is the only one of its kind on a page. */
export function stripSvg(row: ChartRow, chart: Pick<Chart, 'title'>, id: string): string {
  const { strip, label } = row;
  const said = strip.marks.map(({ name }) => name).join('; ');
  const marks = strip.marks.map((mark) => `<g><title>${escaped(mark.name)}</title>${strokesOf(mark).map(rectangle).join('')}</g>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${strip.width} ${strip.height}" width="${strip.width}" height="${strip.height}" role="img" aria-labelledby="${id}-t ${id}-d">`,
    `<title id="${id}-t">${escaped(`${chart.title}: ${label}`)}</title><desc id="${id}-d">${escaped(said)}</desc>`,
    ...tickStrokes(strip).map(rectangle),
    ...marks,
    '</svg>',
  ].join('');
}

function rectangle({ x, y, width, height, tone }: Stroke): string {
  return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}" fill="${tones[tone]}"/>`;
}

const short = (length: number) => String(Math.round(length * 100) / 100);

/** The same rectangles as PNG (third edition, colour type 2), for what shows no SVG: no font is needed, since no word stands in a picture. */
export function stripPng(strip: Strip): Uint8Array {
  const [width, height] = [Math.round(strip.width * pngScale), Math.round(strip.height * pngScale)];
  const rowBytes = width * 3 + 1;
  const rows = Buffer.alloc(rowBytes * height, 0xff);
  for (let y = 0; y < height; y += 1) rows[y * rowBytes] = 0;
  for (const stroke of paintedBy(strip)) paint(rows, stroke, { width, height });
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]);
}

/** At least one dot wide and high, and never outside. */
function paint(rows: Buffer, { tone, ...box }: Stroke, { width, height }: { width: number; height: number }): void {
  const [left, right] = dots(box.x, box.width, width);
  const [top, bottom] = dots(box.y, box.height, height);
  const colour = Buffer.from(tones[tone].slice(1), 'hex');
  for (let y = top; y < bottom; y += 1) {
    for (let x = left; x < right; x += 1) colour.copy(rows, y * (width * 3 + 1) + 1 + x * 3);
  }
}

function dots(from: number, length: number, end: number): [number, number] {
  const first = Math.max(0, Math.min(end - 1, Math.round(from * pngScale)));
  return [first, Math.min(end, Math.max(first + 1, Math.round((from + length) * pngScale)))];
}

function chunk(type: string, body: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
  const around = Buffer.alloc(8);
  around.writeUInt32BE(body.length, 0);
  around.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([around.subarray(0, 4), typed, around.subarray(4)]);
}
