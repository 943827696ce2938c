import type { SessionRow } from '../store/store.ts';
import type { Event } from './events.ts';
import type { State } from './state.ts';

/** What is kept beside a session that was held elsewhere and whose records were imported. */
export interface ImportedMark {
  /** Of the bundle as it was given last, and of what is here now. */
  given: string;
  now: string;
  /** Milliseconds since 1970. */
  generatedAt: number;
  programmeTitle: string | null;
  /** True once staff filled in here what the next bundle does not know. */
  edited?: boolean;
}

/** [E10] The mark of a session whose records were imported: nobody can come in, and nothing is known of it but its records. Null for one of our own. */
export function importedIn({ summary }: Pick<SessionRow, 'summary'>): ImportedMark | null {
  return (JSON.parse(summary) as { imported?: ImportedMark }).imported ?? null;
}

/** True where lists of sessions may show something else after this event; notes and ballots may stay behind a little. */
export function isListed({ type }: Event): boolean {
  return (
    !type.startsWith('note-') && !type.startsWith('need-') && type !== 'ballots-received' && type !== 'timer-set' && type !== 'wall-looked'
  );
}

/** What lists show of a session in this state. */
export function rowOf(row: SessionRow, state: State): SessionRow {
  const { details, joinCode, status, endedAt, joined, notes, needNumbers, rounds } = state;
  const summary = {
    place: details.place,
    heldOn: details.heldOn,
    locale: details.locale,
    wave: details.wave,
    rehearsal: details.rehearsal !== null,
    joined,
    notes: notes.size,
    needs: needNumbers.size,
    hasWords: [...notes.values()].some(({ erased }) => erased !== 'whole'),
    ballots: Math.max(0, ...rounds.map((round) => round.ballots)),
  };
  return { ...row, title: details.title, programmeId: details.programmeId, joinCode, status, endedAt, summary: JSON.stringify(summary) };
}
