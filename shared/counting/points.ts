import type { Alternatives } from './alternatives.ts';
import { recordOf } from './alternatives.ts';
import { countDots } from './dots.ts';
import { fractionOf, zero, type Fraction } from './fraction.ts';

export interface PointsCount {
  sum: number;
  /** Over all ballots, those who gave nothing included. */
  mean: Fraction;
  /** How many gave any. */
  people: number;
  /** Its part of all points given. */
  part: Fraction;
}

/** Points shared out by each person, whole numbers (the hundred-dollar test; cumulative voting). */
export function countPoints(alternatives: Alternatives, ballots: readonly Readonly<Record<string, number>>[]): Record<string, PointsCount> {
  const { dots, people } = countDots(alternatives, ballots);
  const given = alternatives.reduce((sum, id) => sum + dots[id]!, 0);
  return recordOf(alternatives, (id) => ({
    sum: dots[id]!,
    mean: ballots.length === 0 ? zero : fractionOf(dots[id]!, ballots.length),
    people: people[id]!,
    part: given === 0 ? zero : fractionOf(dots[id]!, given),
  }));
}
