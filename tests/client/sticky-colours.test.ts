import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { root } from '../support/root.ts';

type Triple = [number, number, number];
type Matrix = [Triple, Triple, Triple];

/**
 * What a dichromat sees, in linear sRGB, at full severity. G. M. Machado, M. M. Oliveira, L. A. F. Fernandes: A physiologically-based model for
 * simulation of color vision deficiency. IEEE Transactions on Visualization and Computer Graphics 15 (6), 2009, 1291–1298; the authors' tables.
 */
const visions: Record<string, Matrix> = {
  'usual vision': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** A hall in which the brightest and the darkest a projector can show are 5:1 apart: the room's light adds a quarter of white everywhere. */
const roomLight = 0.25;
const apart = 15;

const linearOf = (hex: string): Triple =>
  [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Triple;
const times = (matrix: Matrix, [x, y, z]: Triple) => matrix.map(([a, b, c]) => a * x + b * y + c * z) as Triple;
/** The eye has settled on the hall's brightest white. */
const washedOut = (colour: Triple) => colour.map((value) => (value + roomLight) / (1 + roomLight)) as Triple;

/** CIE L*a*b* of linear sRGB (IEC 61966-2-1), white D65. */
function labOf(colour: Triple): Triple {
  const xyz = times(
    [
      [0.4124564, 0.3575761, 0.1804375],
      [0.2126729, 0.7151522, 0.072175],
      [0.0193339, 0.119192, 0.9503041],
    ],
    colour.map((value) => Math.max(0, value)) as Triple,
  );
  const white: Triple = [0.95047, 1, 1.08883];
  const [x, y, z] = xyz.map((value, i) => {
    const t = value / white[i]!;
    return t > 216 / 24389 ? Math.cbrt(t) : (t * 24389) / 27 / 116 + 16 / 116;
  }) as Triple;
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * The difference of two colours. G. Sharma, W. Wu, E. N. Dalal: The CIEDE2000 color-difference formula: implementation notes, supplementary test data,
 * and mathematical observations. Color Research & Application 30 (1), 2005, 21–30.
 */
function ciede2000([l1, a1, b1]: Triple, [l2, a2, b2]: Triple): number {
  const degrees = (radians: number) => (radians * 180) / Math.PI;
  const radians = (angle: number) => (angle * Math.PI) / 180;
  const seventh = ((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2) ** 7;
  const g = 0.5 * (1 - Math.sqrt(seventh / (seventh + 25 ** 7)));
  const c1 = Math.hypot(a1 * (1 + g), b1);
  const c2 = Math.hypot(a2 * (1 + g), b2);
  const hueOf = (a: number, b: number) => (a === 0 && b === 0 ? 0 : (degrees(Math.atan2(b, a * (1 + g))) + 360) % 360);
  const [h1, h2] = [hueOf(a1, b1), hueOf(a2, b2)];
  const isGrey = c1 * c2 === 0;
  let turn = isGrey ? 0 : h2 - h1;
  if (turn > 180) turn -= 360;
  else if (turn < -180) turn += 360;
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin(radians(turn / 2));
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  let h = h1 + h2;
  if (!isGrey) h = Math.abs(h1 - h2) <= 180 ? h / 2 : (h + (h < 360 ? 360 : -360)) / 2;
  const t =
    1 -
    0.17 * Math.cos(radians(h - 30)) +
    0.24 * Math.cos(radians(2 * h)) +
    0.32 * Math.cos(radians(3 * h + 6)) -
    0.2 * Math.cos(radians(4 * h - 63));
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  const sc = 1 + 0.045 * c;
  const sh = 1 + 0.015 * c * t;
  const rt = -2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(radians(60 * Math.exp(-(((h - 275) / 25) ** 2))));
  const [x, y, z] = [(l2 - l1) / sl, (c2 - c1) / sc, deltaH / sh];
  return Math.sqrt(x * x + y * y + z * z + rt * y * z);
}

function seenIn(vision: Matrix, hex: string): Triple {
  return labOf(times(vision, washedOut(linearOf(hex))));
}

function differences(vision: Matrix, colours: string[]): number[] {
  return colours.flatMap((a, i) => colours.slice(i + 1).map((b) => ciede2000(seenIn(vision, a), seenIn(vision, b))));
}

describe('the four sticky colours', () => {
  const tokens = readFileSync(join(root, 'client/styles/tokens.css'), 'utf8');
  const colours = [...tokens.matchAll(/--sticky-\d: (#[0-9a-f]{6});/g)].map(([, hex]) => hex!);

  it('are read from the tokens that every face uses', () => {
    expect(colours).toEqual(['#ffffff', '#beff20', '#66c6ff', '#ff9898']);
  });

  test.each(Object.entries(visions))('stay apart in a bright hall with %s', (_name, vision) => {
    expect(Math.min(...differences(vision, colours))).toBeGreaterThanOrEqual(apart);
  });

  it('would not pass as red and green of the same lightness', () => {
    expect(Math.min(...differences(visions['deuteranopia']!, ['#ffffff', '#e08a8a', '#9db46a', '#66c6ff']))).toBeLessThan(apart);
  });

  // Pairs 1, 7, 10 and 25 of Sharma, Wu and Dalal's table 1.
  test.each<[Triple, Triple, number]>([
    [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
    [[50, 0, 0], [50, -1, 2], 2.3669],
    [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
    [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  ])('are compared with a formula that agrees with its authors on %j and %j', (a, b, expected) => {
    expect(ciede2000(a, b)).toBeCloseTo(expected, 4);
  });
});
