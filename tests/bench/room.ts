import { writeNeed, writePlaces, type NotePlace } from '../../shared/wall.ts';
import type { CreatedSession } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { Facilitator, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { LightPhone } from './light-phone.ts';
import type { Yishi } from './yishi.ts';

/** Fewer than a resident may send at once. */
const notesPerWriter = 25;

/** A session with this many notes of 200 characters on its wall, and its facilitator. */
export async function roomWithNotes(yishi: Yishi, notes: number): Promise<{ session: CreatedSession; facilitator: Facilitator }> {
  const session = await yishi.makeSession();
  const facilitator = await Facilitator.open(yishi.origin, session);
  const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
  await facilitator.commander.must('exercise:change', { exerciseId, settings: { notesPerPerson: 1000 } });
  await facilitator.commander.must('exercise:open', { exerciseId });
  for (let left = notes; left > 0; left -= notesPerWriter) {
    const { token } = await LightPhone.join(yishi.origin, session.sessionId);
    const phone = await LightPhone.connect(yishi.origin, session.sessionId, token);
    const count = Math.min(left, notesPerWriter);
    await Promise.all(
      Array.from({ length: count }, () => phone.send('note:add', { exerciseId, noteId: freshId(), text: '路'.repeat(200) })),
    );
    phone.close();
  }
  await facilitator.commander.must('exercise:close', { exerciseId });
  await facilitator.commander.must('exercise:reveal', { exerciseId });
  await eventually(() => {
    if (facilitator.wall.wall.notes.length < notes) throw new Error('the wall is not full yet');
  });
  return { session, facilitator };
}

/** Opens a session's vote on one need, `need-bench`; resolves with the exercise's id. */
export async function openVote(origin: string, session: CreatedSession): Promise<string> {
  const facilitator = await Facilitator.open(origin, session);
  writeNeed(facilitator.wall.doc, { id: 'need-bench', title: '一件' }, { x: 0, y: 0, order: 'a1' }, {});
  await eventually(() => {
    if (facilitator.wall.wall.needs[0]?.number !== 1) throw new Error('no number yet');
  });
  const exerciseId = exerciseOf(facilitator.stage.stage, 'dot-vote').id;
  await facilitator.commander.must('exercise:open', { exerciseId });
  facilitator.close();
  return exerciseId;
}

/** Moves one note; its x says which move it is. */
export function move(facilitator: Facilitator, noteId: string, x: number): void {
  const place: NotePlace = { needId: null, x, y: 0, order: 'a1' };
  writePlaces(facilitator.wall.doc, new Map([[noteId, place]]), {});
}
