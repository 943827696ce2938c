import { forWhomOptions, type ForWhom } from '../../shared/note.ts';
import type { BoardNote } from './grouping.ts';

export interface CountedFor {
  whom: ForWhom;
  count: number;
}

/** One note’s count would say what is said of no note. */
const notesMin = 2;

/** [G13] For whom notes speak, of those that the room can read; most first. Empty where there are too few to count. */
export function countedForWhom(notes: readonly Pick<BoardNote, 'forWhom' | 'hidden' | 'isPublic'>[]): CountedFor[] {
  const readable = notes.filter(({ hidden, isPublic }) => isPublic && !hidden);
  if (readable.length < notesMin) return [];
  return forWhomOptions
    .map((whom) => ({ whom, count: readable.filter(({ forWhom }) => forWhom.includes(whom)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}
