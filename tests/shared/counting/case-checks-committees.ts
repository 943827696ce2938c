import { readCaseFile } from '../../../shared/ballot-files/case-file.ts';
import { readPabulib } from '../../../shared/ballot-files/pabulib.ts';
import { approval, satisfactionApproval } from '../../../shared/counting/approval.ts';
import { equalShares } from '../../../shared/counting/equal-shares.ts';
import { toText } from '../../../shared/counting/fraction.ts';
import { greedyByApprovals } from '../../../shared/counting/greedy.ts';
import { cutAt, orderOf, type Score } from '../../../shared/counting/order.ts';
import { seqPhragmen } from '../../../shared/counting/phragmen.ts';
import { bestCommittees, firstOnly, harmonic, sequentialThiele, type Weights } from '../../../shared/counting/thiele.ts';
import { type BrokenTie, type TieBreak, tieBreakBy } from '../../../shared/counting/tie-break.ts';
import { ballotsOf, type Case, idsOf, readBallotFile } from './cases.ts';
import { expect } from 'vitest';
import { asTexts, fractionTexts, type Check } from './case-check.ts';

interface Committees {
  committees: string[][];
  score?: number | string;
  resolute_any?: boolean;
}

const approvalsOf = (given: Case) => ballotsOf(given, ({ approve }) => approve ?? []);
const kOf = ({ options }: Case) => options['k'] as number;
const committees = (sets: readonly (readonly string[])[]) => sets.map((set) => [...set].sort().join(' ')).sort();

function budgetOf(given: Case): { costs?: Record<string, number>; budget: number } {
  const { costs, budget } = readCaseFile(JSON.stringify(given));
  return costs && budget !== undefined ? { costs, budget } : { budget: kOf(given) };
}

/** All sets of k that the order by a score allows. */
function committeesByScore(given: Case, score: (id: string) => Score): string[] {
  const { chosen, onTheLine } = cutAt(orderOf(idsOf(given), score), kOf(given));
  const best = bestCommittees(onTheLine, [], kOf(given) - chosen.length)!;
  return committees(best.committees.map((rest) => [...chosen, ...rest]));
}

function checkBest(given: Case, expected: Committees, weights: Weights) {
  const best = bestCommittees(idsOf(given), approvalsOf(given), kOf(given), weights)!;
  if (expected.score !== undefined) expect(toText(best.score)).toBe(String(expected.score));
  expect(committees(best.committees)).toEqual(committees(expected.committees));
}

/** Every outcome that some way of breaking ties leads to. */
function outcomes(run: (tieBreak: TieBreak) => string[]): string[] {
  const found = new Set<string>();
  const follow = (choices: number[]) => {
    let asked = 0;
    const open: number[] = [];
    const outcome = run((tied) => {
      const choice = choices[asked] ?? 0;
      if (asked >= choices.length) open.push(tied.length);
      asked += 1;
      return tied[choice]!;
    });
    found.add(committees([outcome])[0]!);
    open.forEach((count, i) => {
      for (let choice = 1; choice < count; choice += 1) follow([...choices, ...new Array<number>(i).fill(0), choice]);
    });
  };
  follow([]);
  return [...found].sort();
}

function checkSequential(expected: Committees, run: (tieBreak: TieBreak) => string[]) {
  if (expected.resolute_any) expect(committees(expected.committees)).toContain(committees([run((tied) => tied[0]!)])[0]);
  else expect(outcomes(run)).toEqual(committees(expected.committees));
}

function checkEqualShares(given: Case, expected: string[], utility: 'cost' | 'cardinality') {
  const chosen = outcomes((tieBreak) => equalShares(idsOf(given), approvalsOf(given), { ...budgetOf(given), utility, tieBreak }).chosen);
  expect(chosen).toEqual(committees([expected]));
}

/** What is published of approvals, and how it is checked. */
export const committeeChecks: Record<string, Check> = {
  approval_scores: (given, expected: Record<string, number>) => expect(approval(idsOf(given), approvalsOf(given))).toEqual(expected),
  approval_winning_committees(given, expected: string[][]) {
    const people = approval(idsOf(given), approvalsOf(given));
    expect(committeesByScore(given, (id) => people[id]!)).toEqual(committees(expected));
  },
  sav_scores: (given, expected: Record<string, number | string>) =>
    expect(fractionTexts(satisfactionApproval(idsOf(given), approvalsOf(given)))).toEqual(asTexts(expected)),
  sav_winning_committees(given, expected: string[][]) {
    const scores = satisfactionApproval(idsOf(given), approvalsOf(given));
    expect(committeesByScore(given, (id) => scores[id]!)).toEqual(committees(expected));
  },
  pav: (given, expected: Committees) => checkBest(given, expected, harmonic),
  cc: (given, expected: Committees) => checkBest(given, expected, firstOnly),
  seqpav(given, expected: Committees) {
    checkSequential(expected, (tieBreak) => sequentialThiele(idsOf(given), approvalsOf(given), { k: kOf(given), tieBreak }));
  },
  seqphragmen(given, expected: Committees & { loads?: string[] }) {
    const run = (tieBreak: TieBreak) => seqPhragmen(idsOf(given), approvalsOf(given), { k: kOf(given), tieBreak });
    checkSequential(expected, (tieBreak) => run(tieBreak).chosen);
    if (expected.loads) expect(run((tied) => tied[0]!).loads.map(toText)).toEqual(expected.loads);
  },
  mes_phase1(given, expected: (Committees & { budgets?: string[] }) | string[]) {
    const outcome = equalShares(idsOf(given), approvalsOf(given), { ...budgetOf(given), tieBreak: (tied) => tied[0]! });
    expect(committees([outcome.chosen])).toEqual(committees(Array.isArray(expected) ? [expected] : expected.committees));
    if (!Array.isArray(expected) && expected.budgets) expect(outcome.payments().left.map(toText)).toEqual(expected.budgets);
  },
  mes_with_phragmen_completion(given, expected: Committees) {
    checkSequential(
      expected,
      (tieBreak) => equalShares(idsOf(given), approvalsOf(given), { ...budgetOf(given), completion: 'phragmen', tieBreak }).chosen,
    );
  },
  mes_cardinality: (given, expected: string[]) => checkEqualShares(given, expected, 'cardinality'),
  mes_cost: (given, expected: string[]) => checkEqualShares(given, expected, 'cost'),
  mes_then_greedy_cost_welfare(given, expected: string[]) {
    const { costs, budget } = budgetOf(given);
    const tieBreak: TieBreak = (tied) => tied[0]!;
    const { chosen } = equalShares(idsOf(given), approvalsOf(given), { ...budgetOf(given), tieBreak });
    expect(greedyByApprovals(idsOf(given), approvalsOf(given), { costs: costs ?? {}, budget, tieBreak, chosen }).sort()).toEqual(expected);
  },
  winners(given, expected: string[]) {
    const { alternatives, approvals, costs, budget } = readPabulib(readBallotFile(given));
    const { utility, completion } = given.options as { utility: 'cost'; completion: 'add1' };
    const ties: BrokenTie[] = [];
    const tieBreak = tieBreakBy(approval(alternatives, approvals!), 1, ties);
    expect(equalShares(alternatives, approvals!, { costs: costs!, budget: budget!, utility, completion, tieBreak }).chosen.sort()).toEqual(
      expected,
    );
  },
};
