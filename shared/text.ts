import type { RefusalCode } from './refusal.ts';

/** More marks than this on one base character cover the neighbours (zalgo); the rest is dropped. */
const marksPerBase = 8;

// Controls but for the line feed, what steers or hides text (bidi overrides and isolates, BOM, line and paragraph separators), and what is no character
// at all, which XML cannot hold.
const controls =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069\uFEFF\uFFF9-\uFFFB]|\p{Noncharacter_Code_Point}/gu;
const markRun = new RegExp(`(\\p{M}{${marksPerBase}})\\p{M}+`, 'gu');
/** Composing sorts a run of marks, which takes a second for a run of thirty thousand: it is cut down to this before. */
const longMarkRun = new RegExp(`(\\p{M}{${8 * marksPerBase}})\\p{M}+`, 'gu');
const loneSurrogate = /\p{Cs}/u;
const invisible = /[\s\p{Default_Ignorable_Code_Point}\u2800]/gu;
/** The longest single characters there are, families and flags with their joiners and tags, have fewer code units than this. */
const unitsPerGrapheme = 20;

/**
 * Text as it is stored: NFC, no lone surrogates, no controls but the line feed, no noncharacters, no bidi overrides, at most eight marks on a base character,
 * trimmed at both ends. What a person can see stays exactly as typed.
 */
export function normaliseText(typed: string): string {
  return withoutLoneSurrogates(typed)
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(controls, '')
    .replace(longMarkRun, '$1')
    .normalize('NFC')
    .replace(markRun, '$1')
    .trim();
}

/** Iterating a string yields whole code points, so a surrogate that comes alone is a lone one (older Safari has no lookbehind). */
function withoutLoneSurrogates(text: string): string {
  return [...text].filter((character) => !/^[\uD800-\uDFFF]$/.test(character)).join('');
}

/** True where nothing stands in a text that would not be stored here, whoever sends it. */
export function isStorable(text: string): boolean {
  return !loneSurrogate.test(text) && text.replace(controls, '').replace(longMarkRun, '$1').replace(markRun, '$1') === text;
}

/** True where a reader would see nothing: white space, zero-width characters and Hangul fillers only. */
export function isBlank(text: string): boolean {
  return text.replace(invisible, '') === '';
}

/** How many characters a person counts: grapheme clusters, or code points in a browser that has no `Intl.Segmenter`. Linear in the text's length. */
export function graphemeCount(text: string): number {
  if (typeof Intl === 'undefined' || !('Segmenter' in Intl)) return [...text].length;
  const segmenter = new Intl.Segmenter('zh', { granularity: 'grapheme' });
  let count = 0;
  let start = 0;
  // Each step of a segmenter looks at its whole text again: 64 KB at once would hold up a room for seconds. Where a cluster begins nothing before matters.
  for (let size = windowUnits; ;) {
    const end = wholeCharactersEnd(text, start + size);
    let clusters = 0;
    let lastStart = start;
    for (const { index } of segmenter.segment(text.slice(start, end))) {
      clusters += 1;
      lastStart = start + index;
    }
    if (end === text.length) return count + clusters;
    // The last cluster may go on beyond the window.
    count += clusters - 1;
    size = lastStart === start ? 2 * size : windowUnits;
    start = lastStart;
  }
}

const windowUnits = 256;

function wholeCharactersEnd(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return /[\uD800-\uDBFF]/.test(text[end - 1] ?? '') ? end + 1 : end;
}

/** Why a text of at most `max` graphemes is refused, or null. The text is already normalised. */
export function refuseText(text: string, max: number): RefusalCode | null {
  if (isBlank(text)) return 'bad-input';
  // A grapheme is at least one code unit, so a text this short need not be segmented.
  if (text.length <= max) return null;
  if (text.length > max * unitsPerGrapheme) return 'too-long';
  return graphemeCount(text) > max ? 'too-long' : null;
}
