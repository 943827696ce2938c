import { assisted, pooledChannels } from '../counting/channels.ts';
import { mergedNeedId } from '../need.ts';
import type { NeedInput, NeedRecordInput, NoteInput } from './input.ts';
import type { RecordNote } from './parts.ts';

type Needs = ReadonlyMap<string, NeedInput>;

/** Every note once, in the need that its own need stands for after merges, or in none [R1]. */
export function buildNotes({ notes, noteWays }: Pick<NeedRecordInput, 'notes' | 'noteWays'>, needs: Needs, k: number): RecordNote[] {
  const channelOf = channelsOf(notes, noteWays, k);
  return notes.map((note) => ({
    id: note.id,
    number: note.number,
    exerciseId: note.exerciseId,
    ...(note.referred ? nowhere : { ...placeOf(note, needs), ...movesOf(note, needs) }),
    ...(note.referred || note.erased ? withoutWords : wordsOf(note)),
    redacted: note.redacted ?? false,
    kind: note.kind,
    forWhom: [...note.forWhom],
    channel: channelOf(note),
    hidden: note.hidden,
    referred: note.referred,
  }));
}

/** [T6] What is told of the way that a note came: nothing of ways of few people, nor of few notes. */
function channelsOf(
  notes: readonly NoteInput[],
  noteWays: NeedRecordInput['noteWays'],
  k: number,
): (note: NoteInput) => RecordNote['channel'] {
  const byPeople = ({ channel }: NoteInput) => (!noteWays || noteWays.includes(channel) ? channel : assisted);
  const counts: Record<string, number> = {};
  for (const note of notes) counts[byPeople(note)] = (counts[byPeople(note)] ?? 0) + 1;
  const pooled = noteWays === null ? null : pooledChannels(counts, k);
  return (note) => pooled && (byPeople(note) in pooled ? byPeople(note) : assisted);
}

/** A private case leaves the wall: it is in no need, and its words stay with whoever took it up. */
const nowhere = { needId: null, mergeHistory: [] };
const withoutWords = { text: null, lang: null, translations: null, translatedBy: null };

function wordsOf({ text, lang, translations, translatedBy }: NoteInput) {
  return { text, lang, translations: translations ? { ...translations } : null, translatedBy: translatedBy ?? null };
}

function placeOf({ needId }: NoteInput, needs: Needs): Pick<RecordNote, 'needId' | 'mergeHistory'> {
  if (needId === null || !needs.has(needId)) return { needId: null, mergeHistory: [] };
  const standing = mergedNeedId(needs, needId);
  const mergeHistory: RecordNote['mergeHistory'] = [];
  for (let from = needs.get(needId); from && from.id !== standing && from.mergedInto !== undefined; from = needs.get(from.mergedInto)) {
    mergeHistory.push({
      fromNeedId: from.id,
      fromNumber: from.number,
      fromTitle: from.title,
      intoNeedId: from.mergedInto,
      at: timeOf(from.mergedAt),
    });
  }
  return { needId: standing, mergeHistory };
}

function movesOf({ moves = [] }: NoteInput, needs: Needs): Pick<RecordNote, 'moves'> {
  if (moves.length === 0) return {};
  const described = ({ from, to, at }: (typeof moves)[number]) => {
    const need = from === null ? undefined : needs.get(from);
    return { fromNeedId: from, fromNumber: need?.number ?? null, fromTitle: need?.title ?? null, intoNeedId: to, at: timeOf(at) };
  };
  return { moves: moves.map(described) };
}

export function timeOf(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
