import { collectSettings, comesOneByOne } from '../../shared/exercises/collect.ts';
import { isSame } from '../../shared/document.ts';
import { RefusalError } from '../../shared/refusal.ts';
import { characterEdges, wholeCharacters, type Span } from '../../shared/spans.ts';
import { noteTranslationMax, noteTranslationsMax, translationUnitsMax, type Channel, type Translations } from '../../shared/note.ts';
import { normaliseSlip } from '../../shared/slip.ts';
import { isBlank, normaliseText, refuseText } from '../../shared/text.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import { nothing, type Caller, type Decision, type Surroundings } from './decide.ts';
import { textHash } from './digest.ts';
import type { Event } from './events.ts';
import { takesNotes } from './evolve.ts';
import { findExercise, findNote, requireFreeId, requireOpen } from './find.ts';
import { speakerOf } from './decide-seat.ts';
import { isHeld, notesByPerson, textOf, type ExerciseState, type NoteState, type State } from './state.ts';
import { translationsOf } from './translations.ts';

/** [N1] [N2] A resident's note, stored as typed. It is public at once only where the exercise conceals nothing or is revealed already. */
export function addNote(state: State, payload: Payload<'note:add'>, caller: Caller, around: Surroundings): Decision<{ noteId: string }> {
  const exercise = findExercise(state, payload.exerciseId);
  requireOpen(exercise);
  if (!takesNotes(exercise)) throw new RefusalError('bad-input');
  const settings = collectSettings(exercise.settings);
  requireFreeId(state, payload.noteId);
  const text = fittingText(payload.text, settings.textMax);
  const speaker = speakerOf(state, payload, caller, around);
  const author = participantOf(speaker.caller);
  if ((notesByPerson(state, exercise.id).get(author) ?? 0) >= settings.notesPerPerson) throw new RefusalError('too-many-notes');
  const note = written(state, { ...payload, text, channel: caller.role === 'kiosk' ? 'kiosk' : 'phone', author }, around);
  return { ...note, events: [...speaker.events, ...note.events], writes: [...speaker.writes, ...note.writes] };
}

/** [N13] [N14] Somebody's words as they were written on paper or said to a helper. A slip is one person; without one a note is a person of its own. */
export function enterNote(
  state: State,
  payload: Payload<'note:enter'>,
  _caller: Caller,
  around: Surroundings,
): Decision<{ noteId: string }> {
  const exercise = findExercise(state, payload.exerciseId);
  requireOpen(exercise);
  if (!takesNotes(exercise)) throw new RefusalError('bad-input');
  requireFreeId(state, payload.noteId);
  const text = fittingText(payload.text, collectSettings(exercise.settings).textMax);
  const author = payload.slip === undefined ? `note ${payload.noteId}` : `slip ${normaliseSlip(payload.slip)}`;
  const said = Object.entries(payload.translations ?? {}).flatMap(([lang, typed]) => {
    const fitting = fittingTranslation(typed);
    return fitting === null ? [] : [[lang, fitting] as const];
  });
  return written(state, { ...payload, text, author, translations: Object.fromEntries(said) }, around);
}

/** What a note adds, once it may be added; its text fits. */
function written(
  state: State,
  payload: Omit<Payload<'note:add'>, 'commandId'> & { channel: Channel; author: string; translations?: Translations },
  around: Surroundings,
): Decision<{ noteId: string }> {
  const exercise = findExercise(state, payload.exerciseId);
  const settings = collectSettings(exercise.settings);
  const { text, channel, author, noteId, translations = {} } = payload;
  const said = Object.entries(translations);
  const isPublic = (!settings.concealed || exercise.revealed) && !comesOneByOne(settings);
  const salt = around.id();
  return {
    events: [
      {
        type: 'note-added',
        noteId,
        exerciseId: exercise.id,
        kind: payload.kind ?? (settings.aboutNeedId === null ? 'need' : 'idea'),
        forWhom: [...new Set(payload.forWhom ?? [])],
        lang: payload.lang ?? null,
        channel,
        hash: textHash(salt, text),
        number: isPublic ? state.noteNumbers + 1 : null,
      },
      ...said.map(([lang, typed]): Event => ({ type: 'note-translated', noteId, lang, hash: textHash(salt, typed) })),
    ],
    writes: [
      { op: 'put-text', id: noteId, text, translations: said.length > 0 ? JSON.stringify(translations) : null, salt },
      { op: 'put-author', noteId, participantId: author },
    ],
    value: { noteId },
  };
}

export function editNote(
  state: State,
  payload: Payload<'note:edit'>,
  caller: Caller,
  around: Surroundings,
): Decision<Record<string, never>> {
  const { note, exercise } = ownNote(state, payload.noteId, caller);
  const text = fittingText(payload.text, collectSettings(exercise.settings).textMax);
  const salt = around.id();
  return {
    events: [{ type: 'note-edited', noteId: note.id, hash: textHash(salt, text) }],
    writes: [{ op: 'put-text', id: note.id, text, translations: null, salt }],
    value: {},
  };
}

export function withdrawNote(state: State, { noteId }: Payload<'note:withdraw'>, caller: Caller): Decision<Record<string, never>> {
  const { note } = ownNote(state, noteId, caller);
  return {
    events: [{ type: 'note-withdrawn', noteId: note.id }],
    writes: [
      { op: 'drop-text', id: note.id },
      { op: 'drop-author', noteId: note.id },
    ],
    value: {},
  };
}

export function hideNote(state: State, { noteId }: Payload<'note:hide'>): Decision<Record<string, never>> {
  return findNote(state, noteId).hidden ? nothing : { ...nothing, events: [{ type: 'note-hidden', noteId }] };
}

export function referNote(state: State, { noteId }: Payload<'note:refer'>): Decision<Record<string, never>> {
  return findNote(state, noteId).referred ? nothing : { ...nothing, events: [{ type: 'note-referred', noteId }] };
}

/** [N11] [N12] Covers stretches of a note in everything that leaves the server but its writer's own phone; none shows it as it was written, null undecides. What touches a character covers it whole. */
export function maskNote(state: State, { noteId, spans }: Pick<Payload<'note:mask'>, 'noteId' | 'spans'>): Decision<Record<string, never>> {
  const note = findNote(state, noteId);
  const whole = spans && wholeSpans(textOf(state, noteId), spans);
  if (isSame(note.masked ?? null, whole)) return nothing;
  // What is covered here may stand in a translation, where nobody can tell which words it is: it has to be typed again.
  const row = state.texts.get(noteId);
  const writes: Write[] = row?.translations && whole && whole.length > 0 ? [{ op: 'put-text', ...row, translations: null }] : [];
  return { ...nothing, events: [{ type: 'note-masked', noteId, spans: whole }], writes };
}

/** The stretches of a text with each character whole that they touch. Refuses `bad-input` where one goes beyond its end. */
export function wholeSpans(text: string, spans: readonly Span[]): Span[] {
  if (spans.some(({ to }) => to > text.length)) throw new RefusalError('bad-input');
  const edges = spans.length > 0 ? characterEdges(text) : [];
  return spans.map((span) => wholeCharacters(span, edges));
}

/** [N16] What somebody typed a note to be in another language, beside its own words; null or nothing takes it away. */
export function translateNote(state: State, { noteId, lang, text }: Payload<'note:translate'>): Decision<Record<string, never>> {
  findNote(state, noteId);
  const row = state.texts.get(noteId);
  if (!row) throw new RefusalError('not-found');
  const typed = text === null ? null : fittingTranslation(text);
  const { [lang]: before = null, ...others } = translationsOf(state, noteId) ?? {};
  if (before === typed) return nothing;
  const after = typed === null ? others : { ...others, [lang]: typed };
  if (Object.keys(after).length > noteTranslationsMax) throw new RefusalError('bad-input');
  const translations = Object.keys(after).length > 0 ? JSON.stringify(after) : null;
  return {
    ...nothing,
    events: [{ type: 'note-translated', noteId, lang, hash: typed === null ? null : textHash(row.salt, typed) }],
    writes: [{ op: 'put-text', ...row, translations }],
  };
}

/** Takes back hiding and referring; lets a held note through where its exercise is already public. */
export function showNote(state: State, { noteId }: Payload<'note:show'>): Decision<Record<string, never>> {
  const note = findNote(state, noteId);
  const exercise = findExercise(state, note.exerciseId);
  const isDue = note.number === null && (exercise.revealed || !collectSettings(exercise.settings).concealed);
  if (!note.hidden && !note.referred && !isDue) return nothing;
  return { ...nothing, events: [{ type: 'note-shown', noteId, number: isDue ? state.noteNumbers + 1 : note.number }] };
}

/** [N7] Lets all that is held through at once, in shuffled order. */
export function showHeld(
  state: State,
  { exerciseId }: Payload<'exercise:show-held'>,
  _caller: Caller,
  around: Surroundings,
): Decision<Record<string, never>> {
  const exercise = findExercise(state, exerciseId);
  if (!takesNotes(exercise)) throw new RefusalError('bad-input');
  if (!exercise.revealed && collectSettings(exercise.settings).concealed) throw new RefusalError('exercise-not-open');
  const held = around.shuffle([...state.notes.values()].filter((note) => note.exerciseId === exerciseId && isHeld(note)));
  return {
    ...nothing,
    events: held.map((note, i) => ({ type: 'note-shown', noteId: note.id, number: state.noteNumbers + 1 + i })),
  };
}

/** [N4] A note of the caller's own, while its exercise is open. Somebody else's is as good as not there. */
function ownNote(state: State, noteId: string, caller: Caller): { note: NoteState; exercise: ExerciseState } {
  const note = findNote(state, noteId);
  if (state.authors.get(noteId) !== participantOf(caller)) throw new RefusalError('not-found');
  const exercise = findExercise(state, note.exerciseId);
  requireOpen(exercise);
  return { note, exercise };
}

/** A translation as it is kept; null where nothing was typed. The wall reads no longer ones, however few characters they are. */
function fittingTranslation(typed: string): string | null {
  if (isBlank(typed)) return null;
  const text = fittingText(typed, noteTranslationMax);
  if (text.length > translationUnitsMax) throw new RefusalError('too-long');
  return text;
}

function fittingText(typed: string, textMax: number): string {
  const text = normaliseText(typed);
  const refusal = refuseText(text, textMax);
  if (refusal) throw new RefusalError(refusal);
  return text;
}

function participantOf(caller: Caller): string {
  if (caller.participantId === null) throw new RefusalError('not-allowed');
  return caller.participantId;
}
