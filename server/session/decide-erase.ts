import { RefusalError } from '../../shared/refusal.ts';
import { maskAll } from '../../shared/private-spans.ts';
import type { EraseBody } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import { wholeSpans } from './decide-note.ts';
import { nothing, type Decision, type Surroundings } from './decide.ts';
import { textHash } from './digest.ts';
import type { Event } from './events.ts';
import { findNote } from './find.ts';
import type { State } from './state.ts';

/** What is left of a note, and the row that holds it. */
interface Erased {
  event: Extract<Event, { type: 'notes-erased' }>['notes'][number];
  write: Write;
}

/**
 * [D17] Takes the words of notes out for good: a stretch of one, all of some, or all of all. Only after the end, when no phone can send them again. Refuses
 * `not-allowed` before it, `not-found` for a note that is not there, `bad-input` for a stretch beyond a note's end.
 */
export function eraseWords(state: State, what: EraseBody, around: Pick<Surroundings, 'id'>): Decision<Record<string, never>> {
  if (state.status !== 'ended') throw new RefusalError('not-allowed');
  const erased = 'spans' in what ? [inPart(state, what, around)] : noteIdsOf(state, what).map(whole);
  if (erased.length === 0) return nothing;
  return {
    ...nothing,
    events: [{ type: 'notes-erased', notes: erased.map(({ event }) => event) }],
    writes: erased.map(({ write }) => write),
  };
}

/** Those that still have words. */
function noteIdsOf(state: State, what: Exclude<EraseBody, { spans: unknown }>): string[] {
  const asked = 'all' in what ? [...state.notes.keys()] : [...new Set(what.noteIds)];
  return asked.filter((noteId) => findNote(state, noteId).erased !== 'whole');
}

function whole(noteId: string): Erased {
  return { event: { noteId, hash: null }, write: { op: 'erase-text', id: noteId } };
}

function inPart(state: State, { noteId, spans }: Extract<EraseBody, { spans: unknown }>, around: Pick<Surroundings, 'id'>): Erased {
  findNote(state, noteId);
  const row = state.texts.get(noteId);
  if (!row) throw new RefusalError('not-found');
  const text = maskAll(row.text, wholeSpans(row.text, spans));
  const salt = around.id();
  // What goes here may stand in a translation, where nobody can tell which words it is.
  return { event: { noteId, hash: textHash(salt, text) }, write: { op: 'put-text', id: noteId, text, translations: null, salt } };
}
