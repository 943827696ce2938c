/** Alternatives are ids in a fixed order. Two of the same id are a mistake of the caller. */
export type Alternatives = readonly string[];

/** A weak order: groups of tied alternatives, best first. */
export type WeakOrder = readonly (readonly string[])[];

/** A value for every alternative, in an object without a prototype, so that no id can be mistaken for something else. */
export function recordOf<V>(alternatives: Alternatives, value: (id: string, place: number) => V): Record<string, V> {
  const record = Object.create(null) as Record<string, V>;
  alternatives.forEach((id, place) => (record[id] = value(id, place)));
  return record;
}

/** The place of each alternative in the list. */
export function placesOf(alternatives: Alternatives): ReadonlyMap<string, number> {
  return new Map(alternatives.map((id, place) => [id, place]));
}

/**
 * A ranking as groups of places, best first. What is no alternative is left out, and so is a second mention.
 */
export function groupsOf(places: ReadonlyMap<string, number>, ranking: WeakOrder): number[][] {
  const seen = new Set<number>();
  const groups: number[][] = [];
  for (const tied of ranking) {
    const group: number[] = [];
    for (const id of tied) {
      const place = places.get(id);
      if (place === undefined || seen.has(place)) continue;
      seen.add(place);
      group.push(place);
    }
    if (group.length > 0) groups.push(group);
  }
  return groups;
}
