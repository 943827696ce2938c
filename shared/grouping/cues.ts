import type { Cues, LexiconNeed } from './lexicon/entry.ts';
import { plain } from './normalise.ts';

/** Which texts a cue is looked for in: Chinese and Japanese share characters but not words. */
export type Script = 'any' | 'chinese' | 'japanese';
export type Strength = 'sure' | 'likely' | 'hint' | 'against';

/** A cue of one need: it is there when each of its parts is. */
export interface Cue {
  need: number;
  strength: Strength;
  script: Script;
  parts: number;
}

/** A word or phrase to find. */
export interface Term {
  text: string;
  /** Latin words begin at a word's beginning, and end at its end unless the term is open. */
  isLatin: boolean;
  isOpen: boolean;
  /** The cues it is a part of. */
  roles: { cue: number; part: number }[];
  /** What it says stands for the whole phrase: cues inside it mean nothing of their own, but for those of the needs given. */
  hides: 'nothing' | 'all' | Set<number>;
}

export interface CompiledLexicon {
  needs: readonly LexiconNeed[];
  cues: readonly Cue[];
  /** By their first character, or the first two where they are Latin. */
  terms: ReadonlyMap<string, readonly Term[]>;
}

const sources = [
  ['zh', 'chinese'],
  ['en', 'any'],
  ['ja', 'japanese'],
  ['ko', 'any'],
] as const;

/** The lexicon made ready for scanning; takes some milliseconds. `otherSenses` are words in which no cue is seen. */
export function compileLexicon(needs: readonly LexiconNeed[], otherSenses: string): CompiledLexicon {
  const cues: Cue[] = [];
  const terms = new Map<string, Term>();
  const termOf = (written: string): Term | null => {
    const isOpen = written.endsWith('*');
    const text = plain(written);
    if (text === '') return null;
    const key = isOpen ? `${text}*` : text;
    const known = terms.get(key);
    if (known) return known;
    const term: Term = {
      text,
      isLatin: /^[a-z0-9]/.test(text) && !/[\p{Script=Han}\p{Script=Hangul}]/u.test(text),
      isOpen,
      roles: [],
      hides: 'nothing',
    };
    terms.set(key, term);
    return term;
  };
  const add = (need: number, strength: Strength, script: Script, written: string) => {
    for (const parts of cuesIn(written)) {
      const cue = cues.push({ need, strength, script, parts: parts.length }) - 1;
      for (const [part, alternatives] of parts.entries())
        for (const alternative of alternatives) {
          const term = termOf(alternative);
          if (!term) continue;
          term.roles.push({ cue, part });
          if (strength !== 'sure' || parts.length > 1 || term.hides === 'all') continue;
          if (term.hides === 'nothing') term.hides = new Set();
          term.hides.add(need);
        }
    }
  };
  for (const [index, need] of needs.entries()) {
    for (const [language, script] of sources)
      for (const strength of ['sure', 'likely', 'hint'] as const) add(index, strength, script, wordsOf(need[language], strength));
    add(index, 'against', 'any', need.not ?? '');
  }
  for (const [alternatives] of cuesIn(otherSenses)) {
    const term = alternatives?.[0] === undefined ? null : termOf(alternatives[0]);
    if (term?.hides === 'nothing') term.hides = 'all';
  }
  return { needs, cues, terms: byBeginning([...terms.values()]) };
}

function wordsOf(cues: Cues, strength: 'sure' | 'likely' | 'hint'): string {
  return cues[strength] ?? '';
}

/** `a, b|c + d` are two cues: a alone; b or c, with d. */
function cuesIn(written: string): string[][][] {
  return written
    .split(',')
    .map((cue) =>
      cue.split('+').map((part) =>
        part
          .split('|')
          .map((word) => word.trim())
          .filter((word) => word !== ''),
      ),
    )
    .filter((cue) => cue.every((part) => part.length > 0));
}

export function beginningOf(text: string, at: number, isLatin: boolean): string {
  return isLatin ? text.slice(at, at + 2) : text[at]!;
}

function byBeginning(terms: readonly Term[]): Map<string, Term[]> {
  const sorted = new Map<string, Term[]>();
  for (const term of terms) {
    const beginning = beginningOf(term.text, 0, term.isLatin);
    sorted.set(beginning, [...(sorted.get(beginning) ?? []), term]);
  }
  return sorted;
}
