import { readCaseFile } from '../../../shared/ballot-files/case-file.ts';
import { readPabulib } from '../../../shared/ballot-files/pabulib.ts';
import { approval } from '../../../shared/counting/approval.ts';
import { borda } from '../../../shared/counting/borda.ts';
import { bradleyTerry } from '../../../shared/counting/bradley-terry.ts';
import { groupInformedConsensus } from '../../../shared/counting/consensus.ts';
import { countDots } from '../../../shared/counting/dots.ts';
import { type Fraction, fractionOf, toNumber } from '../../../shared/counting/fraction.ts';
import { kendallW } from '../../../shared/counting/kendall.ts';
import { orderOf } from '../../../shared/counting/order.ts';
import { countPoints } from '../../../shared/counting/points.ts';
import { type Case, idsOf, readBallotFile } from './cases.ts';
import { sorted } from './profiles.ts';
import { expect } from 'vitest';
import { asTexts, fractionTexts, type Check } from './case-check.ts';

const toleranceOf = ({ expected }: Case) => expected['tolerance'] as number;
const winsOf = (given: Case) => readCaseFile(JSON.stringify(given)).wins!;

/** What Pabulib publishes as a score: points, or for orders as many as the ballot has places left. */
function pabulibScores(given: Case): Record<string, Fraction> {
  const { alternatives, points, rankings } = readPabulib(readBallotFile(given));
  if (rankings) return borda(alternatives, rankings, { base: 1, truncated: 'own-length' });
  const counts = countPoints(alternatives, points!);
  return Object.fromEntries(alternatives.map((id) => [id, fractionOf(counts[id]!.sum)]));
}

/** What is published of points, pairs, ratings and groups, and how it is checked. */
export const figureChecks: Record<string, Check> = {
  W(given, expected: number) {
    const w = kendallW((given.raters ?? []).map(({ values }) => values));
    expect(Math.abs(w! - expected)).toBeLessThanOrEqual((given.expected['tolerance'] as number | undefined) ?? 0);
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
