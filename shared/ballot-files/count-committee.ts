import { approval } from '../counting/approval.ts';
import { equalShares } from '../counting/equal-shares.ts';
import { toNumber } from '../counting/fraction.ts';
import { seqPhragmen } from '../counting/phragmen.ts';
import { bestCommittees, sequentialThiele } from '../counting/thiele.ts';
import { tieBreakBy, type BrokenTie } from '../counting/tie-break.ts';
import { ballotsFor, BallotFileError, wholeAmounts, type BallotFile } from './ballot-file.ts';
import { type CountOptions, type FileCount } from './file-count.ts';

/** Ties in a file are broken with this seed, so that everybody gets the same. */
const seed = 0;

type CommitteeRule = 'pav' | 'seq-pav' | 'seq-phragmen' | 'equal-shares';

/** The rules that choose several from approvals. Throws BallotFileError where the file or the options lack what they need. */
export function countCommittee(rule: CommitteeRule, file: BallotFile, options: CountOptions): Omit<FileCount, 'rule'> {
  const { alternatives } = file;
  const approvals = ballotsFor(file, 'approvals');
  if (rule === 'equal-shares') return countEqualShares(file, approvals, options);
  const k = options.k ?? file.options.k;
  if (k === undefined) throw new BallotFileError(`The rule ${rule} needs --k, how many are to be chosen.`);
  if (rule === 'pav') {
    const best = bestCommittees(alternatives, approvals, k);
    if (!best) throw new BallotFileError('There are too many committees to try them all.');
    const isInAll = (id: string) => best.committees.every((committee) => committee.includes(id));
    const isInSome = (id: string) => best.committees.some((committee) => committee.includes(id));
    return {
      options: { k, committees: best.committees.length },
      value: toNumber(best.score),
      chosen: alternatives.filter(isInAll),
      tiedAtCut: alternatives.filter((id) => isInSome(id) && !isInAll(id)),
    };
  }
  return withTies(alternatives, approvals, { k, seed }, (tieBreak) =>
    rule === 'seq-pav'
      ? sequentialThiele(alternatives, approvals, { k, tieBreak })
      : seqPhragmen(alternatives, approvals, { k, tieBreak }).chosen,
  );
}

function countEqualShares(file: BallotFile, approvals: string[][], options: CountOptions): Omit<FileCount, 'rule'> {
  const { alternatives, costs } = file;
  const utility = options.utility ?? file.options.utility ?? 'cost';
  const completion = options.completion ?? file.options.completion ?? 'none';
  const k = options.k ?? file.options.k;
  const isUnit = options.budget === undefined && (options.k !== undefined || file.budget === undefined);
  if (isUnit) {
    if (k === undefined) throw new BallotFileError('Equal Shares needs --k, or --budget for a file with costs.');
    if (completion === 'add1')
      throw new BallotFileError('Add1 completes an outcome with costs; with --k use --completion phragmen or none.');
    return withTies(
      alternatives,
      approvals,
      { k, completion, seed },
      (tieBreak) => equalShares(alternatives, approvals, { budget: k, completion, tieBreak }).chosen,
    );
  }
  if (!costs) throw new BallotFileError('A budget needs costs, and the file has none.');
  const given = options.budget === undefined ? { budget: file.budget ?? 0, factor: 1 } : budgetIn(file, options.budget);
  const scale = (file.scale ?? 1) * given.factor;
  const scaled = Object.fromEntries(alternatives.map((id) => [id, costs[id]! * given.factor]));
  const free = alternatives.find((id) => scaled[id] === 0);
  if (free !== undefined) throw new BallotFileError(`${free} costs nothing, and Equal Shares needs a price.`);
  return withTies(
    alternatives,
    approvals,
    { budget: given.budget / scale, utility, completion, seed },
    (tieBreak) =>
      equalShares(alternatives, approvals, { costs: scaled, budget: given.budget, utility, completion, step: scale, tieBreak }).chosen,
  );
}

/** A budget in the file's own unit, made finer where it has more decimals than the costs. */
function budgetIn({ scale = 1 }: BallotFile, budget: number): { budget: number; factor: number } {
  const { whole, scale: own } = wholeAmounts({ budget });
  const factor = Math.max(1, own / scale);
  return { budget: whole['budget']! * ((scale * factor) / own), factor };
}

function withTies(
  alternatives: string[],
  approvals: string[][],
  options: FileCount['options'],
  choose: (tieBreak: (tied: readonly string[]) => string) => string[],
): Omit<FileCount, 'rule'> {
  const ties: BrokenTie[] = [];
  const chosen = choose(tieBreakBy(approval(alternatives, approvals), seed, ties));
  const tied = new Set(ties.flatMap((tie) => tie.tied).filter((id) => !chosen.includes(id)));
  return { options, chosen, tiedAtCut: alternatives.filter((id) => tied.has(id)) };
}
