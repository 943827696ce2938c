import { canonicalJson } from '../canonical-json.ts';
import type { NeedRecords, RecordNeed, RecordRun } from '../need-record.ts';
import { inOrder } from '../read-records.ts';
import type { ComparedNeed, Moved, NeedThen, PlaceChange, RatingChange, Reason, SameNeed } from './parts.ts';
import { partnerOf } from './same-needs.ts';

/** The same needs then and now, in the order of the later session's places; those of the earlier one alone come last. */
export function comparedNeeds(then: NeedRecords, now: NeedRecords, decided: readonly SameNeed[]): ComparedNeed[] {
  const earlier = inOrder(then.needs);
  const taken = new Set<string>();
  const pairs = inOrder(now.needs).map((need) => {
    const found = sameIn(earlier, need, { from: now.session.id, to: then.session.id, decided });
    if (found === null || taken.has(found.need.id)) return comparedNeed(then, null, now, need, null);
    taken.add(found.need.id);
    return comparedNeed(then, found.need, now, need, found.by);
  });
  const gone = earlier.filter(({ id }) => !taken.has(id)).map((need) => comparedNeed(then, need, now, null, null));
  return [...pairs, ...gone];
}

function sameIn(
  needs: readonly RecordNeed[],
  { id }: RecordNeed,
  { from, to, decided }: { from: string; to: string; decided: readonly SameNeed[] },
): { need: RecordNeed; by: 'carried' | 'organizer' } | null {
  const said = new Map<string, boolean>();
  for (const decision of decided) {
    const partner = partnerOf(decision, { sessionId: from, needId: id }, to);
    if (partner !== null) said.set(partner, decision.isSame);
  }
  const chosen = needs.find((need) => said.get(need.id) === true);
  if (chosen) return { need: chosen, by: 'organizer' };
  const carried = needs.find((need) => need.id === id && said.get(need.id) !== false);
  return carried ? { need: carried, by: 'carried' } : null;
}

function comparedNeed(
  then: NeedRecords,
  before: RecordNeed | null,
  now: NeedRecords,
  after: RecordNeed | null,
  by: ComparedNeed['by'],
): ComparedNeed {
  const both = before !== null && after !== null;
  return {
    then: before && needThen(then, before),
    now: after && needThen(now, after),
    by,
    place: both ? placeChange(then, before, now, after) : null,
    rating: both ? ratingChange(then, before, now, after) : null,
  };
}

function needThen({ results }: NeedRecords, need: RecordNeed): NeedThen {
  const { priorityRunId } = need;
  const among = results.filter(({ runId, group, rank }) => runId === priorityRunId && group === null && rank !== null).length;
  return {
    needId: need.id,
    number: need.number,
    title: need.title,
    noteCount: need.noteCount,
    supporters: need.supporters,
    share: need.supportShare,
    rank: need.priorityRank,
    tied: need.rankTied,
    rankLow: need.rankLow,
    rankHigh: need.rankHigh,
    among: priorityRunId === null ? null : among,
    chanceTopK: need.chanceTopK,
    importance: need.importance,
    satisfaction: need.satisfaction,
    gap: need.gap,
    stage: need.stage,
    stageReason: need.stageReason,
    nextWord: need.nextWord,
  };
}

function placeChange(then: NeedRecords, before: RecordNeed, now: NeedRecords, after: RecordNeed): PlaceChange {
  const reasons = whyNot(runOf(then, before.priorityRunId), runOf(now, after.priorityRunId));
  if (reasons.length > 0) return { reasons, rank: null, share: null, moved: null };
  return {
    reasons,
    rank: less(after.priorityRank, before.priorityRank),
    share: less(after.supportShare, before.supportShare),
    moved: moved(before, after),
  };
}

function ratingChange(then: NeedRecords, before: RecordNeed, now: NeedRecords, after: RecordNeed): RatingChange {
  const reasons = whyNot(runOf(then, before.ratingRunId), runOf(now, after.ratingRunId));
  if (reasons.length > 0) return { reasons, importance: null, satisfaction: null, gap: null };
  return {
    reasons,
    importance: less(after.importance, before.importance),
    satisfaction: less(after.satisfaction, before.satisfaction),
    gap: less(after.gap, before.gap),
  };
}

function moved(before: RecordNeed, after: RecordNeed): Moved | null {
  if (before.priorityRank === null || after.priorityRank === null) return null;
  const { rankLow: low, rankHigh: high } = before;
  const { rankLow: lowNow, rankHigh: highNow } = after;
  if (low === null || high === null || lowNow === null || highNow === null) return 'unsure';
  if (highNow < low) return 'up';
  if (lowNow > high) return 'down';
  return before.priorityRank === after.priorityRank && low === high && lowNow === highNow ? 'same' : 'unsure';
}

function runOf({ runs }: NeedRecords, runId: string | null): RecordRun | null {
  return runs.find(({ id }) => id === runId) ?? null;
}

/** Lots are drawn anew every time, and needs that were merged since are a matter of one session. */
const ofOneSession = new Set(['seed', 'merged']);

/** Why the figures of two counts are not comparable; nothing where they are. */
function whyNot(before: RecordRun | null, after: RecordRun | null): Reason[] {
  if (before === null || after === null || before.rule === null || after.rule === null) return ['not-counted'];
  if (before.kind !== after.kind) return ['kind'];
  if (before.rule !== after.rule) return ['rule'];
  const rules = ({ options }: RecordRun) =>
    canonicalJson(Object.fromEntries(Object.entries(options).filter(([name]) => !ofOneSession.has(name))));
  return rules(before) === rules(after) ? [] : ['options'];
}

function less(after: number | null, before: number | null): number | null {
  return after === null || before === null ? null : after - before;
}
