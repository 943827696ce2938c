import type { Event } from '../../server/session/events.ts';
import { mirrored } from '../../server/store/mirrored.ts';
import type { Commit, Store } from '../../server/store/store.ts';

interface Moment {
  /** Milliseconds since 1970. */
  at: number;
}

/** What a session has stored of its people's words, and when each was durable. */
export interface Stored {
  notes: (Moment & { text: string })[];
  /** JSON of each ballot. */
  ballots: (Moment & { ballot: string })[];
  /** When notes came onto the wall. */
  reveals: Moment[];
}

export const nothingStored = (): Stored => ({ notes: [], ballots: [], reveals: [] });

/** The same store, whose durable commits are told to `stored`, after the disk has said yes and before anybody else hears of it. */
export function watched(store: Store, stored: Stored, { now, delayMs }: { now: () => number; delayMs: () => Promise<unknown> }): Store {
  return {
    ...mirrored(store, { stored: () => undefined, erased: () => undefined }),
    async commit(commit) {
      await delayMs();
      await store.commit(commit);
      tell(commit, stored, now());
    },
  };
}

/** Adds to `stored` what this commit holds, as durable at `at`. */
export function tell({ row, writes }: Pick<Commit, 'row' | 'writes'>, stored: Stored, at: number): void {
  const events = JSON.parse(row.events) as Event[];
  const noteIds = events.flatMap((event) => (event.type === 'note-added' || event.type === 'note-edited' ? [event.noteId] : []));
  for (const write of writes) {
    if (write.op === 'put-text' && noteIds.includes(write.id)) stored.notes.push({ at, text: write.text });
    if (write.op === 'put-ballot') stored.ballots.push({ at, ballot: ballotIn(write.body) });
  }
  if (events.some(({ type }) => type === 'exercise-revealed')) stored.reveals.push({ at });
}

/** JSON of the ballot in a stored row's body. */
export const ballotIn = (body: string) => JSON.stringify((JSON.parse(body) as { ballot: unknown }).ballot);
