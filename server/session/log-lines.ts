import { isSame } from '../../shared/document.ts';
import type { LogLine, LogOrder } from '../export/log.ts';
import type { CommitRow, Store } from '../store/store.ts';
import { hashOfEvents } from './digest.ts';
import type { Event } from './events.ts';
import { takesNotes } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import type { ExerciseState, State } from './state.ts';

/** [E8] A session's log as auditors get it. */
export async function logOrderOf(session: LiveSession, store: Store): Promise<LogOrder> {
  const commits = await store.commits(session.id, 1);
  // What was committed while the store was read is told next time.
  return session.atRest(({ state, seq, hash }) => {
    const known = commits.filter((commit) => commit.seq <= seq);
    const told = tellable(
      state,
      known.map((commit) => ({ ...commit, parsed: JSON.parse(commit.events) as Event[] })),
    );
    return {
      lines: told.map(lineOf),
      sealings: told.flatMap(({ seq: place, at, parsed }) =>
        parsed
          .filter((event) => event.type === 'round-sealed')
          .map(({ exerciseId, round, ballots, ballotsHash }) => ({
            seq: place,
            at: new Date(at).toISOString(),
            exerciseId,
            round,
            ballots,
            ballotsHash,
          })),
      ),
      head: { seq, hash },
    };
  });
}

type Told = CommitRow & { parsed: readonly Event[] };

/** [V2] A time without events that it belongs to could not be checked, and is left out. */
function lineOf({ seq, at, events, parsed, eventsHash, updatesHash, hash }: Told): LogLine {
  const said = hashOfEvents({ seq, at, events });
  const sealed = said.eventsHash === eventsHash ? said.sealed : null;
  const isWhole = parsed.every(isTold);
  return {
    seq,
    at: isWhole || sealed !== null ? at : null,
    events: isWhole ? events : null,
    sealed,
    bodyHash: sealed === null ? null : said.bodyHash,
    eventsHash,
    updatesHash,
    hash,
  };
}

/** What is done in the room by those who run it, which says nothing of a single note, of a person or of the way in. */
const toldTypes: ReadonlySet<Event['type']> = new Set<Event['type']>([
  'session-ended',
  'session-reopened',
  'attendance-told',
  'room-locked',
  'room-unlocked',
  'exercise-added',
  'exercise-moved',
  'exercise-removed',
  'exercise-skipped',
  'exercise-closed',
  'exercise-reopened',
  'exercise-concealed',
  'timer-set',
]);

/** [T5] [T6] A tally is told where it hides no less than files do. */
function isTold(event: Event): boolean {
  if (event.type === 'exercise-revealed') return event.published.length === 0;
  if (event.type !== 'round-sealed') return toldTypes.has(event.type);
  const { tally } = event;
  return tally === null || (isSame(tally.byGroup, tally.forFiles.byGroup) && isSame(tally.channels, tally.forFiles.channels));
}

/** [R2] The commits before the first that belongs to a round which is not sealed, or to notes that are still covered. */
function tellable<Commit extends { parsed: readonly Event[] }>(state: State, commits: readonly Commit[]): readonly Commit[] {
  const secret = [...state.exercises.values()].filter((exercise) => isSecret(state, exercise));
  const end = commits.findIndex(({ parsed }) => parsed.some((event) => secret.some((one) => begins(one, event))));
  return end === -1 ? commits : commits.slice(0, end);
}

function isSecret({ status }: State, exercise: ExerciseState): boolean {
  if (exercise.phase === 'draft' || status === 'ended') return false;
  return takesNotes(exercise) ? !exercise.revealed && exercise.settings['concealed'] === true : !exercise.sealed;
}

/** True of the event that its present round, or its only one, began with. */
function begins({ id, round }: ExerciseState, event: Event): boolean {
  if (event.type === 'exercise-opened') return event.exerciseId === id && round === 1;
  return event.type === 'exercise-reopened' && event.exerciseId === id && event.round === round && round > 1;
}
