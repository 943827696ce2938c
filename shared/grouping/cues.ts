import type { LexiconNeed } from './lexicon/entry.ts';
import { withoutHangulSpaces, folded } from './normalise.ts';

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
  /** Latin words may go on after it: `charg*`. */
  isOpen: boolean;
  /** The cues it is a part of. */
  roles: { cue: number; part: number }[];
  /** Needs of which it is a cue by itself. */
  alone: Set<number>;
  /** It stands for the whole phrase: cues inside it mean nothing of their own, but for those of the needs given. */
  hides: 'nothing' | 'all' | Set<number>;
}

export interface CompiledLexicon {
  needs: readonly LexiconNeed[];
  cues: readonly Cue[];
  /** By `beginningOf` their first two UTF-16 units, or the one they have. */
  terms: ReadonlyMap<number, readonly Term[]>;
}

const sources = [
  ['zh', 'chinese'],
  ['en', 'any'],
  ['ja', 'japanese'],
  ['ko', 'any'],
] as const;

/** The lexicon made ready for scanning. `otherSenses` are words in which no cue is seen. */
export function compileLexicon(needs: readonly LexiconNeed[], otherSenses: string): CompiledLexicon {
  const cues: Cue[] = [];
  const terms = new Map<string, Term>();
  const add = (need: number, strength: Strength, script: Script, written: string) => {
    for (const parts of cuesIn(written)) {
      const cue = cues.push({ need, strength, script, parts: parts.length }) - 1;
      for (const [part, alternatives] of parts.entries())
        for (const alternative of alternatives) {
          const term = termOf(terms, alternative);
          term.roles.push({ cue, part });
          if (parts.length === 1 && strength !== 'against') term.alone.add(need);
          if (parts.length === 1 && strength === 'sure') hideBut(term, need);
        }
    }
  };
  for (const [index, need] of needs.entries()) {
    for (const [language, script] of sources)
      for (const strength of ['sure', 'likely', 'hint'] as const) add(index, strength, script, need[language][strength] ?? '');
    add(index, 'against', 'any', need.not ?? '');
  }
  for (const [[word]] of cuesIn(otherSenses) as [[string]][]) {
    const term = termOf(terms, word);
    if (term.hides === 'nothing') term.hides = 'all';
  }
  return { needs, cues, terms: byBeginning(terms.values()) };
}

function hideBut(term: Term, need: number): void {
  if (term.hides === 'all') return;
  if (term.hides === 'nothing') term.hides = new Set();
  term.hides.add(need);
}

/** `a, b|c + d` are two cues: a alone; b or c, with d. */
function cuesIn(written: string): string[][][] {
  return folded(written)
    .split(',')
    .map((cue) =>
      cue.split('+').map((part) =>
        part
          .split('|')
          .map(wordOf)
          .filter((word) => word !== ''),
      ),
    )
    .filter((cue) => cue.every((part) => part.length > 0));
}

function wordOf(written: string): string {
  return withoutHangulSpaces(written.trim().replace(/\s+/g, ' '));
}

function termOf(terms: Map<string, Term>, word: string): Term {
  const known = terms.get(word);
  if (known) return known;
  const isOpen = word.endsWith('*');
  const term: Term = { text: isOpen ? word.slice(0, -1) : word, isOpen, roles: [], alone: new Set(), hides: 'nothing' };
  terms.set(word, term);
  return term;
}

/** One or two units of a text as one number, which is looked up faster than a piece of it. */
export function beginningOf(text: string, at: number, width: number): number {
  const second = width === 1 || at + 1 >= text.length ? 0 : text.charCodeAt(at + 1);
  return text.charCodeAt(at) * 0x10000 + second;
}

function byBeginning(terms: Iterable<Term>): Map<number, Term[]> {
  const found = new Map<number, Term[]>();
  for (const term of terms) {
    const beginning = beginningOf(term.text, 0, 2);
    const list = found.get(beginning);
    if (list) list.push(term);
    else found.set(beginning, [term]);
  }
  return found;
}
