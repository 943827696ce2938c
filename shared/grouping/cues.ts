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
  /** The cues it is a part of. */
  roles: { cue: number; part: number }[];
  /** Needs of which it is a cue by itself. */
  alone: Set<number>;
  /** It stands for the whole phrase: cues inside it mean nothing of their own, but for those of the needs given. */
  hides: 'nothing' | 'all' | Set<number>;
}

/** A tree of characters. */
export interface Branch {
  next: Map<string, Branch>;
  /** The term that ends here. */
  term: Term | null;
  /** The Latin term that ends here or goes on within the word: `charg*`. */
  open: Term | null;
}

export interface CompiledLexicon {
  needs: readonly LexiconNeed[];
  cues: readonly Cue[];
  root: Branch;
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
  const root = newBranch();
  const add = (need: number, strength: Strength, script: Script, written: string) => {
    for (const parts of cuesIn(written)) {
      const cue = cues.push({ need, strength, script, parts: parts.length }) - 1;
      for (const [part, alternatives] of parts.entries())
        for (const alternative of alternatives) {
          const term = termAt(root, alternative);
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
    const term = termAt(root, word);
    if (term.hides === 'nothing') term.hides = 'all';
  }
  return { needs, cues, root };
}

function newBranch(): Branch {
  return { next: new Map(), term: null, open: null };
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

function termAt(root: Branch, word: string): Term {
  const isOpen = word.endsWith('*');
  let branch = root;
  for (const character of isOpen ? word.slice(0, -1) : word) {
    const next = branch.next.get(character) ?? newBranch();
    branch.next.set(character, next);
    branch = next;
  }
  const term = (isOpen ? branch.open : branch.term) ?? { roles: [], alone: new Set(), hides: 'nothing' };
  if (isOpen) branch.open = term;
  else branch.term = term;
  return term;
}
