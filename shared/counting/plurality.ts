import { groupsOf, placesOf, recordOf, type Alternatives, type WeakOrder } from './alternatives.ts';
import { add, fractionOf, zero, type Fraction } from './fraction.ts';

/** First places, those who share one getting equal parts of it. A ballot that names nobody counts for nobody. */
export function plurality(alternatives: Alternatives, rankings: readonly WeakOrder[]): Record<string, Fraction> {
  const places = placesOf(alternatives);
  const scores = alternatives.map(() => zero);
  for (const ranking of rankings) {
    const first = groupsOf(places, ranking)[0] ?? [];
    for (const place of first) scores[place] = add(scores[place]!, fractionOf(1, first.length));
  }
  return recordOf(alternatives, (_, place) => scores[place]!);
}
