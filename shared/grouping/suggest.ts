import { compileLexicon, type CompiledLexicon } from './cues.ts';
import { groupsOf } from './groups.ts';
import { lexicon } from './lexicon/lexicon.ts';
import { otherSenses } from './lexicon/other-senses.ts';
import { matchNeeds } from './match.ts';
import { normalise } from './normalise.ts';
import { placesOf, type ReadNote } from './places.ts';
import type { GroupingInput, NoteToGroup, Suggestions } from './suggestion.ts';
import { areVectors, type Embed } from './vectors.ts';

let compiled: CompiledLexicon | null = null;

/**
 * Proposes groups for the notes that are in none, the largest first. The same notes and needs give the same groups in whatever order they come; a note is
 * in one at most; hidden and referred notes, and what is in them, are not used. Never throws for any text.
 *
 * 1. The lexicon's words say what a note speaks of (match.ts); where they fit several needs, what the other notes speak of decides (topics.ts).
 * 2. Needs of one family of which there is little to say go together (kin.ts).
 * 3. Notes go to a standing need that has such notes, or such a title, already (standing.ts).
 * 4. What the lexicon does not know is told from the facilitator's examples (naive-bayes.ts), from being said twice (near-duplicates.ts) and, where there
 *    are vectors, from being near in meaning (vectors.ts).
 */
export function suggest({ notes, needs, vectors }: GroupingInput): Suggestions {
  compiled ??= compileLexicon(lexicon, otherSenses);
  const read: ReadNote[] = usable(notes).map((note) => {
    const text = normalise(note.text);
    return { note, text, matches: matchNeeds(text, compiled!) };
  });
  const standing = uniqueById(needs).map((need) => ({ need, matches: matchNeeds(normalise(need.title), compiled!) }));
  const places = placesOf(read, standing, vectors ?? new Map());
  return {
    groups: groupsOf(
      read,
      places,
      standing.map(({ need }) => need),
    ),
  };
}

/** As `suggest`, with the vectors of all notes that may be used. Where `embed` fails or answers something else than one vector a note, as without it. */
export async function suggestWith(embed: Embed, input: GroupingInput): Promise<Suggestions> {
  const notes = usable(input.notes);
  const vectors = await answerOf(
    embed,
    notes.map(({ text }) => text),
  );
  return suggest(areVectors(vectors, notes.length) ? { ...input, vectors: new Map(notes.map(({ id }, i) => [id, vectors[i]!])) } : input);
}

async function answerOf(embed: Embed, texts: readonly string[]) {
  try {
    return await embed(texts);
  } catch {
    return [];
  }
}

/** Sorted, each id once, so that nothing hangs on the order in which notes come. */
function usable(notes: readonly NoteToGroup[]): NoteToGroup[] {
  return uniqueById(notes.filter(({ hidden, referred }) => hidden !== true && referred !== true));
}

function uniqueById<T extends { id: string }>(things: readonly T[]): T[] {
  const keyed = things.map((thing) => ({ thing, key: JSON.stringify(thing) }));
  const sorted = keyed.sort((a, b) => compare(a.thing.id, b.thing.id) || compare(a.key, b.key)).map(({ thing }) => thing);
  return sorted.filter(({ id }, i) => id !== sorted[i - 1]?.id);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
