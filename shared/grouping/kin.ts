import { families, type Family } from './lexicon/families.ts';
import type { LexiconNeed } from './lexicon/entry.ts';

/** With fewer notes than this a need goes along with its kin. */
export const few = 3;

/** The kin of each of the lexicon's needs, by their places in it. */
export function kinOf(needs: readonly LexiconNeed[]): ReadonlyMap<number, { family: Family; members: readonly number[] }> {
  const kin = new Map<number, { family: Family; members: readonly number[] }>();
  for (const family of families) {
    const members = family.members.map((member) => needs.findIndex(({ id }) => id === member));
    for (const member of members) kin.set(member, { family, members });
  }
  return kin;
}

/**
 * Which of a family's needs go together, given how many notes speak of each: those with few notes join the one with most, which is first. A family of
 * which none has few, or of which one alone is spoken of, stays as it is: an empty list.
 */
export function together(members: readonly number[], sizes: ReadonlyMap<number, number>): readonly number[] {
  const spoken = members.filter((member) => (sizes.get(member) ?? 0) > 0).sort((a, b) => sizes.get(b)! - sizes.get(a)! || a - b);
  const joining = spoken.slice(1).filter((member) => sizes.get(member)! < few);
  return joining.length > 0 ? [spoken[0]!, ...joining] : [];
}
