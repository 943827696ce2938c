import * as z from 'zod/mini';
import { isSame } from '../document.ts';
import { notesOf } from './build.ts';
import { NeedRecords } from './parts.ts';
import { priorityRun, resultFor, standingOf } from './standing.ts';

/**
 * What is wrong with a bundle, a sentence each; empty where it keeps all promises of the need record: it has the published shape (and with it no
 * field that could tell who), every note once, every figure from a run that is in it, no channel or group of fewer than `privacyK` people.
 */
export function checkNeedRecords(given: unknown): string[] {
  const parsed = z.safeParse(NeedRecords, given);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'the bundle'}: ${message}`);
  const bundle = parsed.data;
  return [...repeats(bundle), ...checkNotes(bundle), ...checkFigures(bundle), ...checkPrivacy(bundle), ...checkParties(bundle)];
}

function repeats(bundle: NeedRecords): string[] {
  const lists = { note: bundle.notes, need: bundle.needs, run: bundle.runs, responder: bundle.responders, response: bundle.responses };
  return Object.entries(lists).flatMap(([noun, list]) => {
    const seen = new Set<string>();
    return list.filter(({ id }) => seen.size === seen.add(id).size).map(({ id }) => `${noun} ${id} is in it twice`);
  });
}

function checkNotes({ notes, needs }: NeedRecords): string[] {
  const wrong: string[] = [];
  const byId = new Map(needs.map((need) => [need.id, need]));
  for (const note of notes) {
    const need = note.needId === null ? undefined : byId.get(note.needId);
    if (note.needId !== null && !need) wrong.push(`note ${note.id} is in a need ${note.needId} that is not there`);
    if (need && need.mergedInto !== null) wrong.push(`note ${note.id} is in need ${need.id}, which was merged`);
    if (note.referred && (note.text !== null || note.translations !== null))
      wrong.push(`note ${note.id} is a private case and has its words`);
    // Words that were erased at somebody's request are said to be covered, and the note stays where it was.
    if (!note.referred && !note.redacted && note.text === null) wrong.push(`note ${note.id} has lost its words`);
  }
  for (const need of needs) {
    const { noteCount, forWhom } = notesOf(need.id, notes);
    if (need.noteCount !== noteCount) wrong.push(`need ${need.id} says ${need.noteCount} notes and has ${noteCount}`);
    if (!isSame(need.forWhom, forWhom)) wrong.push(`need ${need.id} does not say for whom its notes speak`);
    if (need.mergedInto !== null && byId.get(need.mergedInto)?.mergedInto !== null)
      wrong.push(`need ${need.id} was merged into nothing that stands`);
  }
  return wrong;
}

function checkFigures({ needs, runs, results }: NeedRecords): string[] {
  const wrong: string[] = [];
  const runIds = new Set(runs.map(({ id }) => id));
  const needIds = new Set(needs.map(({ id }) => id));
  const seen = new Set<string>();
  for (const result of results) {
    if (!runIds.has(result.runId)) wrong.push(`a result of need ${result.needId} names a run ${result.runId} that is not there`);
    if (!needIds.has(result.needId)) wrong.push(`run ${result.runId} names a need ${result.needId} that is not there`);
    const key = JSON.stringify([result.runId, result.needId, result.group?.questionId, result.group?.optionId]);
    if (seen.has(key)) wrong.push(`run ${result.runId} says twice where need ${result.needId} came out`);
    seen.add(key);
  }
  for (const need of needs) {
    for (const [figure, value] of Object.entries(standingOf(need.id, runs, results))) {
      if (need[figure as keyof typeof need] !== value)
        wrong.push(`need ${need.id} and run ${priorityRun(runs)?.id ?? '(none)'} differ in ${figure}`);
    }
    const rated = [need.importance, need.satisfaction, need.gap].some((value) => value !== null);
    if (rated && !runIds.has(need.ratingRunId ?? '')) wrong.push(`need ${need.id} has ratings of no run`);
    const pledgeRun = runs.find(({ id }) => id === need.pledgeRunId);
    if (need.pledges !== (resultFor(results, pledgeRun, need.id)?.people ?? null)) wrong.push(`need ${need.id} has pledges of no run`);
  }
  return wrong;
}

function checkPrivacy({ session, notes, runs, results, groups }: NeedRecords): string[] {
  const k = session.privacyK;
  const wrong: string[] = [];
  const byChannel = new Map<string, number>();
  for (const { channel } of notes) if (channel !== null) byChannel.set(channel, (byChannel.get(channel) ?? 0) + 1);
  for (const [channel, count] of byChannel) if (count < k) wrong.push(`only ${count} notes came by ${channel}`);
  for (const run of runs) {
    for (const [channel, count] of Object.entries(run.channels ?? {}))
      if (count < k) wrong.push(`only ${count} ballots of run ${run.id} came by ${channel}`);
  }
  for (const { runId, needId, suppressed, people, score, share, rank } of results) {
    if (suppressed && [people, score, share, rank].some((value) => value !== null))
      wrong.push(`run ${runId} shows a figure of need ${needId} that it hides`);
  }
  for (const { questionId, optionId, people, suppressed } of groups) {
    if (people !== null && (suppressed || (people > 0 && people < k)))
      wrong.push(`group ${questionId} ${optionId} is too small to be told`);
  }
  return wrong;
}

function checkParties({ needs, responders, responses, surveys, runs }: NeedRecords): string[] {
  const needIds = new Set(needs.map(({ id }) => id));
  const responderIds = new Set(responders.map(({ id }) => id));
  const runIds = new Set(runs.map(({ id }) => id));
  return [
    ...responses.filter(({ needId }) => !needIds.has(needId)).map(({ id }) => `response ${id} is to no need`),
    ...responses.filter(({ responderId }) => !responderIds.has(responderId)).map(({ id }) => `response ${id} is nobody's`),
    ...surveys.filter(({ runId }) => !runIds.has(runId)).map(({ questionId }) => `survey question ${questionId} is of no run`),
  ];
}
