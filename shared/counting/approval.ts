import { placesOf, recordOf, type Alternatives } from './alternatives.ts';
import { add, fractionOf, zero, type Fraction } from './fraction.ts';

/** The places of what each ballot approves; what is no alternative is left out, and so is a second mention. */
export function approvedPlaces(alternatives: Alternatives, ballots: readonly (readonly string[])[]): number[][] {
  const places = placesOf(alternatives);
  return ballots.map((ballot) => [...new Set(ballot)].map((id) => places.get(id)).filter((place) => place !== undefined));
}

/** How many approve of each (S. Brams and P. Fishburn, Approval voting, American Political Science Review 72, 1978). */
export function approval(alternatives: Alternatives, ballots: readonly (readonly string[])[]): Record<string, number> {
  const people = alternatives.map(() => 0);
  for (const approved of approvedPlaces(alternatives, ballots)) for (const place of approved) people[place]! += 1;
  return recordOf(alternatives, (_, place) => people[place]!);
}

/**
 * Satisfaction approval: each ballot's one vote is shared equally by those it approves (S. Brams and D. M. Kilgour, Satisfaction approval voting, in
 * Voting Power and Procedures, 2014).
 */
export function satisfactionApproval(alternatives: Alternatives, ballots: readonly (readonly string[])[]): Record<string, Fraction> {
  const scores = alternatives.map(() => zero);
  for (const approved of approvedPlaces(alternatives, ballots)) {
    for (const place of approved) scores[place] = add(scores[place]!, fractionOf(1, approved.length));
  }
  return recordOf(alternatives, (_, place) => scores[place]!);
}
