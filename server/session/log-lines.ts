import type { LoggedCommit, LogOrder } from '../export/log.ts';
import type { CommitRow, Store } from '../store/store.ts';
import { takesNotes } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import type { ExerciseState, State } from './state.ts';

/** So many commits are read and passed on before a ballot may come between. */
const pageSize = 500;

/** [E8] What a session's log is made of, as auditors get it. Long ones are read in pages, and put together in the thread that makes files. */
export async function logOrderOf(session: LiveSession, store: Store): Promise<LogOrder> {
  // What is committed while the store is read is told next time.
  const standing = await session.atRest(({ state, seq, hash }) => ({ secret: secretRounds(state), head: { seq, hash } }));
  const pages: Uint8Array[] = [];
  for (let from = 1; from <= standing.head.seq; from += pageSize) {
    const commits = await store.commits(session.id, from, Math.min(pageSize, standing.head.seq - from + 1));
    pages.push(new TextEncoder().encode(JSON.stringify(commits.map(withoutBytes))));
  }
  return { pages, ...standing };
}

function withoutBytes({ seq, at, events, eventsHash, updatesHash, hash }: CommitRow): LoggedCommit {
  return { seq, at, events, eventsHash, updatesHash, hash };
}

/** [R2] Rounds that are not sealed, and notes that are still covered. */
function secretRounds(state: State): LogOrder['secret'] {
  const secret = [...state.exercises.values()].filter((exercise) => isSecret(state, exercise));
  return secret.map(({ id, round }) => ({ exerciseId: id, round }));
}

function isSecret({ status }: State, exercise: ExerciseState): boolean {
  if (exercise.phase === 'draft' || status === 'ended') return false;
  return takesNotes(exercise) ? !exercise.revealed && exercise.settings['concealed'] === true : !exercise.sealed;
}
