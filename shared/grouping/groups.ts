import { kinOf } from './kin.ts';
import { lexicon } from './lexicon/lexicon.ts';
import type { Place, ReadNote } from './places.ts';
import type { NeedToGroup, SuggestedGroup } from './suggestion.ts';
import { whyLikeMeaning, whyOneNeed, whySaidTwice, whyStanding } from './why.ts';

/** A first title for notes that the lexicon has none for: the shortest of them, cut to this many characters. */
const titleUnits = 30;

const kin = kinOf(lexicon);

/** Places as suggestions, the largest first: two notes at least, or one for a need that stands. */
export function groupsOf(notes: readonly ReadNote[], places: ReadonlyMap<number, Place>, needs: readonly NeedToGroup[]): SuggestedGroup[] {
  const members = new Map<string, number[]>();
  for (const [note, { at }] of places) members.set(JSON.stringify(at), [...(members.get(JSON.stringify(at)) ?? []), note]);
  const titles = new Map(needs.map(({ id, title }) => [id, title]));
  return [...members.values()]
    .map((group) => group.sort((a, b) => a - b))
    .filter((group) => group.length > 1 || places.get(group[0]!)!.at.kind === 'standing')
    .map((group) => groupOf(group, notes, places, titles))
    .sort((a, b) => b.noteIds.length - a.noteIds.length || (a.noteIds[0]! < b.noteIds[0]! ? -1 : 1));
}

function groupOf(
  group: readonly number[],
  notes: readonly ReadNote[],
  places: ReadonlyMap<number, Place>,
  titles: ReadonlyMap<string, string>,
): SuggestedGroup {
  const noteIds = group.map((note) => notes[note]!.note.id);
  const { at, how } = places.get(group[0]!)!;
  const words = group.map((note) => places.get(note)!.words);
  switch (at.kind) {
    case 'standing': {
      const title = titles.get(at.needId)!;
      return { title, category: null, needId: at.needId, noteIds, why: whyStanding(title, words) };
    }
    case 'topic': {
      const { titles: known, category } = lexicon[at.need]!;
      return { title: known['zh-CN'], titles: known, category, needId: null, noteIds, why: whyOneNeed(known, words) };
    }
    case 'kin': {
      const { titles: known, category } = kin.get(at.needs[0]!)!.family;
      return { title: known['zh-CN'], titles: known, category, needId: null, noteIds, why: whyOneNeed(known, words) };
    }
    case 'alike':
      return {
        title: shortest(group.map((note) => notes[note]!.note.text)),
        category: null,
        needId: null,
        noteIds,
        why: how === 'meaning' ? whyLikeMeaning : whySaidTwice,
      };
    default:
      return at satisfies never;
  }
}

function shortest(texts: readonly string[]): string {
  const [first] = [...texts].sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const characters = Array.from(first!.trim());
  return characters.length > titleUnits ? `${characters.slice(0, titleUnits).join('')}…` : characters.join('');
}
