import type { Exercise } from '../../shared/exercise.ts';
import type { ForWhom, NoteKind } from '../../shared/note.ts';
import { readStageJson } from '../../shared/stage.ts';
import type { Mine } from '../../shared/wire.ts';
import { requestJson, sessionPath } from '../net/api.ts';
import type { Seat } from '../net/identity.ts';
import type { Outbox, OutboxEntry, Said } from '../net/outbox.ts';
import { onDevice } from '../net/storage.ts';
import type { Kept } from './mine.svelte.ts';

const retryMs = 2_000;
const tries = 10;

/**
 * [D11] After the session was restored from a copy: what the dead server had acknowledged and the copy lacks goes into the outbox again. Once an epoch, and
 * before what the device remembers is overwritten. Rejects where the server could not be asked what is on; then the next `hello` asks again.
 */
export async function sayAgain(
  { mine: { kept }, outbox }: { mine: { kept: Kept }; outbox: Pick<Outbox, 'entries' | 'put'> },
  { sessionId, seat: { token }, epoch, mine }: { sessionId: string; seat: Seat; epoch: number; mine: Mine },
): Promise<void> {
  const key = `yishi:epoch:${sessionId}`;
  if (onDevice.get(key) !== String(epoch)) {
    const { session, exercises } = readStageJson(await stageOf(sessionId, token));
    const lacking = session?.status === 'open' ? missing(kept, mine, exercises) : [];
    for (const said of lacking) if (!outbox.entries.some(isAbout(said))) outbox.put(said);
  }
  onDevice.set(key, String(epoch));
}

async function stageOf(sessionId: string, token: string): Promise<Record<string, unknown>> {
  for (let tried = 1; ; tried += 1) {
    try {
      return await requestJson('GET', `${sessionPath(sessionId)}/stage`, { token });
    } catch (error) {
      if (tried === tries) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, retryMs));
  }
}

/**
 * What the device remembers and the server does not have: who one is first, since a ballot takes that along. Nothing is taken back by what is not
 * remembered: it may have been said through a shared tablet.
 */
export function missing({ mine: { notes, groups, ballots }, own, rounds }: Kept, theirs: Mine, exercises: readonly Exercise[]): Said[] {
  const described = Object.entries(groups).filter(([questionId, optionId]) => theirs.groups[questionId] !== optionId);
  const said: Said[] = described.length > 0 ? [{ name: 'participant:describe', payload: { groups: Object.fromEntries(described) } }] : [];
  for (const { noteId, exerciseId, text, kind, forWhom } of notes) {
    const known = theirs.notes.find((note) => note.noteId === noteId);
    if (!known)
      said.push({
        name: 'note:add',
        payload: { exerciseId, noteId, text, kind: kind as NoteKind, ...(forWhom.length > 0 && { forWhom: forWhom as ForWhom[] }) },
      });
    else if (known.text !== text) said.push({ name: 'note:edit', payload: { noteId, text } });
  }
  for (const exerciseId of Object.keys(ballots)) {
    const cast = own[exerciseId];
    const there = theirs.ballots[exerciseId];
    const isItsRound = exercises.some(({ id, round }) => id === exerciseId && round === cast?.round && round === rounds[exerciseId]);
    if (!cast || !isItsRound || there === true || JSON.stringify(there) === JSON.stringify(cast.ballot)) continue;
    said.push({ name: 'ballot:cast', payload: { exerciseId, ballot: cast.ballot as { kind: string } } });
  }
  return said;
}

/** What waits already is the person's latest word; a note that is to be taken back stays away. */
function isAbout({ name, payload }: Said): (entry: OutboxEntry) => boolean {
  if ('noteId' in payload)
    return (entry) =>
      (entry.name === name || entry.name === 'note:withdraw') && 'noteId' in entry.payload && entry.payload.noteId === payload.noteId;
  const exerciseId = 'exerciseId' in payload ? payload.exerciseId : null;
  return (entry) => entry.name === name && ('exerciseId' in entry.payload ? entry.payload.exerciseId : null) === exerciseId;
}
