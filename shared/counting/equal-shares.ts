import { approvedPlaces } from './approval.ts';
import type { Alternatives } from './alternatives.ts';
import { add, fractionOf, type Fraction } from './fraction.ts';
import { runEqualShares, type Payments } from './equal-shares-run.ts';
import { seqPhragmen } from './phragmen.ts';
import type { BrokenTie, TieBreak } from './tie-break.ts';

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
  /**
   * What Add1 adds for everybody at a time: one, in the measure that costs are given in, or a hundredth of what everybody has then, in whole ones and
   * at least one. So a rich budget among few takes a few hundred counts instead of a million.
   */
  step?: number | 'hundredth';
  tieBreak: TieBreak;
}

export interface EqualShares {
  chosen: string[];
  /** What each person had, with what was added to complete the outcome. */
  endowment: Fraction;
  /** The ties that were broken on the way to what was chosen; those of outcomes that were given up are none of it. */
  ties: readonly BrokenTie[];
  /** The explanation, computed when asked for. What was added by Phragmén's rule has no price. */
  payments: () => Payments;
}

/**
 * The Method of Equal Shares: everybody gets the same part of the budget; taken is always what its approvers can pay together at the lowest price for
 * what they have of it.
 * D. Peters and P. Skowron, Proportionality and the limits of welfarism, EC 2020; with costs D. Peters, G. Pierczyński and P. Skowron, Proportional
 * participatory budgeting with additive utilities, NeurIPS 2021; Add1 as on equalshares.net.
 */
export function equalShares(alternatives: Alternatives, ballots: readonly (readonly string[])[], options: EqualSharesOptions): EqualShares {
  const { budget, utility = 'cost', completion = 'none', step = 1, tieBreak } = options;
  const costs = alternatives.map((id) => options.costs?.[id] ?? 1);
  const approversOf = alternatives.map((): number[] => []);
  approvedPlaces(alternatives, ballots).forEach((ballot, person) => ballot.forEach((place) => approversOf[place]!.push(person)));
  const terms = { alternatives, costs, approversOf, people: ballots.length, isByCost: utility === 'cost', tieBreak };
  const own = fractionOf(budget, Math.max(1, ballots.length));
  const first = runEqualShares(terms, own);
  const stepFrom = ({ n, d }: Fraction) => (step === 'hundredth' ? fractionOf(atLeastOne(n / (100n * d))) : fractionOf(step));
  const named = ({ chosen }: typeof first) => chosen.map((place) => alternatives[place]!);
  if (completion === 'add1') {
    const { last, endowment } = withMore();
    return { chosen: named(last), endowment, ties: last.ties, payments: last.payments };
  }
  const completed = completion === 'phragmen' ? withPhragmen() : named(first);
  return { chosen: completed, endowment: own, ties: first.ties, payments: first.payments };

  function withPhragmen(): string[] {
    const start = first.payments().left.map(({ n, d }) => ({ n: -n, d }));
    const costOf = Object.fromEntries(alternatives.map((id, place) => [id, costs[place]!]));
    return seqPhragmen(alternatives, ballots, { k: alternatives.length, tieBreak, start, chosen: named(first), costs: costOf, budget })
      .chosen;
  }

  /** Adds to everybody's part until the next outcome would cost too much, or nothing more fits. */
  function withMore() {
    let last = first;
    let endowment = own;
    while (!isExhaustive(last.chosen)) {
      const more = add(endowment, stepFrom(endowment));
      const next = runEqualShares(terms, more);
      if (costOf(next.chosen) > budget) break;
      last = next;
      endowment = more;
    }
    return { last, endowment };
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

function atLeastOne(n: bigint): bigint {
  return n < 1n ? 1n : n;
}
