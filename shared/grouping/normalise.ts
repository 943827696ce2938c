import { misspellings } from './lexicon/misspellings.ts';
import { simplify } from './simplified.ts';

const corrections = misspellings
  .split(',')
  .map((pair) => pair.split('>').map((word) => word.trim()))
  .map(([written, meant]) => [written!, meant!] as const);
const meantBy = new Map(corrections);
const misspelt = new RegExp(corrections.map(([written]) => written).join('|'), 'g');

/**
 * A text as the lexicon compares it: half-width for full-width, lower case, simplified characters, misspellings of voice input set right, punctuation as
 * single spaces, no spaces between Hangul, which people set differently.
 */
export function normalise(text: string): string {
  const words = folded(text)
    .replace(/[^\p{L}\p{N}\p{M}'-]+/gu, ' ')
    .trim();
  return withoutHangulSpaces(words).replace(misspelt, (written) => meantBy.get(written) ?? written);
}

/** NFKC, lower case, simplified characters. */
export function folded(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase()).replace(/[’‘]/g, "'");
}

export function withoutHangulSpaces(text: string): string {
  return /\p{Script=Hangul}/u.test(text) ? text.replace(/(\p{Script=Hangul}) +(?=\p{Script=Hangul})/gu, '$1') : text;
}
