import { comparedGroups, comparedQuestions } from './comparison/answers.ts';
import { comparedNeeds } from './comparison/needs.ts';
import type { ComparedRoom, Comparison, SameNeed } from './comparison/parts.ts';
import type { NeedRecords } from './need-record.ts';

// [R10] Two sessions of a programme side by side, from what each of them exports: nothing here is counted anew, and what an export hides stays hidden.
export type * from './comparison/parts.ts';
export { partnerOf } from './comparison/same-needs.ts';

/** Compares two sessions' records, the earlier one first. Needs in the order of the later one's places, those of the earlier one alone last. */
export function compareRecords(then: NeedRecords, now: NeedRecords, decided: readonly SameNeed[] = []): Comparison {
  return {
    then: roomOf(then),
    now: roomOf(now),
    needs: comparedNeeds(then, now, decided),
    surveys: comparedQuestions(then.surveys, now.surveys),
    groups: comparedGroups(then.groups, now.groups),
  };
}

function roomOf({ session, runs, needs }: NeedRecords): ComparedRoom {
  const run = runs.find(({ id }) => needs.some(({ priorityRunId }) => priorityRunId === id)) ?? null;
  const { id: sessionId, title, place, heldAt, wave, present, children, joined, voted } = session;
  return {
    sessionId,
    title,
    place,
    heldAt,
    wave,
    present,
    children,
    joined,
    voted,
    channels: run?.channels ?? null,
    kind: run?.kind ?? null,
    rule: run?.rule ?? null,
  };
}
