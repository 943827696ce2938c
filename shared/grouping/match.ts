import { beginningOf, type CompiledLexicon, type Script, type Strength, type Term } from './cues.ts';

/** How much a need is spoken of in a text, and by which of its words. */
export interface Match {
  need: number;
  /** 2 is a likely cue alone, 3 a sure one. */
  score: number;
  /** The words found, in the text's order, as they stand in the normalised text. */
  words: string[];
}

interface Occurrence {
  term: Term;
  from: number;
  to: number;
}

const weights: Readonly<Record<Strength, number>> = { sure: 3, likely: 2, hint: 0.5, against: -2 };
/** A second cue of a need tells less than the first, a third less again. */
const fading = 0.5;
const hintsCount = 2;
const againstCount = 2;
/** Between cues of one strength the longer says more. */
const perUnit = 0.05;
const unitsThatCount = 6;

/**
 * The needs that a normalised text speaks of, the most first. The text is scanned once, its terms found by their first characters: for texts of a few
 * dozen characters that is as fast as an automaton (Aho and Corasick, CACM 18, 1975) and is made in a tenth of the time. A word inside a longer one that
 * has a meaning of its own is not seen (灯 in 红绿灯): maximum matching, as in segmenting Chinese.
 */
export function matchNeeds(text: string, { cues, terms }: CompiledLexicon): Match[] {
  const script: Script = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'japanese' : 'chinese';
  const found = occurrencesIn(text, terms);
  const parts = new Map<number, Map<number, Occurrence>>();
  for (const occurrence of found) {
    for (const { cue, part } of occurrence.term.roles) {
      const { need, script: wanted, parts: count, strength } = cues[cue]!;
      if (wanted !== 'any' && wanted !== script) continue;
      if (isHidden(occurrence, need, found)) continue;
      if (count === 1 && strength !== 'against' && isInside(occurrence, need, found, cues)) continue;
      const seen = parts.get(cue) ?? new Map<number, Occurrence>();
      if (!seen.has(part)) seen.set(part, occurrence);
      parts.set(cue, seen);
    }
  }
  const fired = new Map<number, { strength: Strength; found: Occurrence[] }[]>();
  for (const [cue, seen] of parts) {
    const { need, strength, parts: count } = cues[cue]!;
    if (seen.size === count) fired.set(need, [...(fired.get(need) ?? []), { strength, found: [...seen.values()] }]);
  }
  return [...fired]
    .map(([need, list]) => ({ need, score: scoreOf(list), words: wordsOf(list, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.need - b.need);
}

function occurrencesIn(text: string, terms: CompiledLexicon['terms']): Occurrence[] {
  const found: Occurrence[] = [];
  for (let at = 0; at < text.length; at += 1) {
    for (const isLatin of [false, true]) {
      if (isLatin && isLatinAt(text, at - 1)) continue;
      for (const term of terms.get(beginningOf(text, at, isLatin)) ?? []) {
        if (term.isLatin !== isLatin || !text.startsWith(term.text, at)) continue;
        const to = at + term.text.length;
        if (!isLatin || term.isOpen || !isLatinAt(text, to) || /^(s|es|'s)(?![a-z0-9])/.test(text.slice(to, to + 3)))
          found.push({ term, from: at, to });
      }
    }
  }
  return found;
}

function isLatinAt(text: string, at: number): boolean {
  return /[a-z0-9']/.test(text[at] ?? '');
}

/** Whether a longer phrase around it means something else. */
function isHidden({ from, to }: Occurrence, need: number, found: readonly Occurrence[]): boolean {
  return found.some(({ term, from: start, to: end }) => {
    if (term.hides === 'nothing' || start > from || end < to || end - start === to - from) return false;
    return term.hides === 'all' || !term.hides.has(need);
  });
}

/** Whether a longer cue of the same need holds it: that one counts. */
function isInside({ from, to }: Occurrence, need: number, found: readonly Occurrence[], cues: CompiledLexicon['cues']): boolean {
  return found.some(
    ({ term, from: start, to: end }) =>
      start <= from &&
      end >= to &&
      end - start > to - from &&
      term.roles.some(({ cue }) => cues[cue]!.need === need && cues[cue]!.parts === 1 && cues[cue]!.strength !== 'against'),
  );
}

function scoreOf(list: readonly { strength: Strength; found: readonly Occurrence[] }[]): number {
  const of = (wanted: Strength) => list.filter(({ strength }) => strength === wanted);
  const pointing = [...of('sure'), ...of('likely')]
    .map(({ strength, found }) => weights[strength] + perUnit * Math.min(unitsThatCount, unitsOf(found)))
    .sort((a, b) => b - a);
  return (
    pointing.reduce((sum, weight, i) => sum + weight * fading ** i, 0) +
    weights.hint * Math.min(hintsCount, of('hint').length) +
    weights.against * Math.min(againstCount, of('against').length)
  );
}

function unitsOf(found: readonly Occurrence[]): number {
  return found.reduce((sum, { from, to }) => sum + to - from, 0);
}

function wordsOf(list: readonly { strength: Strength; found: readonly Occurrence[] }[], text: string): string[] {
  const shown = list.filter(({ strength }) => strength === 'sure' || strength === 'likely').flatMap(({ found }) => found);
  const longest = shown.filter(
    (one) => !shown.some((other) => other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from),
  );
  return [...new Set(longest.sort((a, b) => a.from - b.from).map(({ from, to }) => text.slice(from, to)))];
}
