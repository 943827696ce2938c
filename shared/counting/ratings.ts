import { recordOf, type Alternatives } from './alternatives.ts';
import { add, compare, divide, fractionOf, multiply, one, subtract, type Fraction } from './fraction.ts';

/** What one person says of one alternative; null where they say nothing. Whole numbers. */
export interface Rating {
  importance: number | null;
  satisfaction: number | null;
}

/** important and not satisfied: act; both: keep up; neither: later; satisfied though not important: more than enough. */
export type Quadrant = 'act' | 'keep' | 'later' | 'enough';

export interface RatingCount {
  /** Means over those who answered; null where nobody did. */
  importance: Fraction | null;
  satisfaction: Fraction | null;
  /** Mean importance less mean satisfaction. */
  gap: Fraction | null;
  /** Mean importance times the part of people who are not satisfied. */
  weighted: Fraction | null;
  quadrant: Quadrant | null;
  /** How many gave either. */
  people: number;
}

/**
 * Importance against satisfaction, the quadrants split at the medians of the alternatives' means; whoever is on a median counts as above it.
 * J. A. Martilla and J. C. James, Importance-performance analysis, Journal of Marketing 41 (1977); weighted as in the citizen surveys of the field
 * (importance times one less the satisfied share). `satisfiedFrom` is the lowest rating that counts as satisfied.
 */
export function countRatings(
  alternatives: Alternatives,
  ballots: readonly Readonly<Record<string, Rating>>[],
  { satisfiedFrom = 4 }: { satisfiedFrom?: number } = {},
): Record<string, RatingCount> {
  const given = recordOf(alternatives, (): Rating[] => []);
  for (const ballot of ballots) for (const [id, rating] of Object.entries(ballot)) given[id]?.push(rating);
  const means = alternatives.map((id) => {
    const importance = answers(given[id]!, 'importance');
    const satisfaction = answers(given[id]!, 'satisfaction');
    const satisfied = satisfaction.filter((rating) => rating >= satisfiedFrom).length;
    return {
      importance: mean(importance),
      satisfaction: mean(satisfaction),
      unsatisfied: satisfaction.length === 0 ? null : subtract(one, fractionOf(satisfied, satisfaction.length)),
      people: given[id]!.filter((rating) => rating.importance !== null || rating.satisfaction !== null).length,
    };
  });
  const importanceLine = median(means.map(({ importance }) => importance));
  const satisfactionLine = median(means.map(({ satisfaction }) => satisfaction));
  return recordOf(alternatives, (_, place) => {
    const { importance, satisfaction, unsatisfied, people } = means[place]!;
    const isPlaced = importance && satisfaction && importanceLine && satisfactionLine;
    return {
      importance,
      satisfaction,
      gap: importance && satisfaction && subtract(importance, satisfaction),
      weighted: importance && unsatisfied && multiply(importance, unsatisfied),
      quadrant: isPlaced ? quadrantOf(compare(importance, importanceLine) >= 0, compare(satisfaction, satisfactionLine) >= 0) : null,
      people,
    };
  });
}

function quadrantOf(isImportant: boolean, isSatisfied: boolean): Quadrant {
  if (isImportant) return isSatisfied ? 'keep' : 'act';
  return isSatisfied ? 'enough' : 'later';
}

function answers(ratings: readonly Rating[], question: keyof Rating): number[] {
  return ratings.map((rating) => rating[question]).filter((answer) => answer !== null);
}

function mean(values: readonly number[]): Fraction | null {
  if (values.length === 0) return null;
  return fractionOf(
    values.reduce((a, b) => a + b, 0),
    values.length,
  );
}

/** The middle one, or the mean of the middle two. */
function median(values: readonly (Fraction | null)[]): Fraction | null {
  const sorted = values.filter((value) => value !== null).sort(compare);
  if (sorted.length === 0) return null;
  const low = sorted[Math.floor((sorted.length - 1) / 2)]!;
  const high = sorted[Math.floor(sorted.length / 2)]!;
  return divide(add(low, high), fractionOf(2));
}
