import { placesOf, recordOf, type Alternatives } from './alternatives.ts';

/**
 * Cumulative votes: the sum of dots on each alternative, and how many people gave it at least one.
 * What is no alternative does not count; ballots are taken as valid otherwise.
 */
export function countDots(
  alternatives: Alternatives,
  ballots: readonly Readonly<Record<string, number>>[],
): { dots: Record<string, number>; people: Record<string, number> } {
  const places = placesOf(alternatives);
  const dots = alternatives.map(() => 0);
  const people = alternatives.map(() => 0);
  for (const ballot of ballots) {
    for (const [id, given] of Object.entries(ballot)) {
      const place = places.get(id);
      if (place === undefined || given <= 0) continue;
      dots[place]! += given;
      people[place]! += 1;
    }
  }
  return { dots: recordOf(alternatives, (_, place) => dots[place]!), people: recordOf(alternatives, (_, place) => people[place]!) };
}
