import { canonicalJson } from './canonical-json.ts';
import type { NeedRecords, RecordGroup, RecordNeed, RecordRun, RecordSurvey } from './need-record.ts';

// [R10] Two sessions of a programme side by side, from what each of them exports: nothing here is counted anew, and what an export hides stays hidden.

/** A need of a session. */
export interface SessionNeed {
  sessionId: string;
  needId: string;
}

/** What an organizer decided about two needs of different sessions. A need that was carried over is the same one unless this says no. */
export interface SameNeed {
  a: SessionNeed;
  b: SessionNeed;
  isSame: boolean;
}

/** Why two figures are not comparable (不可比). */
export type Reason = 'not-counted' | 'kind' | 'rule' | 'options' | 'question';

/** A need as it came out in one session. Shares from 0 to 1; figures that were not counted are null. */
export interface NeedThen {
  needId: string;
  number: number | null;
  title: string;
  noteCount: number;
  supporters: number | null;
  share: number | null;
  rank: number | null;
  tied: boolean | null;
  rankLow: number | null;
  rankHigh: number | null;
  /** Among how many needs it has its place. */
  among: number | null;
  chanceTopK: number | null;
  importance: number | null;
  satisfaction: number | null;
  gap: number | null;
  stage: RecordNeed['stage'];
  stageReason: string | null;
  nextWord: string | null;
}

/** `up` and `down` where the two ranges of places do not meet; `unsure` where they do, or where one is not known. */
export type Moved = 'up' | 'down' | 'same' | 'unsure';

/** The second figure less the first, where both were counted alike. */
export interface PlaceChange {
  reasons: Reason[];
  rank: number | null;
  share: number | null;
  moved: Moved | null;
}

export interface RatingChange {
  reasons: Reason[];
  importance: number | null;
  satisfaction: number | null;
  gap: number | null;
}

export interface ComparedNeed {
  then: NeedThen | null;
  now: NeedThen | null;
  /** How the two are known to be one: under one id, or because an organizer said so. Null where only one session has it. */
  by: 'carried' | 'organizer' | null;
  place: PlaceChange | null;
  rating: RatingChange | null;
}

export interface ComparedAnswer {
  zh: string | null;
  en: string | null;
  then: { people: number | null; share: number | null } | null;
  now: { people: number | null; share: number | null } | null;
}

export interface ComparedQuestion {
  zh: string | null;
  en: string | null;
  kind: RecordSurvey['kind'];
  reasons: Reason[];
  then: { people: number | null; mean: number | null } | null;
  now: { people: number | null; mean: number | null } | null;
  answers: ComparedAnswer[];
}

/** How many of the room said this of themselves; null where nobody was asked, or it is suppressed. */
export interface ComparedGroup {
  title: string;
  zh: string | null;
  en: string | null;
  then: { people: number | null; suppressed: boolean } | null;
  now: { people: number | null; suppressed: boolean } | null;
}

/** Who was in the room. */
export interface ComparedRoom {
  sessionId: string;
  title: string;
  place: string | null;
  heldAt: string | null;
  wave: number | null;
  present: number | null;
  children: number | null;
  joined: number | null;
  voted: number | null;
  /** Of the count that the places come from. */
  channels: Record<string, number> | null;
  kind: string | null;
  rule: string | null;
}

export interface Comparison {
  then: ComparedRoom;
  now: ComparedRoom;
  needs: ComparedNeed[];
  surveys: ComparedQuestion[];
  groups: ComparedGroup[];
}

/** Compares two sessions' records, the earlier one first. Needs in the order of the later one's places, those of the earlier one alone last. */
export function compareRecords(then: NeedRecords, now: NeedRecords, decided: readonly SameNeed[] = []): Comparison {
  const earlier = standing(then);
  const taken = new Set<string>();
  const pairs = standing(now).map((need) => {
    const found = sameIn(earlier, need, { from: now.session.id, to: then.session.id, decided });
    if (found === null || taken.has(found.need.id)) return comparedNeed(then, null, now, need, null);
    taken.add(found.need.id);
    return comparedNeed(then, found.need, now, need, found.by);
  });
  const gone = earlier.filter(({ id }) => !taken.has(id)).map((need) => comparedNeed(then, need, now, null, null));
  return {
    then: roomOf(then),
    now: roomOf(now),
    needs: [...pairs, ...gone],
    surveys: comparedQuestions(then.surveys, now.surveys),
    groups: comparedGroups(then.groups, now.groups),
  };
}

/** The needs that stand, in the order of their places and then of their numbers. */
function standing({ needs }: NeedRecords): RecordNeed[] {
  const last = Number.MAX_SAFE_INTEGER;
  return needs
    .filter(({ mergedInto }) => mergedInto === null)
    .sort((a, b) => (a.priorityRank ?? last) - (b.priorityRank ?? last) || (a.number ?? last) - (b.number ?? last));
}

function sameIn(
  needs: readonly RecordNeed[],
  { id }: RecordNeed,
  { from, to, decided }: { from: string; to: string; decided: readonly SameNeed[] },
): { need: RecordNeed; by: 'carried' | 'organizer' } | null {
  const said = new Map<string, boolean>();
  for (const { a, b, isSame } of decided) {
    if (a.sessionId === from && a.needId === id && b.sessionId === to) said.set(b.needId, isSame);
    if (b.sessionId === from && b.needId === id && a.sessionId === to) said.set(a.needId, isSame);
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

/** Questions are one where they were asked in the same words; of several rounds the last one is compared. */
function comparedQuestions(then: readonly RecordSurvey[], now: readonly RecordSurvey[]): ComparedQuestion[] {
  const [before, after] = [lastAsked(then), lastAsked(now)];
  const left = new Set(before);
  const asked = after.map((question) => {
    const found = before.find((one) => left.has(one) && isOneQuestion(one, question)) ?? null;
    if (found) left.delete(found);
    return comparedQuestion(found, question);
  });
  return [...asked, ...[...left].map((question) => comparedQuestion(question, null))];
}

function lastAsked(surveys: readonly RecordSurvey[]): RecordSurvey[] {
  return [...new Map(surveys.map((survey) => [`${survey.exerciseId} ${survey.questionId}`, survey])).values()];
}

function isOneQuestion(a: RecordSurvey, b: RecordSurvey): boolean {
  return isOneText(a.question, b.question);
}

interface Text {
  zh: string | null;
  en: string | null;
}

function isOneText(a: Text, b: Text): boolean {
  return (a.zh !== null && a.zh === b.zh) || (a.en !== null && a.en === b.en);
}

function comparedQuestion(before: RecordSurvey | null, after: RecordSurvey | null): ComparedQuestion {
  const shown = (after ?? before)!;
  const [earlier, later] = [before?.options ?? [], after?.options ?? []];
  const answers = [
    ...later.map((option) => comparedAnswer(earlier.find((one) => isOneText(one, option)) ?? null, option)),
    ...earlier.filter((option) => !later.some((one) => isOneText(one, option))).map((option) => comparedAnswer(option, null)),
  ];
  return {
    ...shown.question,
    kind: shown.kind,
    reasons: questionReasons(before, after, answers),
    then: before && { people: before.people ?? null, mean: before.mean ?? null },
    now: after && { people: after.people ?? null, mean: after.mean ?? null },
    answers,
  };
}

function questionReasons(before: RecordSurvey | null, after: RecordSurvey | null, answers: readonly ComparedAnswer[]): Reason[] {
  if (before === null || after === null) return ['question'];
  if (before.kind !== after.kind) return ['kind'];
  return answers.every(({ then, now }) => then !== null && now !== null) ? [] : ['options'];
}

type SurveyOption = RecordSurvey['options'][number];

function comparedAnswer(before: SurveyOption | null, after: SurveyOption | null): ComparedAnswer {
  const { zh, en } = (after ?? before)!;
  const figures = (option: SurveyOption | null) => option && { people: option.people, share: option.share };
  return { zh, en, then: figures(before), now: figures(after) };
}

function comparedGroups(then: readonly RecordGroup[], now: readonly RecordGroup[]): ComparedGroup[] {
  const keyOf = ({ questionId, optionId }: RecordGroup) => `${questionId} ${optionId}`;
  const [before, after] = [new Map(then.map((group) => [keyOf(group), group])), new Map(now.map((group) => [keyOf(group), group]))];
  const figures = (group: RecordGroup | undefined) => (group ? { people: group.people, suppressed: group.suppressed } : null);
  return [...new Map([...after, ...before]).keys()].map((key) => {
    const { title, label } = (after.get(key) ?? before.get(key))!;
    return { title, ...label, then: figures(before.get(key)), now: figures(after.get(key)) };
  });
}
