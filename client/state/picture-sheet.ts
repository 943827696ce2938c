import { wrapped } from './wrapped.ts';

export interface Drawn {
  svg: string;
  width: number;
  height: number;
}

interface Type {
  size: number;
  weight: number;
  fill: string;
  lang?: string | null;
}

const width = 1080;
const leading = 1.4;
const family = "'PingFang SC', 'HarmonyOS Sans SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

/** The font of a text as a canvas names it. */
const fontOf = ({ size, weight }: Type) => `${weight} ${size}px ${family}`;

/** A sheet that is written from the top down and is as tall as what stands on it; texts wrap, and none is left out. */
export function sheet({ margin, measure }: { margin: number; measure: (text: string, font: string) => number }) {
  let pieces: string[] = [];
  let [y, left, right] = [0, margin, width - margin];
  let background = '#fff';

  const within = (bounds: { left: number; right: number }, draw: () => void) => {
    const before = { left, right };
    ({ left, right } = bounds);
    draw();
    ({ left, right } = before);
  };

  return {
    fill(colour: string) {
      background = colour;
    },
    space(height: number) {
      y += height;
    },
    text(text: string, type: Type) {
      const lines = wrapped(text, right - left, (line) => measure(line, fontOf(type)));
      const lang = type.lang ? ` xml:lang="${escaped(type.lang)}"` : '';
      for (const line of lines) {
        y += type.size * leading;
        const baseline = Math.round(y - type.size * 0.36);
        pieces.push(
          `<text x="${left}" y="${baseline}" font-size="${type.size}" font-weight="${type.weight}" fill="${type.fill}"${lang}>${escaped(line)}</text>`,
        );
      }
    },
    /** A slip around what `draw` writes. */
    card({ fill, stroke, padding, gap }: { fill: string; stroke: string; padding: number; gap: number }, draw: () => void) {
      const [top, outside] = [y, pieces];
      pieces = [];
      y += padding;
      within({ left: left + padding, right: right - padding }, draw);
      y += padding;
      const frame = `<rect x="${left}" y="${top}" width="${right - left}" height="${Math.round(y - top)}" fill="${fill}" stroke="${stroke}" stroke-width="3"/>`;
      pieces = [...outside, frame, ...pieces];
      y += gap;
    },
    /** A QR code, with what `beside` writes to its right. */
    code({ size, path }: { size: number; path: string }, { width: side, beside }: { width: number; beside: () => void }) {
      const top = y;
      const scale = side / size;
      pieces.push(
        `<g transform="translate(${left} ${top}) scale(${scale})" shape-rendering="crispEdges"><path d="M0 0h${size}v${size}H0z" fill="#fff"/><path d="${path}" fill="#000"/></g>`,
      );
      within({ left: left + side + 36, right }, beside);
      y = Math.max(y, top + side);
    },
    done(): Drawn {
      const height = Math.ceil(y);
      const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(family)}">`;
      const style = '<style>text{unicode-bidi:plaintext;white-space:pre}</style>';
      return { svg: `${head}${style}<rect width="100%" height="100%" fill="${background}"/>${pieces.join('')}</svg>`, width, height };
    },
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
