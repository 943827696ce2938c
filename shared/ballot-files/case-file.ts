import * as z from 'zod/mini';
import { recordOf } from '../counting/alternatives.ts';
import type { PairwiseMatrix } from '../counting/pairwise.ts';
import { BallotFileError, repeated, requireAlternatives, wholeAmounts, type BallotFile } from './ballot-file.ts';

const Id = z.string();
const CaseFile = z.object({
  kind: z.enum(['ranking', 'approval', 'points', 'pairwise', 'ratings', 'pb', 'consensus']),
  alternatives: z.array(z.object({ id: Id, label: z.optional(z.string()), cost: z.optional(z.number()) })),
  ballots: z.optional(
    z.array(
      z.object({
        count: z.int().check(z.gte(0)),
        weight: z.optional(z.int().check(z.gte(0))),
        ranking: z.optional(z.array(z.array(Id))),
        approve: z.optional(z.array(Id)),
        points: z.optional(z.record(Id, z.int())),
      }),
    ),
  ),
  comparisons: z.optional(z.array(z.object({ winner: Id, loser: Id, count: z.number() }))),
  raters: z.optional(z.array(z.object({ values: z.array(z.number()) }))),
  source: z.optional(z.object({ data_file: z.optional(z.nullable(z.string())) })),
  options: z.optional(
    z.object({
      k: z.optional(z.int()),
      budget: z.optional(z.number()),
      unranked: z.optional(z.enum(['bottom', 'ignore'])),
      pair_strength: z.optional(z.enum(['winning-votes', 'margins'])),
      utility: z.optional(z.enum(['cost', 'cardinality'])),
      completion: z.optional(z.enum(['add1'])),
    }),
  ),
});
type CaseFile = z.infer<typeof CaseFile>;

/**
 * Reads a published case (JSON). Where its ballots are in a file of their own, that file's name is `dataFile` and only the options are there.
 * Throws BallotFileError.
 */
export function readCaseFile(text: string): BallotFile & { dataFile?: string } {
  const parsed = z.safeParse(CaseFile, parseJson(text));
  if (!parsed.success) throw new BallotFileError('The file is JSON, but not a case: it has no kind and alternatives that can be read.');
  const given = parsed.data;
  const alternatives = given.alternatives.map(({ id }) => id);
  requireAlternatives(alternatives);
  const dataFile = given.source?.data_file;
  return {
    alternatives,
    names: Object.fromEntries(given.alternatives.map(({ id, label }) => [id, label ?? id])),
    ...ballotsOf(given),
    ...amountsOf(given),
    options: optionsOf(given),
    ...(dataFile && { dataFile }),
  };
}

function ballotsOf({ kind, alternatives, ballots = [], comparisons = [], raters = [] }: CaseFile): Partial<BallotFile> {
  type Written = (typeof ballots)[number];
  const each = <B>(ballot: (written: Written) => B) =>
    repeated(ballots.map((written) => ({ count: written.count * (written.weight ?? 1), ballot: ballot(written) })));
  if (kind === 'ranking') return { rankings: each(({ ranking }) => ranking ?? []) };
  if (kind === 'approval' || kind === 'pb') return { approvals: each(({ approve }) => approve ?? []) };
  if (kind === 'points') return { points: each(({ points }) => points ?? {}) };
  if (kind === 'pairwise')
    return {
      wins: winsOf(
        alternatives.map(({ id }) => id),
        comparisons,
      ),
    };
  if (kind === 'ratings') return { judges: raters.map(({ values }) => values) };
  return {};
}

function winsOf(ids: string[], comparisons: NonNullable<CaseFile['comparisons']>): PairwiseMatrix {
  const counts = recordOf(ids, () => recordOf(ids, () => 0));
  for (const { winner, loser, count } of comparisons) if (counts[winner] && loser in counts) counts[winner][loser]! += count;
  return ids.map((winner) => ids.map((loser) => counts[winner]![loser]!));
}

function amountsOf({ alternatives, options }: CaseFile): Partial<BallotFile> {
  if (options?.budget === undefined) return {};
  const costs = Object.fromEntries(alternatives.map(({ id, cost }) => [`cost of ${id}`, cost ?? 1]));
  const { whole, scale } = wholeAmounts({ ...costs, budget: options.budget });
  return { costs: Object.fromEntries(alternatives.map(({ id }) => [id, whole[`cost of ${id}`]!])), budget: whole['budget']!, scale };
}

function optionsOf({ options }: CaseFile): BallotFile['options'] {
  return {
    ...(options?.k !== undefined && { k: options.k }),
    ...(options?.unranked && { unranked: options.unranked === 'ignore' ? 'no-opinion' : 'tied-last' }),
    ...(options?.pair_strength && { strength: options.pair_strength }),
    ...(options?.utility && { utility: options.utility }),
    ...(options?.completion && { completion: options.completion }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new BallotFileError('The file is not JSON.');
  }
}
