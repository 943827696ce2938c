import type { LogLine, LogOrder, Sealing } from '../export/log.ts';
import type { LogRow, Store } from '../store/store.ts';
import { hashOfEvents } from './digest.ts';
import type { Event } from './events.ts';
import { takesNotes } from './evolve.ts';
import type { LiveSession } from './live-session.ts';
import type { ExerciseState, State } from './state.ts';

/** So many commits are read, checked and written down before a ballot may come between. */
const pageSize = 10;

/** A round that nobody may be told of yet. */
interface SecretRound {
  exerciseId: string;
  round: number;
}

/** [E8] A session's log as auditors get it, page by page, so that a long one stands in nobody's way. */
export async function logOrderOf(session: LiveSession, store: Store): Promise<LogOrder> {
  // What is committed while the store is read is told next time.
  const { secret, head } = await session.atRest(({ state, seq, hash }) => ({ secret: secretRounds(state), head: { seq, hash } }));
  const order: LogOrder & { pages: Uint8Array[]; sealings: Sealing[] } = { pages: [], last: null, sealings: [], head };
  for (let from = 1; from <= head.seq; from += pageSize) {
    const commits = await store.log(session.id, from, Math.min(pageSize, head.seq - from + 1));
    const parsed = commits.map((commit) => ({ ...commit, parsed: JSON.parse(commit.events) as Event[] }));
    const told = tellable(secret, parsed);
    order.pages.push(new TextEncoder().encode(told.map((commit) => `${JSON.stringify(lineOf(commit))}\n`).join('')));
    order.sealings.push(...told.flatMap(sealingsOf));
    const last = told.at(-1);
    if (last) order.last = { seq: last.seq, hash: last.hash };
    if (told.length < parsed.length) break;
  }
  return order;
}

function sealingsOf({ seq, at, parsed }: Told): Sealing[] {
  return parsed
    .filter((event) => event.type === 'round-sealed')
    .map(({ exerciseId, round, ballots, ballotsHash }) => ({
      seq,
      at: new Date(at).toISOString(),
      exerciseId,
      round,
      ballots,
      ballotsHash,
    }));
}

type Told = LogRow & { parsed: readonly Event[] };

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

/** [T5] [T6] [E9] Of a round that was counted `sealed` says what may be known; its groups, its channels and the salt of its ballots stay here. */
function isTold(event: Event): boolean {
  if (event.type === 'exercise-revealed') return event.published.length === 0;
  return event.type === 'round-sealed' ? event.tally === null : toldTypes.has(event.type);
}

/** [R2] The commits before the first that belongs to a round which is not sealed, or to notes that are still covered. */
function tellable(secret: readonly SecretRound[], commits: readonly Told[]): readonly Told[] {
  const end = commits.findIndex(({ parsed }) => parsed.some((event) => secret.some((one) => begins(one, event))));
  return end === -1 ? commits : commits.slice(0, end);
}

/** [R2] Rounds that are not sealed, and notes that are still covered. */
function secretRounds(state: State): SecretRound[] {
  const secret = [...state.exercises.values()].filter((exercise) => isSecret(state, exercise));
  return secret.map(({ id, round }) => ({ exerciseId: id, round }));
}

function isSecret({ status }: State, exercise: ExerciseState): boolean {
  if (exercise.phase === 'draft' || status === 'ended') return false;
  return takesNotes(exercise) ? !exercise.revealed && exercise.settings['concealed'] === true : !exercise.sealed;
}

/** True of the event that its present round, or its only one, began with. */
function begins({ exerciseId, round }: SecretRound, event: Event): boolean {
  if (event.type === 'exercise-opened') return event.exerciseId === exerciseId && round === 1;
  return event.type === 'exercise-reopened' && event.exerciseId === exerciseId && event.round === round && round > 1;
}
