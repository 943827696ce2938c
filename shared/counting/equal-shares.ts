import { approvedPlaces } from './approval.ts';
import type { Alternatives } from './alternatives.ts';
import { add, fractionOf, type Fraction } from './fraction.ts';
import { runEqualShares } from './equal-shares-run.ts';
import { seqPhragmen } from './phragmen.ts';
import type { TieBreak } from './tie-break.ts';

export interface EqualSharesOptions {
  /** Whole numbers, at least 1. Left out, everything costs 1 and the budget is how many are wanted. */
  costs?: Readonly<Record<string, number>>;
  budget: number;
  /** What a person has of an alternative they approve: as much as it costs, or the same of each. */
  utility?: 'cost' | 'cardinality';
  /**
   * What follows where money is left: nothing; the same again with one more for everybody as long as the outcome can be paid; or Phragmén's rule, each
   * person starting with what they have left.
   */
  completion?: 'none' | 'add1' | 'phragmen';
  tieBreak: TieBreak;
}

export interface EqualShares {
  chosen: string[];
  /** Who pays for what: how many, and the most that one of them pays. What was added by Phragmén's rule has no price. */
  rounds: { taken: string; supporters: number; price: Fraction }[];
  /** What each person has left after these rounds. */
  left: Fraction[];
  /** What each person had, with what was added to complete the outcome. */
  endowment: Fraction;
}

/**
 * The Method of Equal Shares: everybody gets the same part of the budget; taken is always what its approvers can pay together at the lowest price for
 * what they have of it.
 * D. Peters and P. Skowron, Proportionality and the limits of welfarism, EC 2020; with costs D. Peters, G. Pierczyński and P. Skowron, Proportional
 * participatory budgeting with additive utilities, NeurIPS 2021; Add1 as on equalshares.net.
 */
export function equalShares(alternatives: Alternatives, ballots: readonly (readonly string[])[], options: EqualSharesOptions): EqualShares {
  const { budget, utility = 'cost', completion = 'none', tieBreak } = options;
  const costs = alternatives.map((id) => options.costs?.[id] ?? 1);
  const approversOf = alternatives.map((): number[] => []);
  approvedPlaces(alternatives, ballots).forEach((ballot, person) => ballot.forEach((place) => approversOf[place]!.push(person)));
  const terms = { alternatives, costs, approversOf, people: ballots.length, isByCost: utility === 'cost', tieBreak };
  const own = fractionOf(budget, Math.max(1, ballots.length));
  const first = runEqualShares(terms, own);
  if (completion === 'none') return first.outcome();
  if (completion === 'add1') return runWithMore(first, own).outcome();
  const { chosen, left, ...rest } = first.outcome();
  const start = left.map(({ n, d }) => ({ n: -n, d }));
  const completed = seqPhragmen(alternatives, ballots, {
    k: alternatives.length,
    tieBreak,
    start,
    chosen,
    costs: Object.fromEntries(alternatives.map((id, place) => [id, costs[place]!])),
    budget,
  });
  return { ...rest, left, chosen: completed.chosen };

  /** Adds one to everybody's part until the next outcome would cost too much, or nothing more fits. */
  function runWithMore(feasible: ReturnType<typeof runEqualShares>, endowment: Fraction): ReturnType<typeof runEqualShares> {
    let last = feasible;
    for (let more = add(endowment, fractionOf(1)); !isExhaustive(last.chosen); more = add(more, fractionOf(1))) {
      const next = runEqualShares(terms, more);
      if (costOf(next.chosen) > budget) return last;
      last = next;
    }
    return last;
  }

  function costOf(chosen: readonly number[]): number {
    return chosen.reduce((sum, place) => sum + costs[place]!, 0);
  }

  /** Whether nothing that somebody approves fits into what is left. */
  function isExhaustive(chosen: readonly number[]): boolean {
    const room = budget - costOf(chosen);
    return !costs.some((cost, place) => cost <= room && approversOf[place]!.length > 0 && !chosen.includes(place));
  }
}
