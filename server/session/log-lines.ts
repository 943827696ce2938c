import type { LogOrder } from '../export/log.ts';
import type { CommitRow, Store } from '../store/store.ts';
import type { Event } from './events.ts';
import { takesNotes } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import type { ExerciseState, State } from './state.ts';

/** [E8] A session's log as auditors get it. */
export async function logOrderOf(session: LiveSession, store: Store): Promise<LogOrder> {
  const commits = await store.commits(session.id, 1);
  // What was committed while the store was read is told next time.
  return session.atRest(({ state, seq, hash }) => ({
    lines: tellableCommits(
      state,
      commits.filter((commit) => commit.seq <= seq),
    ).map(({ seq: place, at, events, eventsHash, updatesHash, hash: own }) => ({
      seq: place,
      at,
      events,
      eventsHash,
      updatesHash,
      hash: own,
    })),
    head: { seq, hash },
  }));
}

/** [R2] The commits before the first that belongs to a round which is not sealed, or to notes that are still covered. */
export function tellableCommits(state: State, commits: readonly CommitRow[]): CommitRow[] {
  const secret = [...state.exercises.values()].filter((exercise) => isSecret(state, exercise));
  const end = commits.findIndex(({ events }) => (JSON.parse(events) as Event[]).some((event) => secret.some((one) => begins(one, event))));
  return end === -1 ? [...commits] : commits.slice(0, end);
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
