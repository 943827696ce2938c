import { isSame } from '../../shared/document.ts';
import type { LoggedCommit, LogLine, LogOrder, ToldLog } from '../export/log.ts';
import { hashOfEvents } from './digest.ts';
import type { Event } from './events.ts';

/** [E8] The log as far as it may leave, from what it is made of. */
export function toldLog({ pages, secret, head }: LogOrder): ToldLog {
  const commits = pages.flatMap((page) => JSON.parse(new TextDecoder().decode(page)) as LoggedCommit[]);
  const told = tellable(
    secret,
    commits.map((commit) => ({ ...commit, parsed: JSON.parse(commit.events) as Event[] })),
  );
  return { lines: told.map(lineOf), sealings: told.flatMap(sealingsOf), head };
}

function sealingsOf({ seq, at, parsed }: Told): ToldLog['sealings'] {
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

type Told = LoggedCommit & { parsed: readonly Event[] };

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
function tellable(secret: LogOrder['secret'], commits: readonly Told[]): readonly Told[] {
  const end = commits.findIndex(({ parsed }) => parsed.some((event) => secret.some((one) => begins(one, event))));
  return end === -1 ? commits : commits.slice(0, end);
}

/** True of the event that its present round, or its only one, began with. */
function begins({ exerciseId, round }: LogOrder['secret'][number], event: Event): boolean {
  if (event.type === 'exercise-opened') return event.exerciseId === exerciseId && round === 1;
  return event.type === 'exercise-reopened' && event.exerciseId === exerciseId && event.round === round && round > 1;
}
