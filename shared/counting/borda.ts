import { groupsOf, placesOf, recordOf, type Alternatives, type WeakOrder } from './alternatives.ts';
import { fractionOf, type Fraction } from './fraction.ts';

export interface BordaOptions {
  /** Points of the last place of a full ballot. The order is the same for both. */
  base?: 0 | 1;
  /**
   * What a ballot gives the alternatives it does not name: they share the points that are left, they get nothing, or they get nothing and the
   * named ones only as many points as the ballot is long.
   */
  truncated?: 'share' | 'zero' | 'own-length';
}

/**
 * Borda scores: an alternative gets a point for each alternative below it on a ballot (one more with base 1). Those tied in a group share the
 * points of the places they take up.
 * J.-C. de Borda, Mémoire sur les élections au scrutin (1781, 1784). Shared points: D. Black, Partial justification of the Borda count, Public
 * Choice 28 (1976); own length: P. Emerson, The original Borda count and partial voting, Social Choice and Welfare 40 (2013).
 */
export function borda(alternatives: Alternatives, rankings: readonly WeakOrder[], options: BordaOptions = {}): Record<string, Fraction> {
  const doubled = alternatives.map(() => 0);
  for (const points of doubledBordaPoints(alternatives, rankings, options)) points.forEach((given, place) => (doubled[place]! += given));
  return recordOf(alternatives, (_, place) => fractionOf(doubled[place]!, 2));
}

/** Twice the points that each ballot gives each alternative: the mean of consecutive points is whole or a half. */
export function doubledBordaPoints(alternatives: Alternatives, rankings: readonly WeakOrder[], options: BordaOptions = {}): number[][] {
  const { base = 0, truncated = 'share' } = options;
  const places = placesOf(alternatives);
  return rankings.map((ranking) => {
    const groups = groupsOf(places, ranking);
    const named = groups.reduce((sum, group) => sum + group.length, 0);
    const length = truncated === 'own-length' ? named : alternatives.length;
    const points = new Array<number>(alternatives.length).fill(truncated === 'share' ? length - named - 1 + 2 * base : 0);
    let above = 0;
    for (const group of groups) {
      const first = length - above - 1 + base;
      const last = first - group.length + 1;
      for (const place of group) points[place] = first + last;
      above += group.length;
    }
    return points;
  });
}
