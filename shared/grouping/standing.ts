import type { Topic } from './topics.ts';

/** A need of the wall as suggestions see it: what its title and its notes speak of. */
export interface Standing {
  id: string;
  /** The lexicon's need that the title speaks of. */
  titleTopic: number | null;
  noteTopics: readonly (Topic | null)[];
}

/** A title says it more surely than a note does. */
const titleWeight = 2;
/** A lexicon's need goes with a standing one when two of its notes are there, or a third of all that are. */
const enoughNotes = 2;
const enoughShare = 1 / 3;

/**
 * The standing needs that notes about each of the lexicon's needs go to, as the facilitator has begun: by title, or by where such notes were put. The
 * first has most of them. Two of the lexicon's needs may go to one standing need, whoever put both there meant it so.
 */
export function homesOf(needs: readonly Standing[]): ReadonlyMap<number, readonly string[]> {
  const weights = new Map<number, { id: string; weight: number }[]>();
  for (const { id, titleTopic, noteTopics } of needs) {
    const counts = new Map<number, number>();
    for (const topic of noteTopics) if (topic) counts.set(topic.need, (counts.get(topic.need) ?? 0) + 1);
    for (const topic of new Set([...counts.keys(), ...(titleTopic === null ? [] : [titleTopic])])) {
      const count = counts.get(topic) ?? 0;
      const isTitle = topic === titleTopic;
      if (!isTitle && count < enoughNotes && count < enoughShare * noteTopics.length) continue;
      weights.set(topic, [...(weights.get(topic) ?? []), { id, weight: count + (isTitle ? titleWeight : 0) }]);
    }
  }
  const sorted = (list: { id: string; weight: number }[]) => list.sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
  return new Map([...weights].map(([topic, list]) => [topic, sorted(list).map(({ id }) => id)]));
}
