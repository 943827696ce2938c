import { groupsOf, placesOf, type Alternatives, type WeakOrder } from './alternatives.ts';

/** What a ballot says of the alternatives it does not name: less than the named ones and all alike, or nothing. */
export type Unranked = 'tied-last' | 'no-opinion';

/** How strong a victory is: by the votes for the winner, or by the votes for the winner less those against. */
export type PairStrength = 'winning-votes' | 'margins';

export interface PairwiseOptions {
  strength?: PairStrength;
  unranked?: Unranked;
}

/** `matrix[i][j]` ballots put alternative i above alternative j. Ties count for neither. */
export type PairwiseMatrix = readonly (readonly number[])[];

/** Counts every pair on every ballot (M. de Condorcet, Essai sur l'application de l'analyse, 1785). */
export function pairwise(alternatives: Alternatives, rankings: readonly WeakOrder[], unranked: Unranked = 'tied-last'): PairwiseMatrix {
  const size = alternatives.length;
  const places = placesOf(alternatives);
  const matrix = alternatives.map(() => new Array<number>(size).fill(0));
  for (const ranking of rankings) {
    const groups = groupsOf(places, ranking);
    const isBelow = new Array<boolean>(size).fill(unranked === 'tied-last');
    if (unranked === 'no-opinion') for (const place of groups.flat()) isBelow[place] = true;
    for (const group of groups) {
      for (const place of group) isBelow[place] = false;
      for (const place of group) {
        const row = matrix[place]!;
        for (let other = 0; other < size; other += 1) if (isBelow[other]) row[other]! += 1;
      }
    }
  }
  return matrix;
}

/**
 * Numbers that order all pairs by strength, above zero for a victory, 0 for a tie, below zero for a defeat; `strengths[i][j] = -strengths[j][i]`.
 * Winning votes order victories by the votes for the winner and, where these are equal, by fewer votes against; all ties are alike (M. Schulze,
 * arXiv:1804.02973, section 2.1).
 */
export function strengthsOf(matrix: PairwiseMatrix, strength: PairStrength): number[][] {
  const most = matrix.flat().reduce((a, b) => Math.max(a, b), 0);
  const ofVictory = (votesFor: number, votesAgainst: number) => votesFor * (most + 1) + (most - votesAgainst) + 1;
  return matrix.map((row, i) =>
    row.map((own, j) => {
      const other = matrix[j]![i]!;
      if (strength === 'margins' || own === other) return own - other;
      return own > other ? ofVictory(own, other) : -ofVictory(other, own);
    }),
  );
}
