import { encode } from 'uqr';

/** The quiet zone that readers need, in modules. */
const quietZone = 4;

/** A QR code as one SVG path on a field of `size` modules, quiet zone included. Level M, which a hall's distance and glare ask for. */
export function qrPath(text: string): { size: number; path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  let path = '';
  data.forEach((row, y) => {
    for (let x = 0; x < row.length; x += 1) {
      if (!row[x]) continue;
      const from = x;
      while (row[x + 1]) x += 1;
      path += `M${from} ${y}h${x - from + 1}v1H${from}z`;
    }
  });
  return { size, path };
}
