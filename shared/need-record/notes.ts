import { assisted, pooledChannels } from '../counting/channels.ts';
import { mergedNeedId } from '../need.ts';
import type { NeedInput, NoteInput } from './input.ts';
import type { RecordNote } from './parts.ts';

type Needs = ReadonlyMap<string, NeedInput>;

/** Every note once, in the need that its own need stands for after merges, or in none [R1]. */
export function buildNotes(given: readonly NoteInput[], needs: Needs, k: number): RecordNote[] {
  const counts: Record<string, number> = {};
  for (const { channel } of given) counts[channel] = (counts[channel] ?? 0) + 1;
  const pooled = pooledChannels(counts, k);
  return given.map((note) => ({
    id: note.id,
    number: note.number,
    exerciseId: note.exerciseId,
    ...(note.referred ? nowhere : { ...placeOf(note, needs), ...movesOf(note, needs) }),
    ...(note.referred || note.erased ? withoutWords : wordsOf(note)),
    redacted: note.redacted ?? false,
    kind: note.kind,
    forWhom: [...note.forWhom],
    channel: pooled && (note.channel in pooled ? note.channel : assisted),
    hidden: note.hidden,
    referred: note.referred,
  }));
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
