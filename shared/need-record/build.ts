import { canonicalJson } from '../canonical-json.ts';
import { mergedNeedId } from '../need.ts';
import type { NeedInput, NeedRecordInput, SealedRound } from './input.ts';
import { buildGroups } from './groups.ts';
import { buildNotes, timeOf } from './notes.ts';
import type { NeedRecords, RecordNeed, RecordNote, RecordResult, RecordRun } from './parts.ts';
import { buildRuns, figure, runId } from './runs.ts';
import { sessionOf } from './session.ts';
import { buildSurveys } from './surveys.ts';
import { lastShown, resultFor, standingOf } from './standing.ts';

/** Exports show nothing of fewer people than this; see counting.md, "Groups" and "Channels". */
export const exportK = 10;

/** The need records of a session: every note once, every figure with its run, and nothing that tells who. */
export function buildNeedRecords(input: NeedRecordInput): NeedRecords {
  const given = [...input.needs, ...votedAndGone(input)];
  const needs = new Map(given.map((need) => [need.id, need]));
  const privacyK = input.session.privacyK ?? exportK;
  const notes = buildNotes(input, needs, privacyK);
  const { runs, results } = buildRuns(input.rounds, privacyK);
  const hasResult = new Set(results.map(({ needId }) => needId));
  const standing = given.filter(({ id }) => mergedNeedId(needs, id) === id || hasResult.has(id));
  const bundle: Omit<NeedRecords, 'checksum'> = {
    schema: 'need-records',
    version: 1,
    generatedAt: new Date(input.generatedAt).toISOString(),
    toolVersion: input.toolVersion,
    ...(input.programme && { programme: input.programme }),
    session: sessionOf(input.session, privacyK, input.logHead),
    surveys: [...(input.surveys ?? []), ...buildSurveys(input.rounds)],
    groups: buildGroups(input, privacyK),
    needs: standing.map((need) => ({
      ...descriptionOf(need),
      id: need.id,
      number: need.number,
      title: need.title,
      translations: need.translations ? { ...need.translations } : null,
      mergedInto: mergedNeedId(needs, need.id) === need.id ? null : mergedNeedId(needs, need.id),
      ...notesOf(need.id, notes),
      ...standingOf(need.id, runs, results),
      ...figuresOf(need.id, input.rounds, runs, results),
      minorityStrong: need.minorityStrong ?? isMinorityStrong(need.id, input.rounds),
      createdAt: timeOf(need.createdAt),
      updatedAt: timeOf(need.updatedAt),
    })),
    notes,
    runs,
    results,
    responders: [...(input.responders ?? [])],
    responses: [...(input.responses ?? [])],
  };
  return { ...bundle, checksum: input.digest(canonicalJson(bundle)) };
}

/** Needs that people voted on and that were then taken off the wall: a result must not be of nothing. */
function votedAndGone({ needs, rounds }: NeedRecordInput): NeedInput[] {
  const known = new Set(needs.map(({ id }) => id));
  const gone: NeedInput[] = [];
  for (const { needId, number, title } of rounds.flatMap(({ tally }) => tally?.options ?? [])) {
    if (known.has(needId)) continue;
    known.add(needId);
    gone.push({ id: needId, number, title });
  }
  return gone;
}

/** The text that a bundle's checksum is of. */
export function checksumText({ checksum: _, ...bundle }: NeedRecords): string {
  return canonicalJson(bundle);
}

/** How many notes a need holds, and for whom they speak. */
export function notesOf(needId: string, notes: readonly RecordNote[]): Pick<RecordNeed, 'noteCount' | 'forWhom'> {
  const own = notes.filter((note) => note.needId === needId);
  const forWhom: RecordNeed['forWhom'] = {};
  for (const whom of own.flatMap((note) => note.forWhom)) forWhom[whom] = (forWhom[whom] ?? 0) + 1;
  return { noteCount: own.length, forWhom };
}

function figuresOf(needId: string, rounds: readonly SealedRound[], runs: readonly RecordRun[], results: readonly RecordResult[]) {
  const optionIn = (run: RecordRun | undefined) =>
    run && rounds.find((round) => runId(round) === run.id)?.tally?.options.find((option) => option.needId === needId);
  const ratingRun = lastShown(runs, ({ rule }) => rule === 'gap');
  const rating = optionIn(ratingRun);
  const shortListing = lastShown(runs, (run) => typeof optionIn(run)?.['shortListed'] === 'boolean');
  const pledged = resultFor(
    results,
    lastShown(runs, (run) => typeof optionIn(run)?.['lead'] === 'number'),
    needId,
  );
  return {
    shortListed: shortListing ? optionIn(shortListing)?.['shortListed'] === true : null,
    ratingRunId: rating && ratingRun ? ratingRun.id : null,
    importance: rating ? figure(rating, 'importance') : null,
    satisfaction: rating ? figure(rating, 'satisfaction') : null,
    gap: rating ? figure(rating, 'gap') : null,
    pledgeRunId: pledged?.runId ?? null,
    pledges: pledged?.people ?? null,
  };
}

/** As the counts say where nobody said so: of each exercise its last round that was counted. */
function isMinorityStrong(needId: string, rounds: readonly SealedRound[]): boolean {
  const last = new Map(rounds.filter(({ tally }) => tally !== null).map((round) => [round.exerciseId, round.tally]));
  return [...last.values()].some((tally) => tally?.options.some((option) => option.needId === needId && option['minorityStrong'] === true));
}

function descriptionOf(need: NeedInput) {
  return {
    statement: need.statement ?? need.description ?? null,
    category: need.category ?? null,
    needTypes: need.needTypes ?? [],
    scope: need.scope ?? null,
    affectedGroups: need.affectedGroups ?? [],
    affectedEstimate: need.affectedEstimate ?? null,
    affectedBasis: need.affectedBasis ?? null,
    location: need.location ?? null,
    severity: need.severity ?? null,
    urgency: need.urgency ?? null,
    minorityStrong: false,
    minorityReason: need.minorityReason ?? null,
    stage: need.stage ?? 'noted',
    stageReason: need.stageReason ?? null,
    duty: need.duty ?? null,
    reply: need.reply ?? null,
    nextWord: need.nextWord ?? null,
  } satisfies Partial<RecordNeed>;
}
