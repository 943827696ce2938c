import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { stores } from '../../server/app.ts';
import { startApp } from '../support/app.ts';
import { Commander } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';

const dir = mkdtempSync(join(tmpdir(), 'yishi-mine-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('[D4] [F63] tells a person their notes in the order in which they came, after a restart too', async () => {
  const before = await startApp({ store: await stores.sqlite(dir) });
  const meeting = await Meeting.open(before);
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  const { token, commander } = await meeting.resident();
  const noteIds = ['note-zz-first', 'note-aa-second', 'note-mm-third'];
  for (const noteId of noteIds) await commander.must('note:add', { exerciseId, noteId, text: noteId });
  meeting.close();
  await before.close();

  const after = await startApp({ store: await stores.sqlite(dir) });
  const again = new Commander(after.origin, { token, sessionId: meeting.session.sessionId });
  expect((await again.hello).mine?.notes.map(({ noteId }) => noteId)).toEqual(noteIds);
  again.close();
  await after.close();
});
