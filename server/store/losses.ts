import type { Losable, Write } from './store.ts';

/** What a write takes rows away from. Sealing blanks receipts and takes none away. */
const losses: Partial<Record<Write['op'], readonly Losable[]>> = {
  'drop-text': ['texts'],
  'erase-text': ['texts'],
  'drop-author': ['authors'],
  'drop-authors': ['authors'],
  'drop-participants': ['participants'],
  'drop-seats': ['seats'],
  'drop-ballot': ['ballots'],
  seal: ['ballots', 'keys'],
};

/** Each once. It is kept with the commit, and says nothing of which rows. */
export function lossesIn(writes: readonly Write[]): Losable[] {
  return [...new Set(writes.flatMap(({ op }) => losses[op] ?? []))];
}

/** The reverse of what is stored of several commits: names with spaces between. */
export function lossesOf(stored: readonly string[]): Losable[] {
  return [...new Set(stored.flatMap((names) => names.split(' ').filter((name) => name !== '')))] as Losable[];
}
