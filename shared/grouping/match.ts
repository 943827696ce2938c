import { beginningOf, type CompiledLexicon, type Script, type Strength, type Term } from './cues.ts';

/** How much a need is spoken of in a text, and by which of its words. */
export interface Match {
  /** Its place in the lexicon. */
  need: number;
  /** About 2 for a likely cue alone and 3 for a sure one; see `isEnough`. */
  score: number;
  /** The words found, in the text's order, as they stand in the normalised text. */
  words: string[];
}

interface Occurrence {
  term: Term;
  from: number;
  to: number;
}
interface Fired {
  strength: Strength;
  found: Occurrence[];
}

/** In UTF-16 units; a test holds it. */
export const longestTerm = 48;

const weights: Readonly<Record<Strength, number>> = { sure: 3, likely: 2, hint: 0.5, against: -2 };
/** A second cue of a need tells less than the first, a third less again. */
const fading = 0.5;
const hintsCount = 2;
const againstCount = 2;
/** Between cues of one strength the longer says more. */
const perUnit = 0.05;
const unitsThatCount = 6;

/** Whether a match is more than hints. */
export function isEnough({ score }: Match): boolean {
  return score >= weights.likely;
}

/**
 * The needs that a normalised text speaks of, the most first. At each of its characters the terms that begin with these two are tried: for texts of a few
 * dozen characters that is as fast as an automaton (Aho and Corasick, CACM 18, 1975) and is made in a fraction of the time. A word inside a longer one that
 * has a meaning of its own is not seen (灯 in 红绿灯): maximum matching, as Chinese is segmented by.
 */
export function matchNeeds(text: string, { cues, terms }: CompiledLexicon): Match[] {
  const script: Script = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text) ? 'japanese' : 'chinese';
  const found = occurrencesIn(text, terms);
  const firedByNeed = new Map<number, Fired[]>();
  const fire = (need: number, fired: Fired) => {
    const list = firedByNeed.get(need);
    if (list) list.push(fired);
    else firedByNeed.set(need, [fired]);
  };
  const singles = new Set<number>();
  const combined = new Map<number, Map<number, Occurrence>>();
  for (const [i, occurrence] of found.entries()) {
    const around = aroundOf(found, i);
    for (const { cue, part } of occurrence.term.roles) {
      const { need, script: wanted, parts, strength } = cues[cue]!;
      if ((wanted !== 'any' && wanted !== script) || around.some(({ term }) => hides(term, need))) continue;
      if (parts > 1) {
        const seen = combined.get(cue) ?? new Map<number, Occurrence>();
        if (!seen.has(part)) seen.set(part, occurrence);
        combined.set(cue, seen);
        continue;
      }
      if (singles.has(cue) || (strength !== 'against' && around.some(({ term }) => term.alone.has(need)))) continue;
      singles.add(cue);
      fire(need, { strength, found: [occurrence] });
    }
  }
  for (const [cue, seen] of combined) {
    const { need, strength, parts } = cues[cue]!;
    if (seen.size === parts) fire(need, { strength, found: [...seen.values()] });
  }
  return [...firedByNeed]
    .map(([need, fired]) => ({ need, score: scoreOf(fired), words: wordsOf(fired, text) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.need - b.need);
}

/** In the order of where they begin. */
function occurrencesIn(text: string, terms: CompiledLexicon['terms']): Occurrence[] {
  const found: Occurrence[] = [];
  for (let from = 0; from < text.length; from += 1) {
    if (isLatinAt(text, from) && isLatinAt(text, from - 1)) continue;
    for (const width of [1, 2]) {
      for (const term of terms.get(beginningOf(text, from, width)) ?? []) {
        const to = from + term.text.length;
        if (text.startsWith(term.text, from) && (term.isOpen || isEnd(text, to))) found.push({ term, from, to });
      }
    }
  }
  return found;
}

/** Latin words end where no letter follows, or only that of a plural. */
function isEnd(text: string, at: number): boolean {
  if (!isLatinAt(text, at - 1) || !isLatinAt(text, at)) return true;
  return /^(s|es|'s)(?![a-z0-9'])/.test(text.slice(at, at + 3));
}

function isLatinAt(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || unit === 39;
}

/** The longer occurrences that hold one. They are in order of where they begin, and none is longer than the lexicon's longest term. */
function aroundOf(found: readonly Occurrence[], i: number): Occurrence[] {
  const inner = found[i]!;
  const around: Occurrence[] = [];
  for (let j = i - 1; j >= 0 && found[j]!.from > inner.from - longestTerm; j -= 1) if (isAround(found[j]!, inner)) around.push(found[j]!);
  for (let j = i + 1; j < found.length && found[j]!.from === inner.from; j += 1) if (isAround(found[j]!, inner)) around.push(found[j]!);
  return around;
}

function isAround(outer: Occurrence, inner: Occurrence): boolean {
  return outer.from <= inner.from && outer.to >= inner.to && outer.to - outer.from > inner.to - inner.from;
}

function hides({ hides: hidden }: Term, need: number): boolean {
  return hidden === 'all' || (hidden !== 'nothing' && !hidden.has(need));
}

function scoreOf(fired: readonly Fired[]): number {
  const pointing: number[] = [];
  let hints = 0;
  let against = 0;
  for (const { strength, found } of fired) {
    if (strength === 'hint') hints += 1;
    else if (strength === 'against') against += 1;
    else pointing.push(weights[strength] + perUnit * Math.min(unitsThatCount, unitsOf(found)));
  }
  pointing.sort((a, b) => b - a);
  return (
    pointing.reduce((sum, weight, i) => sum + weight * fading ** i, 0) +
    weights.hint * Math.min(hintsCount, hints) +
    weights.against * Math.min(againstCount, against)
  );
}

function unitsOf(found: readonly Occurrence[]): number {
  return found.reduce((sum, { from, to }) => sum + to - from, 0);
}

function wordsOf(fired: readonly Fired[], text: string): string[] {
  const shown = fired.filter(({ strength }) => strength === 'sure' || strength === 'likely').flatMap(({ found }) => found);
  const longest = shown.filter((one) => !shown.some((other) => isAround(other, one)));
  return [...new Set(longest.sort((a, b) => a.from - b.from).map(({ from, to }) => text.slice(from, to)))];
}
