import { borda, type BordaOptions } from '../../../shared/counting/borda.ts';
import { condorcetLoser, condorcetWinner } from '../../../shared/counting/condorcet.ts';
import { copeland } from '../../../shared/counting/copeland.ts';
import { dowdall } from '../../../shared/counting/dowdall.ts';
import { kemeny } from '../../../shared/counting/kemeny.ts';
import { minimax } from '../../../shared/counting/minimax.ts';
import { orderOf } from '../../../shared/counting/order.ts';
import { type PairStrength, pairwise, type Unranked } from '../../../shared/counting/pairwise.ts';
import { plurality } from '../../../shared/counting/plurality.ts';
import { rankedPairs } from '../../../shared/counting/ranked-pairs.ts';
import { schulze, strongestPaths } from '../../../shared/counting/schulze.ts';
import { type Case, idsOf, rankingsOf } from './cases.ts';
import { first, sorted } from './profiles.ts';
import { expect } from 'vitest';
import { asTexts, fractionTexts, type Check } from './case-check.ts';

interface Expected {
  winner?: string;
  winners?: string[];
  ranking?: string[][];
  scores?: Record<string, number | string>;
  paths?: Record<string, Record<string, number>>;
  tolerance?: number;
}

const unrankedOf = ({ options }: Case): Unranked => (options['unranked'] === 'ignore' ? 'no-opinion' : 'tied-last');
const matrixOf = (given: Case) => pairwise(idsOf(given), rankingsOf(given), unrankedOf(given));

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

function checkMinimax(given: Case, expected: Expected, strength: Parameters<typeof minimax>[2]) {
  const scores = minimax(idsOf(given), matrixOf(given), strength);
  if (expected.scores) expect(scores).toEqual(expected.scores);
  checkOrder(
    orderOf(idsOf(given), (id) => -scores[id]!),
    expected,
  );
}

/** What is published of rankings, and how it is checked. */
export const ordinalChecks: Record<string, Check> = {
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
};
