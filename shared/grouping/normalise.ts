import { misspellings } from './lexicon/misspellings.ts';
import { simplify } from './simplified.ts';

const corrections = misspellings
  .split(',')
  .map((pair) => pair.split('>').map((word) => word.trim()))
  .filter((pair) => pair.length === 2)
  .map(([written, meant]) => [written!, meant!] as const);
const meantBy = new Map(corrections);
const misspelt = new RegExp(corrections.map(([written]) => written).join('|'), 'g');

/**
 * A text as the lexicon compares it: NFKC (so half-width for full-width), lower case, simplified characters, misspellings of voice input set right,
 * punctuation as single spaces, no spaces between Hangul, which people set differently.
 */
export function normalise(text: string): string {
  return withoutMisspellings(plain(text));
}

/** The same without setting misspellings right: for words that are known to be spelt well. */
export function plain(text: string): string {
  return simplify(text.normalize('NFKC').toLowerCase())
    .replace(/[’‘]/g, "'")
    .replace(/[^\p{L}\p{N}\p{M}'-]+/gu, ' ')
    .replace(/(?<=\p{Script=Hangul}) (?=\p{Script=Hangul})/gu, '')
    .trim();
}

function withoutMisspellings(text: string): string {
  return text.replace(misspelt, (written) => meantBy.get(written) ?? written);
}
