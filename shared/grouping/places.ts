import { featuresOf } from './features.ts';
import { few, kinOf, together } from './kin.ts';
import { lexicon } from './lexicon/lexicon.ts';
import { isEnough, type Match } from './match.ts';
import { classify, learn, type Learned } from './naive-bayes.ts';
import { nearDuplicates } from './near-duplicates.ts';
import { homesOf } from './standing.ts';
import type { NeedToGroup, NoteToGroup } from './suggestion.ts';
import { topicsOf, type Topic } from './topics.ts';
import { likeMeanings, type NoteVectors } from './vectors.ts';

/** A note with what the lexicon saw in it. */
export interface ReadNote {
  note: NoteToGroup;
  /** Normalised. */
  text: string;
  matches: readonly Match[];
}

/** Where a note may belong, and the words that say so. */
export interface Place {
  /** A standing need's id, a need's place in the lexicon, those of kin, or the first of the notes that are alike. */
  at:
    | { kind: 'standing'; needId: string }
    | { kind: 'topic'; need: number }
    | { kind: 'kin'; needs: readonly number[] }
    | { kind: 'alike'; first: number };
  how: 'words' | 'said-twice' | 'meaning';
  words: readonly string[];
}

/** Places by the note's index, for notes in no need; notes that nothing is known of have none. */
export function placesOf(
  notes: readonly ReadNote[],
  needs: readonly { need: NeedToGroup; matches: readonly Match[] }[],
  vectors: NoteVectors,
): ReadonlyMap<number, Place> {
  const titles = new Map(needs.map(({ need, matches: [first] }) => [need.id, first && isEnough(first) ? first.need : null]));
  const topics = topicsOf(
    notes.map(({ matches }) => matches),
    tally([...titles.values()]),
  );
  const homes = homesOf(
    needs.map(({ need: { id } }) => ({
      id,
      titleTopic: titles.get(id)!,
      noteTopics: topics.filter((_, i) => notes[i]!.note.needId === id),
    })),
  );
  const features = notes.map(({ text }) => featuresOf(text));
  const learned = learn(
    notes.flatMap(({ note: { needId } }, i) => (needId !== null && titles.has(needId) ? [{ label: needId, features: features[i]! }] : [])),
  );
  const places = new Map<number, Place>();
  for (const [i, { note }] of notes.entries()) {
    const place = note.needId === null ? wordsPlace(topics[i]!, homes, learned, features[i]!) : null;
    if (place) places.set(i, place);
  }
  bringKinTogether(places, homes);
  const isStanding = (i: number) => titles.has(notes[i]!.note.needId ?? '');
  const isLeft = (i: number) => notes[i]!.note.needId === null && !places.has(i);
  addSaidTwice(places, notes, nearDuplicates(features, isLeft), isStanding);
  addLikeMeanings(places, notes, vectors, isStanding);
  return places;
}

const kin = kinOf(lexicon);

/** Needs of which there are few notes go to where their kin stand, else along with their kin. */
function bringKinTogether(places: Map<number, Place>, homes: ReadonlyMap<number, readonly string[]>): void {
  const sizes = new Map<number, number>();
  for (const { at } of places.values()) if (at.kind === 'topic') sizes.set(at.need, (sizes.get(at.need) ?? 0) + 1);
  for (const [note, place] of places) {
    if (place.at.kind !== 'topic') continue;
    const { need } = place.at;
    const members = kin.get(need)?.members ?? [];
    const needId = members.map((member) => homes.get(member)?.[0]).find((home) => home !== undefined);
    const needs = together(members, sizes);
    if (needId !== undefined && sizes.get(need)! < few) places.set(note, { ...place, at: { kind: 'standing', needId } });
    else if (needs.includes(need)) places.set(note, { ...place, at: { kind: 'kin', needs } });
  }
}

function tally(topics: readonly (number | null)[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const topic of topics) if (topic !== null) counts.set(topic, (counts.get(topic) ?? 0) + 1);
  return counts;
}

/** Seven times likelier than the next, by two features at least: found on our own sample notes, where less is chance. */
const learnedLead = 2;
const learnedFeatures = 2;

function wordsPlace(
  topic: Topic | null,
  homes: ReadonlyMap<number, readonly string[]>,
  learned: Learned,
  features: readonly string[],
): Place | null {
  if (topic) {
    const [first, ...others] = homes.get(topic.need) ?? [];
    if (first === undefined) return { at: { kind: 'topic', need: topic.need }, how: 'words', words: topic.words };
    const guess = others.length > 0 ? classify(learned, features) : null;
    const needId = guess && others.includes(guess.label) && guess.lead >= learnedLead ? guess.label : first;
    return { at: { kind: 'standing', needId }, how: 'words', words: topic.words };
  }
  const guess = classify(learned, features);
  if (!guess || guess.lead < learnedLead || guess.features.length < learnedFeatures) return null;
  return { at: { kind: 'standing', needId: guess.label }, how: 'words', words: guess.features };
}

/** A note that says what another says goes where that one is; two that are nowhere make a place. */
function addSaidTwice(
  places: Map<number, Place>,
  notes: readonly ReadNote[],
  pairs: readonly (readonly [number, number])[],
  isStanding: (note: number) => boolean,
): void {
  const isFree = (i: number) => notes[i]!.note.needId === null && !places.has(i);
  for (const [a, b] of pairs) {
    for (const [free, other] of [
      [a, b],
      [b, a],
    ] as const) {
      if (!isFree(free)) continue;
      const at = placeOf(other, notes, places, isStanding) ?? (isFree(other) ? ({ kind: 'alike', first: a } as const) : null);
      if (at) places.set(free, { at, how: 'said-twice', words: [] });
    }
  }
}

function placeOf(
  i: number,
  notes: readonly ReadNote[],
  places: ReadonlyMap<number, Place>,
  isStanding: (note: number) => boolean,
): Place['at'] | null {
  const { needId } = notes[i]!.note;
  if (needId !== null) return isStanding(i) ? { kind: 'standing', needId } : null;
  return places.get(i)?.at ?? null;
}

function addLikeMeanings(
  places: Map<number, Place>,
  notes: readonly ReadNote[],
  vectors: NoteVectors,
  isStanding: (note: number) => boolean,
): void {
  if (vectors.size === 0) return;
  const groups = new Map<string, { at: Place['at']; vectors: (readonly number[])[] }>();
  const free: { note: number; vector: readonly number[] }[] = [];
  for (const [i, { note }] of notes.entries()) {
    const vector = vectors.get(note.id);
    if (!vector) continue;
    const at = placeOf(i, notes, places, isStanding);
    if (!at) {
      if (note.needId === null) free.push({ note: i, vector });
      continue;
    }
    const key = JSON.stringify(at);
    const group = groups.get(key) ?? { at, vectors: [] };
    group.vectors.push(vector);
    groups.set(key, group);
  }
  const { joined, together } = likeMeanings(free, [...groups.values()]);
  for (const { note, group } of joined) places.set(note, { at: group.at, how: 'meaning', words: [] });
  for (const [first, ...others] of together)
    for (const note of [first!, ...others]) places.set(note, { at: { kind: 'alike', first: first! }, how: 'meaning', words: [] });
}
