import { pooledChannels } from '../../shared/counting/channels.ts';
import { exportK } from '../../shared/need-record.ts';
import type { State } from './state.ts';

/**
 * [T6] The ways in that files may tell of notes, by people and not by notes: where one person alone wrote on paper, ten notes from paper would all be
 * theirs. Null where none may be told; undefined where it is not known any more who wrote. What is written after an end is known apart from what was before,
 * and then none is told.
 */
export function noteWaysOf({ notes, authors, noteWays }: State): string[] | null | undefined {
  // Where there was nothing before an end, nothing is left out.
  if (noteWays !== undefined && noteWays?.length !== 0) return authors.size > 0 || noteWays === null ? null : [...noteWays];
  if (authors.size === 0 && notes.size > 0) return undefined;
  const writers = new Map<string, Set<string>>();
  for (const { id, channel } of notes.values()) {
    const author = authors.get(id);
    if (author !== undefined) writers.set(channel, (writers.get(channel) ?? new Set()).add(author));
  }
  // Where all came one way, that is the total and tells nothing more.
  if (writers.size < 2) return [...writers.keys()];
  const pooled = pooledChannels(Object.fromEntries([...writers].map(([channel, people]) => [channel, people.size])), exportK);
  return pooled && Object.keys(pooled);
}
