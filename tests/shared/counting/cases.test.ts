import { afterAll, describe, expect, test } from 'vitest';
import { borda, type BordaOptions } from '../../../shared/counting/borda.ts';
import { toText, type Fraction } from '../../../shared/counting/fraction.ts';
import { kendallW } from '../../../shared/counting/kendall.ts';
import { orderOf } from '../../../shared/counting/order.ts';
import { pairwise, type PairStrength, type Unranked } from '../../../shared/counting/pairwise.ts';
import { schulze, strongestPaths } from '../../../shared/counting/schulze.ts';
import { idsOf, rankingsOf, readCases, type Case } from './cases.ts';
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
};

/** What is published but not checked, and why. */
const notCovered: Record<string, string> = {};

/** Beside a result: how exact it is printed. */
const besides = new Set(['tolerance']);

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
    if (blanks.length > 0)
      console.info(blanks.map(({ id, name }) => `not covered: ${id} ${name}: ${notCovered[name] ?? 'no rule yet'}`).join('\n'));
  });
});
