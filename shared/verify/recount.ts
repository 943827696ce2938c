import { standingBy } from '../counting/merges.ts';
import { kindOf } from '../exercise.ts';
import { ballotsText, isSaltLine, sealedCount, type SealedCount } from '../log-hash.ts';
import type { NeedRecords, RecordRun } from '../need-record.ts';
import { sha256Hex } from '../sha256.ts';
import { broken, fits, unknown, type Finding } from './finding.ts';
import { parseJson } from './log-line.ts';

/** The ballots of one round as canonical JSON, one a line, and the line with their salt. */
export function ballotLines(text: string): string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

/** The ballots alone. */
export function withoutSalt(lines: readonly string[]): string[] {
  return lines.filter((line) => !isSaltLine(line));
}

export function hashOfBallots(lines: readonly string[]): string {
  return sha256Hex(ballotsText(lines));
}

/** [V3] A round's ballots counted again by the same rules, against what the records say of each of its needs by each method. */
export function recount(bundle: NeedRecords, run: RecordRun, lines: readonly string[]): Finding {
  const name = { kind: run.kind, round: run.round };
  const rules = kindOf(run.kind)?.ballot;
  const settings = settingsOf(run);
  if (!rules || !settings || run.rule === null) return unknown('recountUnknown', name);
  const merged = mergedOf(run);
  const options = bundle.results.filter(({ runId, group }) => runId === run.id && group === null).map(({ needId }) => needId);
  const parsed = lines.map((line) => rules.parse(parseJson(line)));
  const odd = parsed.findIndex(
    (ballot) => ballot === null || rules.refuse(ballot, { settings, options: [...options, ...Object.keys(merged)] }),
  );
  if (odd !== -1) return broken('ballotMisfit', { ...name, line: odd + 1 });
  const ballots = parsed.map((ballot) => rules.merged(ballot, standingBy(merged)));
  const count = rules.tally(ballots, { settings, options, seed: seedOf(bundle, run) });
  const again = sealedCount({ kind: run.kind, ...count }, merged);
  const differs = firstDifference(again, countIn(bundle, run));
  if (differs) return broken('recountDiffers', { ...name, ...differs });
  if (run.ballots !== lines.length) return broken('recountDiffers', { ...name, method: count.method, needId: null });
  return fits('recount', { ...name, methods: [count.method, ...count.alsoBy.map(({ method }) => method)] });
}

/** What the records say of a round, in the form in which the log tells it; channels, groups and places apart. */
export function countIn({ runs, results, surveys }: NeedRecords, run: RecordRun): SealedCount {
  const own = results.filter(({ runId, group }) => runId === run.id && group === null);
  const audits = runs.filter((one) => !one.shown && one.exerciseId === run.exerciseId && one.round === run.round);
  return {
    kind: run.kind,
    method: run.rule ?? '',
    options: own.map(({ needId, rank, tied, score, share, people }) => ({
      needId,
      rank: rank ?? 0,
      tied: tied ?? false,
      score: score ?? 0,
      share: share ?? 0,
      people,
    })),
    alsoBy: audits.map(({ id, rule }) => ({
      method: rule ?? '',
      ranks: Object.fromEntries(
        results.filter(({ runId, group }) => runId === id && group === null).map(({ needId, rank }) => [needId, rank ?? 0]),
      ),
    })),
    questions: surveys
      .filter(({ runId }) => runId === run.id)
      .map(({ questionId, people, options }) => ({
        questionId,
        people: people ?? 0,
        chosen: Object.fromEntries(options.map(({ optionId, people: chose }) => [optionId, chose ?? 0])),
      })),
    merged: mergedOf(run),
  };
}

/** Scores and shares may differ in a last digit where another engine counts. */
const close = 1e-9;

/** The method and, where there is one, the need in which two counts first differ; null where they are the same. */
export function firstDifference(one: SealedCount, other: SealedCount): { method: string; needId: string | null } | null {
  const { method } = one;
  if (other.method !== method || other.options.length !== one.options.length) return { method, needId: null };
  for (const option of one.options) {
    const { needId } = option;
    const said = other.options.find((each) => each.needId === needId);
    const isSame =
      said?.rank === option.rank &&
      said.tied === option.tied &&
      said.people === option.people &&
      Math.abs(said.score - option.score) < close &&
      Math.abs(said.share - option.share) < close;
    if (!isSame) return { method, needId };
  }
  if (one.alsoBy.length !== other.alsoBy.length) return { method, needId: null };
  for (const { method: by, ranks } of one.alsoBy) {
    const said = other.alsoBy.find((each) => each.method === by)?.ranks ?? {};
    const needIds = new Set([...Object.keys(ranks), ...Object.keys(said)]);
    for (const needId of needIds) if (said[needId] !== ranks[needId]) return { method: by, needId };
  }
  const isSaid = one.questions.length === other.questions.length && one.questions.every((each) => isAsked(each, other.questions));
  return isSaid ? null : { method, needId: null };
}

type Asked = SealedCount['questions'][number];

function isAsked({ questionId, people, chosen }: Asked, others: readonly Asked[]): boolean {
  const other = others.find((one) => one.questionId === questionId);
  const ids = new Set([...Object.keys(chosen), ...Object.keys(other?.chosen ?? {})]);
  return other?.people === people && [...ids].every((id) => other.chosen[id] === chosen[id]);
}

/** A run's options are its exercise's settings and what the count went by beyond them. */
function settingsOf({ kind, options }: RecordRun): Record<string, unknown> | null {
  const rules = kindOf(kind);
  if (!rules) return null;
  const names = Object.keys(rules.defaults);
  return rules.settings(Object.fromEntries(Object.entries(options).filter(([name]) => names.includes(name))));
}

function mergedOf({ options }: RecordRun): Record<string, string> {
  const merged = options['merged'];
  if (typeof merged !== 'object' || merged === null) return {};
  return Object.fromEntries(Object.entries(merged).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function seedOf({ runs }: NeedRecords, run: RecordRun): number {
  const seeds = runs
    .filter(({ exerciseId, round }) => exerciseId === run.exerciseId && round === run.round)
    .map(({ options }) => options['seed']);
  const seed = seeds.find((one) => typeof one === 'number');
  return typeof seed === 'number' ? seed : 0;
}
