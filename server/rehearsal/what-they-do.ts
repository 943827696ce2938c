import { hashOf } from '../../shared/counting/seeded.ts';
import { kindOf, type Ballot } from '../../shared/exercise.ts';
import { collectSettings } from '../../shared/exercises/collect.ts';
import type { ForWhom, NoteKind } from '../../shared/note.ts';
import { graphemeCount } from '../../shared/text.ts';
import { takesNotes } from '../session/evolve.ts';
import { notesByPerson, textOf, type ExerciseState, type State } from '../session/state.ts';
import { sampleNotes, wordingsOf, type SampleNote } from './sample-notes.ts';

/** Nobody in a practice hall writes more than this, whatever they may. */
const notesAtMost = 3;
/** How much of a need's appeal is each person's own, where 1 is the room's. */
const ownTaste = 1.3;

const wordings = sampleNotes.flatMap((note) => wordingsOf(note).map((text) => ({ note, text })));

export function isWriting(exercise: ExerciseState): boolean {
  return takesNotes(exercise);
}

export function notesLeft(state: State, participantId: string, exercise: ExerciseState): number {
  const written = notesByPerson(state, exercise.id).get(participantId) ?? 0;
  return Math.min(notesAtMost, collectSettings(exercise.settings).notesPerPerson) - written;
}

/** A note from the bundled set that fits and nobody has written yet, if there is one left; about one chosen need people write ideas and offers. */
export function noteBy(
  state: State,
  participantId: string,
  exercise: ExerciseState,
  chance: () => number,
): { text: string; lang: string; forWhom?: ForWhom[]; kind?: NoteKind } {
  const { textMax, aboutNeedId } = collectSettings(exercise.settings);
  const taken = new Set([...state.notes.keys()].map((noteId) => textOf(state, noteId)));
  const fits = (text: string) => graphemeCount(text) <= textMax;
  const isTheirs = (note: SampleNote) => note.lang === langOf(participantId) && (aboutNeedId === null || note.kind !== undefined);
  const theirs = wordings.filter(({ note, text }) => isTheirs(note) && fits(text));
  const fresh = theirs.filter(({ text }) => !taken.has(text));
  const { note, text } =
    pick(fresh, chance) ??
    pick(theirs, chance) ??
    pick(
      wordings.filter((one) => fits(one.text)),
      chance,
    ) ??
    wordings[0]!;
  return { text, lang: note.lang, ...(note.forWhom && { forWhom: [note.forWhom] }), ...(note.kind && { kind: note.kind }) };
}

/** A ballot of somebody with a taste of their own in a room that leans somewhere; null for a kind that has no sample. */
export function ballotBy(participantId: string, exercise: ExerciseState, chance: () => number): Ballot | null {
  const appeal = (needId: string) => unit(needId) + ownTaste * unit(`${participantId} ${needId}`);
  const options = (exercise.options ?? []).map(({ needId }) => needId).sort((a, b) => appeal(b) - appeal(a));
  const ballot = kindOf(exercise.kind)?.ballot?.sample?.({ settings: exercise.settings, options }, chance);
  return ballot === undefined ? null : (ballot as Ballot);
}

/** Most write Chinese; a few write what they speak at home. */
function langOf(participantId: string): string {
  const at = unit(`${participantId} speaks`);
  return at < 0.84 ? 'zh-CN' : at < 0.93 ? 'en' : at < 0.97 ? 'ko' : 'ja';
}

function pick<T>(items: readonly T[], chance: () => number): T | undefined {
  return items[Math.floor(chance() * items.length)];
}

function unit(text: string): number {
  return hashOf(text) / 2 ** 32;
}
