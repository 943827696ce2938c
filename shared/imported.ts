import { checkNeedRecords, checksumText, NeedRecords } from './need-record.ts';
import { canonicalJson } from './canonical-json.ts';
import { isRecord } from './document.ts';
import * as z from 'zod/mini';
import { ClientId, ServerId } from './ids.ts';
import { importBytesMax } from './session-limits.ts';
import { requireTame } from './tame.ts';
import { isBlank, isStorable } from './text.ts';

/** What one bundle may be: more than the largest hall brings home, and what a thread reads within seconds. */
export const importLimits = {
  /** As it is sent, and as it is once unpacked. */
  packedBytes: importBytesMax,
  textBytes: 32 * 1024 * 1024,
  zipEntries: 64,
  notes: 30_000,
  needs: 1_000,
  runs: 2_000,
  results: 100_000,
  /** Surveys, groups, responders, responses: each. */
  others: 10_000,
  depthMax: 12,
  keysMax: 3_000_000,
} as const;

/** Why a bundle is not taken, from what it is to what it says. */
export const importRefusals = [
  'empty',
  'too-large',
  'zip-broken',
  'zip-without-records',
  'truncated',
  'not-json',
  'not-records',
  'later-version',
  'too-many',
  'odd-text',
  'checksum',
  'contradicts-itself',
  'rehearsal',
  'held-here',
  'older',
  'edited-here',
] as const;
export type ImportRefusal = (typeof importRefusals)[number];

export type ReadBundle = { records: NeedRecords } | { refused: ImportRefusal };

/**
 * [E10] The need records in a text, or why they are not taken: nothing of a bundle is taken that is not whole, that its checksum does not fit, or that would
 * not have been stored here. `digest` is SHA-256 in hex.
 */
export function readBundle(text: string, digest: (text: string) => string): ReadBundle {
  let given: unknown;
  try {
    given = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return { refused: looksCutOff(text) ? 'truncated' : 'not-json' };
  }
  const refused = refusedShape(given) ?? refusedWords(given, text);
  if (refused) return { refused };
  const parsed = z.safeParse(NeedRecords, given);
  if (!parsed.success) return { refused: 'not-records' };
  // What was given and not what was parsed: the checksum is of everything that stands there.
  const records = given as NeedRecords;
  if (digest(checksumText(records)) !== records.checksum) return { refused: 'checksum' };
  if (records.session.rehearsal) return { refused: 'rehearsal' };
  const isSound = checkNeedRecords(records).length === 0 && pointsSomewhere(records);
  return isSound ? { records } : { refused: 'contradicts-itself' };
}

function looksCutOff(text: string): boolean {
  const shown = text.trim();
  return /^\uFEFF?\{/.test(shown) && !shown.endsWith('}');
}

function refusedShape(given: unknown): ImportRefusal | null {
  if (!isRecord(given) || given['schema'] !== 'need-records') return 'not-records';
  const { version } = given;
  if (typeof version === 'number' && version > 1) return 'later-version';
  const most: Record<string, number> = {
    notes: importLimits.notes,
    needs: importLimits.needs,
    runs: importLimits.runs,
    results: importLimits.results,
  };
  const isTooMany = Object.entries(given).some(([name, list]) => Array.isArray(list) && list.length > (most[name] ?? importLimits.others));
  return isTooMany ? 'too-many' : null;
}

/** Names that reach for a prototype, names that stand twice and mean two things to two readers, and texts that no entry would have let through. */
function refusedWords(given: unknown, text: string): ImportRefusal | null {
  try {
    requireTame(given, importLimits);
  } catch {
    return 'not-records';
  }
  let names = 0;
  const waiting: unknown[] = [given];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next === 'string' && !isStorable(next)) return 'odd-text';
    if (Array.isArray(next)) for (const item of next) waiting.push(item);
    else if (isRecord(next))
      for (const [name, value] of Object.entries(next)) {
        names += 1;
        if (!isStorable(name)) return 'odd-text';
        waiting.push(value);
      }
  }
  return names === namesIn(text) ? null : 'not-records';
}

/** How many names of fields a JSON text has, each as often as it stands there. */
function namesIn(text: string): number {
  let names = 0;
  for (let from = text.indexOf('"'); from !== -1; from = text.indexOf('"', from)) {
    from += 1;
    while (text[from] !== '"') from += text[from] === '\\' ? 2 : 1;
    from += 1;
    while (/\s/.test(text[from] ?? '')) from += 1;
    if (text[from] === ':') names += 1;
  }
  return names;
}

/** Ids that a session's calls can name, and that mean something in this bundle. */
function pointsSomewhere({ session, surveys, groups, needs, runs, results, responders, responses }: NeedRecords): boolean {
  const isOurs = z.safeParse(ServerId, session.id).success && session.id.length >= 12 && session.baselineSessionId !== session.id;
  const named = [...needs, ...responders, ...responses].every(({ id }) => z.safeParse(ClientId, id).success);
  const runsById = new Map(runs.map((run) => [run.id, run]));
  const figures = needs.flatMap(({ priorityRunId, ratingRunId, pledgeRunId }) => [priorityRunId, ratingRunId, pledgeRunId]);
  const groupKeys = new Set(groups.map(({ questionId, optionId }) => canonicalJson([questionId, optionId])));
  return (
    isOurs &&
    named &&
    !isBlank(session.title) &&
    groupKeys.size === groups.length &&
    figures.every((id) => id === null || runsById.has(id)) &&
    surveys.every(({ runId, exerciseId }) => runsById.get(runId)?.exerciseId === exerciseId) &&
    results.every(({ group }) => group === null || groupKeys.has(canonicalJson([group.questionId, group.optionId])))
  );
}
