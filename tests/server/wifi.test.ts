import { afterEach, beforeEach, expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
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

const wifiFor = (token: string) => call<{ wifi: unknown }>(app.origin, `/api/sessions/${meeting.session.sessionId}/wifi`, { token });
const known = async () => (await wifiFor(meeting.session.projectorToken)).body.wifi;
const mark = async () => (await meeting.stage()).session?.wifi ?? null;
const wifi = { name: '槐树里会议室', password: 'huaishuli-2026' };

it('[J21] a facilitator’s Wi-Fi is with the projector until it is taken off or the session ends, and never in the log’s bytes', async () => {
  await meeting.facilitator.must('session:wifi', { wifi });
  expect(await known()).toEqual(wifi);
  const first = await mark();
  await meeting.facilitator.must('session:wifi', { wifi: { name: '门口', password: null } });
  expect(await known()).toEqual({ name: '门口', password: null });
  expect(await mark()).not.toBe(first);
  await meeting.facilitator.must('session:wifi', { wifi: null });
  expect([await known(), await mark()]).toEqual([null, null]);
  await meeting.facilitator.must('session:wifi', { wifi });
  await meeting.facilitator.must('session:end', {});
  expect([await known(), await mark()]).toEqual([null, null]);
  const { sessionId } = meeting.session;
  const rows = await app.sessions.store.commits(sessionId, 0);
  const bytes = rows.map(({ events, stage, wall, backstage }) =>
    [events, ...[stage, wall, backstage].map((part) => Buffer.from(part ?? []).toString())].join(),
  );
  expect(bytes.join()).not.toMatch(/huaishuli|门口/);
  expect(rows.filter(({ events }) => events.includes('wifi-told'))).toHaveLength(5);
});

it('[J21] residents cannot set it, and what no network is called is bad input', async () => {
  const { commander, token } = await meeting.resident();
  expect((await wifiFor(token)).status).toBe(403);
  expect(codeOf(await commander.send('session:wifi', { wifi }))).toBe('not-allowed');
  for (const wrong of [
    { name: '', password: null },
    { name: 'a'.repeat(33), password: null },
    { name: 'a', password: 'short' },
  ])
    expect(codeOf(await meeting.facilitator.send('session:wifi', { wifi: wrong }))).toBe('bad-input');
});
