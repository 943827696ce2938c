import * as fc from 'fast-check';

/** `count` people who cast the same ballot, as the literature writes profiles. Groups are written 'a=b'. */
export function people(count: number, ...order: string[]): string[][][] {
  return Array.from({ length: count }, () => order.map((group) => group.split('=')));
}

/** Winners of a weak order. */
export function first(order: readonly (readonly string[])[]): string[] {
  return [...(order[0] ?? [])].sort();
}

export const names = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export interface Profile {
  alternatives: string[];
  rankings: string[][][];
}

/** Random weak orders of some of the alternatives: short ballots and ties included. */
export function weakProfiles(most = 5, ballots = 9): fc.Arbitrary<Profile> {
  return fc.integer({ min: 2, max: most }).chain((size) => {
    const alternatives = names.slice(0, size);
    const ranking = fc.array(fc.integer({ min: 0, max: size }), { minLength: size, maxLength: size }).map((levels) => {
      const groups = new Map<number, string[]>();
      // The highest level stands for not naming the alternative.
      levels.forEach((level, place) => level < size && groups.set(level, [...(groups.get(level) ?? []), alternatives[place]!]));
      return [...groups].sort(([a], [b]) => a - b).map(([, group]) => group);
    });
    return fc.record({ alternatives: fc.constant([...alternatives]), rankings: fc.array(ranking, { minLength: 1, maxLength: ballots }) });
  });
}

/** Random full orders without ties. */
export function strictProfiles(most = 5, ballots = 9): fc.Arbitrary<Profile> {
  return fc.integer({ min: 2, max: most }).chain((size) => {
    const alternatives = names.slice(0, size);
    const ranking = fc.shuffledSubarray([...alternatives], { minLength: size, maxLength: size }).map((order) => order.map((id) => [id]));
    return fc.record({ alternatives: fc.constant([...alternatives]), rankings: fc.array(ranking, { minLength: 1, maxLength: ballots }) });
  });
}

/** The same weak order whatever the order inside its groups. */
export function sorted(order: readonly (readonly string[])[]): string[][] {
  return order.map((group) => [...group].sort());
}

export function renamed(order: readonly (readonly string[])[], name: (id: string) => string): string[][] {
  return order.map((group) => group.map(name));
}

/** One step up for one alternative on one ballot, everything else as it was: it leaves its tie, or joins the group above. */
export function raised(ranking: readonly (readonly string[])[], id: string): string[][] {
  const groups = ranking.map((group) => [...group]);
  const place = groups.findIndex((group) => group.includes(id));
  if (place === -1) return [...groups, [id]];
  const group = groups[place]!;
  const rest = group.filter((other) => other !== id);
  if (rest.length > 0) groups.splice(place, 1, [id], rest);
  else if (place > 0) groups.splice(place - 1, 2, [...groups[place - 1]!, id]);
  return groups;
}
