import { groupsOf, placesOf, recordOf, type Alternatives, type WeakOrder } from './alternatives.ts';
import { add, fractionOf, multiply, zero, type Fraction } from './fraction.ts';

/**
 * Dowdall scores: a first place is worth 1, a second 1/2, a third 1/3; those who are tied share what their places are worth, and who is not named
 * gets nothing. B. Reilly, Social choice in the South Seas, International Political Science Review 23 (2002).
 */
export function dowdall(alternatives: Alternatives, rankings: readonly WeakOrder[]): Record<string, Fraction> {
  const places = placesOf(alternatives);
  /** How many ballots put the alternative into a group of `size` that begins at place `from`, by "from/size". */
  const counts = alternatives.map(() => new Map<string, number>());
  for (const ranking of rankings) {
    let above = 0;
    for (const group of groupsOf(places, ranking)) {
      const key = `${above + 1}/${group.length}`;
      for (const place of group) counts[place]!.set(key, (counts[place]!.get(key) ?? 0) + 1);
      above += group.length;
    }
  }
  return recordOf(alternatives, (_, place) => {
    let score = zero;
    for (const [key, ballots] of counts[place]!) {
      const [from = 1, size = 1] = key.split('/').map(Number);
      let worth = zero;
      for (let i = from; i < from + size; i += 1) worth = add(worth, fractionOf(1, i));
      score = add(score, multiply(worth, fractionOf(ballots, size)));
    }
    return score;
  });
}
