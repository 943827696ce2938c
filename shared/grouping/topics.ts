import { isEnough, type Match } from './match.ts';

/** A need of the lexicon that a note is taken to speak of, and the words that say so. */
export interface Topic {
  need: number;
  words: readonly string[];
}

/** From here on a note speaks of its first need and of no other. */
const clearLead = 0.75;
/** What a need gains when the notes that clearly speak of it double: the room has one meeting's worth of subjects, not all of the lexicon's. */
const perDoubling = 0.25;

/**
 * What each note speaks of, where its words say enough. Where they fit several needs nearly as well, the one that more of the clear notes speak of is
 * taken; a note alone with its need goes to its second, where others are. `spoken` counts notes by need that are known beforehand, from needs that stand.
 */
export function topicsOf(matches: readonly (readonly Match[])[], spoken: ReadonlyMap<number, number> = new Map()): (Topic | null)[] {
  const counts = new Map(spoken);
  for (const [first, second] of matches) {
    if (first && isEnough(first) && first.score - (second?.score ?? 0) >= clearLead)
      counts.set(first.need, (counts.get(first.need) ?? 0) + 1);
  }
  const chosen = matches.map((list) => mostLikely(list, counts));
  const sizes = new Map(spoken);
  for (const topic of chosen) if (topic) sizes.set(topic.need, (sizes.get(topic.need) ?? 0) + 1);
  return chosen.map((topic, i) => (topic && sizes.get(topic.need) === 1 ? (inCompany(matches[i]!, sizes) ?? topic) : topic));
}

function mostLikely(matches: readonly Match[], counts: ReadonlyMap<number, number>): Topic | null {
  let best: { match: Match; value: number } | null = null;
  for (const match of matches) {
    if (!isEnough(match) || matches[0]!.score - match.score > clearLead) continue;
    const value = match.score + perDoubling * Math.log2(1 + (counts.get(match.need) ?? 0));
    if (!best || value > best.value) best = { match, value };
  }
  return best && { need: best.match.need, words: best.match.words };
}

function inCompany(matches: readonly Match[], sizes: ReadonlyMap<number, number>): Topic | null {
  const found = matches.find((match) => isEnough(match) && (sizes.get(match.need) ?? 0) > 1);
  return found ? { need: found.need, words: found.words } : null;
}
