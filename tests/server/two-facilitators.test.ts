import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Event } from '../../server/session/events.ts';
import type { CommandName, Payload } from '../../shared/wire.ts';
import { startApp, type TestApp } from '../support/app.ts';
import type { Commander } from '../support/clients.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

let app: TestApp;
let meeting: Meeting;
let other: Commander;
const events: Event['type'][] = [];

beforeAll(async () => {
  app = await startApp();
  app.sessions.onPublished((_, published) => events.push(...published.events.map(({ type }) => type)));
});
afterAll(async () => {
  expect(app.troubles).toEqual([]);
  await app.close();
});
beforeEach(async () => {
  meeting = await Meeting.open(app);
  other = meeting.commander(meeting.session.facilitatorToken);
  await other.hello;
  events.length = 0;
});
afterEach(() => meeting.close());

/** Both press at once; gives what each heard, and what came of it. */
async function both<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'>): Promise<[string[], Event['type'][]]> {
  events.length = 0;
  const answers = await Promise.all([meeting.facilitator.send(name, payload), other.send(name, payload)]);
  return [answers.map(codeOf), events.filter((type) => type !== 'stability-told')];
}
const once = (...types: Event['type'][]) => [['ok', 'ok'], types];

it('[F37] [X1] [X3] opening, stopping, revealing and ending have one effect, whoever presses at the same moment', async () => {
  await meeting.needs('need-one', 'need-two');
  const people = await meeting.residents(5);
  const exerciseId = await meeting.exerciseOf('dot-vote');
  expect(await both('exercise:open', { exerciseId })).toEqual(once('exercise-opened'));
  for (const { commander } of people)
    await commander.must('ballot:cast', { exerciseId, ballot: { kind: 'dot-vote', dots: { 'need-one': 2 } } });
  expect(await both('exercise:close', { exerciseId })).toEqual(once('exercise-closed'));
  expect(await both('exercise:reveal', { exerciseId })).toEqual(once('round-sealed', 'exercise-revealed'));
  expect(await meeting.exercise(exerciseId)).toMatchObject({ phase: 'closed', revealed: true, round: 1 });
  expect(await both('exercise:reopen', { exerciseId })).toEqual(once('exercise-reopened'));
  expect(await meeting.exercise(exerciseId)).toMatchObject({ phase: 'open', round: 2 });
  expect(await both('session:end', {})).toEqual(once('exercise-closed', 'round-sealed', 'session-ended'));
  expect(await both('session:reopen', {})).toEqual(once('session-reopened'));
});

it('[F37] [N5] [X5] turning notes over publishes each once', async () => {
  const [writer] = await meeting.residents(1);
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  for (const noteId of ['note-one', 'note-two']) await writer!.commander.must('note:add', { exerciseId, noteId, text: noteId });
  expect(await both('exercise:close', { exerciseId })).toEqual(once('exercise-closed'));
  expect(await both('exercise:reveal', { exerciseId })).toEqual(once('exercise-revealed'));
  expect(await both('exercise:conceal', { exerciseId })).toEqual(once('exercise-concealed'));
});

it('[X1] going on to different exercises opens one; the other facilitator hears why not', async () => {
  await meeting.needs('need-one');
  const [collect, vote] = [await meeting.exerciseOf('collect'), await meeting.exerciseOf('dot-vote')];
  events.length = 0;
  const answers = await Promise.all([
    meeting.facilitator.send('exercise:open', { exerciseId: collect }),
    other.send('exercise:open', { exerciseId: vote }),
  ]);
  expect(answers.map(codeOf).sort()).toEqual(['exercise-already-open', 'ok']);
  expect(events).toEqual(['exercise-opened']);
});

it('[X6] a draft is skipped once, and taken back by opening it', async () => {
  const exerciseId = await meeting.exerciseOf('collect');
  expect(await both('exercise:skip', { exerciseId, skip: true })).toEqual(once('exercise-skipped'));
  expect(await meeting.exercise(exerciseId)).toMatchObject({ phase: 'draft', skipped: true });
  expect(await both('exercise:skip', { exerciseId, skip: false })).toEqual(once('exercise-skipped'));
  expect(await meeting.exercise(exerciseId)).not.toHaveProperty('skipped');
  await meeting.facilitator.must('exercise:skip', { exerciseId, skip: true });
  await meeting.facilitator.must('exercise:open', { exerciseId });
  expect(await meeting.exercise(exerciseId)).not.toHaveProperty('skipped');
  expect(codeOf(await meeting.facilitator.send('exercise:skip', { exerciseId, skip: true }))).toBe('exercise-already-open');
  const [resident] = await meeting.residents(1);
  expect(codeOf(await resident!.commander.raw('exercise:skip', { commandId: 'skipped-1', exerciseId, skip: true }))).toBe('not-allowed');
  expect(codeOf(await meeting.facilitator.send('exercise:skip', { exerciseId: 'nothing', skip: true }))).toBe('not-found');
});
