import type { RefusalCode } from './refusal.ts';

/** More marks than this on one base character cover the neighbours (zalgo); the rest is dropped. */
const marksPerBase = 8;

// Controls but for the line feed, and what steers or hides text: bidi overrides and isolates, BOM, line and paragraph separators.
// eslint-disable-next-line no-control-regex
const controls = /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]/g;
const markRun = new RegExp(`(\\p{M}{${marksPerBase}})\\p{M}+`, 'gu');
const invisible = /[\s\u00AD\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2060-\u206F\u2800\u3164\uFE00-\uFE0F\uFFA0]/gu;

/**
 * Text as it is stored: NFC, no lone surrogates, no controls but the line feed, no bidi overrides, at most eight marks on a base character,
 * trimmed at both ends. What a person can see stays exactly as typed.
 */
export function normaliseText(typed: string): string {
  return withoutLoneSurrogates(typed)
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(controls, '')
    .normalize('NFC')
    .replace(markRun, '$1')
    .trim();
}

/** Iterating a string yields whole code points, so a surrogate that comes alone is a lone one (older Safari has no lookbehind). */
function withoutLoneSurrogates(text: string): string {
  return [...text].filter((character) => !/^[\uD800-\uDFFF]$/.test(character)).join('');
}

/** True where a reader would see nothing: white space, zero-width characters and Hangul fillers only. */
export function isBlank(text: string): boolean {
  return text.replace(invisible, '') === '';
}

/** How many characters a person counts: grapheme clusters, or code points in a browser that has no `Intl.Segmenter`. */
export function graphemeCount(text: string): number {
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return [...text].length;
  let count = 0;
  for (const _ of new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(text)) count += 1;
  return count;
}

/** Why a text of at most `max` graphemes is refused, or null. The text is already normalised. */
export function refuseText(text: string, max: number): RefusalCode | null {
  if (isBlank(text)) return 'bad-input';
  // A grapheme is at least one code unit, so a text this short need not be segmented.
  if (text.length <= max) return null;
  return graphemeCount(text) > max ? 'too-long' : null;
}
