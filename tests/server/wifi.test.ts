import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

let app: TestApp;
let meeting: Meeting;
beforeEach(async () => {
  app = await startApp();
  meeting = await Meeting.open(app);
});
afterEach(async () => {
  meeting.close();
  await app.close();
});

const onStage = async () => (await meeting.stage()).session?.wifi ?? null;
const wifi = { name: '槐树里会议室', password: 'huaishuli-2026' };

it('[J21] a facilitator’s Wi-Fi stands on the stage until it is taken off or the session ends, and never in the log', async () => {
  await meeting.facilitator.must('session:wifi', { wifi });
  expect(await onStage()).toEqual(wifi);
  await meeting.facilitator.must('session:wifi', { wifi: { name: '门口', password: null } });
  expect(await onStage()).toEqual({ name: '门口', password: null });
  await meeting.facilitator.must('session:wifi', { wifi: null });
  expect(await onStage()).toBe(null);
  await meeting.facilitator.must('session:wifi', { wifi });
  await meeting.facilitator.must('session:end', {});
  expect(await onStage()).toBe(null);
  const { sessionId } = meeting.session;
  const rows = await app.sessions.store.commits(sessionId, 0);
  expect(rows.map(({ events }) => events).join()).not.toMatch(/huaishuli|门口/);
  expect(rows.filter(({ events }) => events.includes('wifi-told'))).toHaveLength(5);
});

it('[J21] residents cannot set it, and what no network is called is bad input', async () => {
  const { commander } = await meeting.resident();
  expect(codeOf(await commander.send('session:wifi', { wifi }))).toBe('not-allowed');
  for (const wrong of [
    { name: '', password: null },
    { name: 'a'.repeat(33), password: null },
    { name: 'a', password: 'short' },
  ])
    expect(codeOf(await meeting.facilitator.send('session:wifi', { wifi: wrong }))).toBe('bad-input');
});
