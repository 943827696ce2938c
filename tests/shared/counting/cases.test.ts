import { afterAll, describe, expect, test } from 'vitest';
import { readCaseFile } from '../../../shared/ballot-files/case-file.ts';
import { readPabulib } from '../../../shared/ballot-files/pabulib.ts';
import { approval, satisfactionApproval } from '../../../shared/counting/approval.ts';
import { borda, type BordaOptions } from '../../../shared/counting/borda.ts';
import { bradleyTerry } from '../../../shared/counting/bradley-terry.ts';
import { condorcetLoser, condorcetWinner } from '../../../shared/counting/condorcet.ts';
import { groupInformedConsensus } from '../../../shared/counting/consensus.ts';
import { copeland } from '../../../shared/counting/copeland.ts';
import { countDots } from '../../../shared/counting/dots.ts';
import { dowdall } from '../../../shared/counting/dowdall.ts';
import { equalShares } from '../../../shared/counting/equal-shares.ts';
import { fractionOf, toNumber, toText, type Fraction } from '../../../shared/counting/fraction.ts';
import { greedyByApprovals } from '../../../shared/counting/greedy.ts';
import { kemeny } from '../../../shared/counting/kemeny.ts';
import { kendallW } from '../../../shared/counting/kendall.ts';
import { minimax } from '../../../shared/counting/minimax.ts';
import { cutAt, orderOf, type Score } from '../../../shared/counting/order.ts';
import { pairwise, type PairStrength, type Unranked } from '../../../shared/counting/pairwise.ts';
import { seqPhragmen } from '../../../shared/counting/phragmen.ts';
import { plurality } from '../../../shared/counting/plurality.ts';
import { countPoints } from '../../../shared/counting/points.ts';
import { rankedPairs } from '../../../shared/counting/ranked-pairs.ts';
import { schulze, strongestPaths } from '../../../shared/counting/schulze.ts';
import { bestCommittees, firstOnly, harmonic, sequentialThiele, type Weights } from '../../../shared/counting/thiele.ts';
import { tieBreakBy, type BrokenTie, type TieBreak } from '../../../shared/counting/tie-break.ts';
import { ballotsOf, idsOf, rankingsOf, readBallotFile, readCases, type Case } from './cases.ts';
import { first, sorted } from './profiles.ts';

interface Expected {
  winner?: string;
  winners?: string[];
  ranking?: string[][];
  scores?: Record<string, number | string>;
  paths?: Record<string, Record<string, number>>;
  tolerance?: number;
}

type Check = (given: Case, expected: never) => void;

const unrankedOf = ({ options }: Case): Unranked => (options['unranked'] === 'ignore' ? 'no-opinion' : 'tied-last');
const asTexts = (scores: Record<string, number | string>) =>
  Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, String(score)]));
const fractionTexts = (scores: Record<string, Fraction>) =>
  Object.fromEntries(Object.entries(scores).map(([id, score]) => [id, toText(score)]));

function checkOrder(order: string[][], expected: Expected) {
  if (expected.winner !== undefined) expect(first(order)).toEqual([expected.winner]);
  if (expected.winners) expect(first(order)).toEqual([...expected.winners].sort());
  if (expected.ranking) expect(sorted(order)).toEqual(sorted(expected.ranking));
}

function checkBorda(given: Case, expected: Expected, options: BordaOptions) {
  const scores = borda(idsOf(given), rankingsOf(given), options);
  if (expected.scores) expect(fractionTexts(scores)).toEqual(asTexts(expected.scores));
  checkOrder(
    orderOf(idsOf(given), (id) => scores[id]!),
    expected,
  );
}

function checkSchulze(given: Case, expected: Expected, strength: PairStrength, unranked = unrankedOf(given)) {
  const ids = idsOf(given);
  checkOrder(schulze(ids, rankingsOf(given), { strength, unranked }), expected);
  if (!expected.paths) return;
  const matrix = pairwise(ids, rankingsOf(given), unranked);
  const most = Math.max(...matrix.flat());
  // A strength in winning votes holds the votes for the winner and, below them, the votes against.
  const votes = (path: number) => (strength === 'margins' ? path : Math.floor((path - 1) / (most + 1)));
  const paths = strongestPaths(matrix, strength);
  for (const [from, row] of Object.entries(expected.paths)) {
    for (const [to, path] of Object.entries(row)) expect(votes(paths[ids.indexOf(from)]![ids.indexOf(to)]!), `${from} to ${to}`).toBe(path);
  }
}

/** What is published under each name, and how it is checked. */
const checks: Record<string, Check> = {
  borda: (given, expected: Expected & { base: 0 | 1 }) => checkBorda(given, expected, { base: expected.base }),
  borda_zero_based: (given, expected: Expected) => checkBorda(given, expected, { base: 0 }),
  borda_unranked_zero: (given, expected: Expected) => checkBorda(given, expected, { base: 1, truncated: 'zero' }),
  pairwise(given, expected: Record<string, Record<string, number>>) {
    const ids = idsOf(given);
    const matrix = pairwise(ids, rankingsOf(given), unrankedOf(given));
    for (const [a, row] of Object.entries(expected))
      for (const [b, votes] of Object.entries(row)) expect(matrix[ids.indexOf(a)]![ids.indexOf(b)]).toBe(votes);
  },
  schulze: (given, expected: Expected) => checkSchulze(given, expected, 'winning-votes'),
  schulze_winning_votes: (given, expected: Expected) => checkSchulze(given, expected, 'winning-votes'),
  schulze_margins: (given, expected: Expected) => checkSchulze(given, expected, 'margins'),
  schulze_ranking_margins_unranked_bottom: (given, ranking: string[][]) => checkSchulze(given, { ranking }, 'margins', 'tied-last'),
  schulze_ranking_margins_unranked_ignored: (given, ranking: string[][]) => checkSchulze(given, { ranking }, 'margins', 'no-opinion'),
  official_winner: (given, winner: string) => checkSchulze(given, { winner }, 'margins', 'tied-last'),
  W(given, expected: number) {
    const w = kendallW((given.raters ?? []).map(({ values }) => values));
    expect(Math.abs(w! - expected)).toBeLessThanOrEqual((given.expected['tolerance'] as number | undefined) ?? 0);
  },

  plurality(given, expected: Expected) {
    const scores = plurality(idsOf(given), rankingsOf(given));
    if (expected.scores) expect(fractionTexts(scores)).toEqual(asTexts(expected.scores));
    checkOrder(
      orderOf(idsOf(given), (id) => scores[id]!),
      expected,
    );
  },
  dowdall: (given, expected: Expected) =>
    expect(fractionTexts(dowdall(idsOf(given), rankingsOf(given)))).toEqual(asTexts(expected.scores!)),
  condorcet_winner: (given, expected: string | null) => expect(condorcetWinner(idsOf(given), matrixOf(given))).toBe(expected),
  condorcet_loser: (given, expected: string | null) => expect(condorcetLoser(idsOf(given), matrixOf(given))).toBe(expected),
  copeland: (given, expected: Record<string, number>) => expect(copeland(idsOf(given), matrixOf(given))).toEqual(expected),
  copeland_ranking(given, expected: string[][]) {
    const scores = copeland(idsOf(given), matrixOf(given));
    expect(sorted(orderOf(idsOf(given), (id) => scores[id]!))).toEqual(sorted(expected));
  },
  minimax_winning_votes: (given, expected: Expected) => checkMinimax(given, expected, 'winning-votes'),
  minimax_margins: (given, expected: Expected) => checkMinimax(given, expected, 'margins'),
  minimax_pairwise_opposition: (given, expected: Expected) => checkMinimax(given, expected, 'opposition'),
  ranked_pairs: (given, expected: Expected) =>
    checkOrder(rankedPairs(idsOf(given), rankingsOf(given), { unranked: unrankedOf(given) }), expected),
  kemeny(given, expected: { best_score?: number; n_optimal?: number; ranking?: string[] }) {
    const found = kemeny(idsOf(given), matrixOf(given))!;
    if (expected.best_score !== undefined) expect(found.score).toBe(expected.best_score);
    if (expected.n_optimal !== undefined) expect(found.optimal).toBe(expected.n_optimal);
    if (expected.ranking) expect(found).toMatchObject({ optimal: 1, order: expected.ranking.map((id) => [id]) });
  },

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

  log_abilities(given, expected: Record<string, number>) {
    const { logAbilities } = bradleyTerry(idsOf(given), winsOf(given), { prior: 0 });
    const reference = given.expected['reference'] as string | undefined;
    const zero = reference === undefined ? 0 : logAbilities[reference]!;
    for (const [id, log] of Object.entries(expected))
      expect(Math.abs(logAbilities[id]! - zero - log)).toBeLessThanOrEqual(toleranceOf(given));
  },
  abilities_geomean1(given, expected: Record<string, number>) {
    const { logAbilities } = bradleyTerry(idsOf(given), winsOf(given), { prior: 0 });
    for (const [id, ability] of Object.entries(expected))
      expect(Math.abs(Math.exp(logAbilities[id]!) - ability)).toBeLessThanOrEqual(toleranceOf(given));
  },
  ranking: (given, expected: string[]) =>
    expect(bradleyTerry(idsOf(given), winsOf(given), { prior: 0 }).order).toEqual(expected.map((id) => [id])),
  strongly_connected: (given, expected: boolean) =>
    expect(bradleyTerry(idsOf(given), winsOf(given), { prior: 0 }).isStronglyConnected).toBe(expected),
  finite_output_required(given) {
    const { logAbilities, chances, prior } = bradleyTerry(idsOf(given), winsOf(given), { prior: 0 });
    expect([...Object.values(logAbilities), ...Object.values(chances)].every(Number.isFinite)).toBe(true);
    expect(prior).toBeGreaterThan(0);
  },

  n_voters: (given, expected: number) => expect(readPabulib(readBallotFile(given)).approvals).toHaveLength(expected),
  votes(given, expected: Record<string, number>) {
    const { alternatives, approvals, points } = readPabulib(readBallotFile(given));
    expect(points ? countDots(alternatives, points).people : approval(alternatives, approvals!)).toEqual(expected);
  },
  score: (given, expected: Record<string, number>) => expect(fractionTexts(pabulibScores(given))).toEqual(asTexts(expected)),
  ranking_by_score(given, expected: string[][]) {
    const scores = pabulibScores(given);
    expect(sorted(orderOf(idsOf(given), (id) => scores[id]!))).toEqual(sorted(expected));
  },
  group_informed_consensus(given, expected: Record<string, number>) {
    for (const { id, groups } of given.statements ?? []) {
      expect(toNumber(groupInformedConsensus(Object.values(groups)))).toBeCloseTo(expected[id]!, 14);
    }
  },
};

function checkMinimax(given: Case, expected: Expected, strength: Parameters<typeof minimax>[2]) {
  const scores = minimax(idsOf(given), matrixOf(given), strength);
  if (expected.scores) expect(scores).toEqual(expected.scores);
  checkOrder(
    orderOf(idsOf(given), (id) => -scores[id]!),
    expected,
  );
}

interface Committees {
  committees: string[][];
  score?: number | string;
  resolute_any?: boolean;
}

const matrixOf = (given: Case) => pairwise(idsOf(given), rankingsOf(given), unrankedOf(given));
const approvalsOf = (given: Case) => ballotsOf(given, ({ approve }) => approve ?? []);
const kOf = ({ options }: Case) => options['k'] as number;
const toleranceOf = ({ expected }: Case) => expected['tolerance'] as number;
const winsOf = (given: Case) => readCaseFile(JSON.stringify(given)).wins!;
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

/** What Pabulib publishes as a score: points, or for orders as many as the ballot has places left. */
function pabulibScores(given: Case): Record<string, Fraction> {
  const { alternatives, points, rankings } = readPabulib(readBallotFile(given));
  if (rankings) return borda(alternatives, rankings, { base: 1, truncated: 'own-length' });
  const counts = countPoints(alternatives, points!);
  return Object.fromEntries(alternatives.map((id) => [id, fractionOf(counts[id]!.sum)]));
}

/** What is published but not checked, and why. */
const notCovered: Record<string, string> = {
  irv: 'instant run-off is none of our rules: residents rank a few needs, and it would throw most of that away',
  schulze_ratio: 'strengths by ratio are none of our options: they divide by zero where nobody is against',
  selected_in_reality: 'what a city decided, by rules of its own and with money from elsewhere',
};

/** Beside a result: how exact it is printed, or what it is measured from. */
const besides = new Set(['tolerance', 'reference']);

const cases = readCases();
const published = cases.flatMap((given) =>
  Object.entries(given.expected)
    .filter(([name]) => !besides.has(name))
    .map(([name, expected]) => ({ id: given.id, given, name, expected })),
);

describe('published cases', () => {
  test.runIf(cases.length > 0)(
    'a folder shared/cases beside the project is read; without it the published results are not checked here',
    () => {
      expect(published.length).toBeGreaterThan(0);
    },
  );

  test.each(published.filter(({ name }) => name in checks))('$id $name', ({ given, name, expected }) => {
    checks[name]!(given, expected as never);
  });

  afterAll(() => {
    const blanks = published.filter(({ name }) => !(name in checks));
    if (blanks.length > 0) console.info(blanks.map(({ id, name }) => `not covered: ${id} ${name}: ${notCovered[name]}`).join('\n'));
  });
});
