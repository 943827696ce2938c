import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readWall, writeNeed } from '../../shared/wall.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';

const groupQuestions = [
  {
    questionId: 'housing',
    title: '您住的房子？',
    options: [
      { optionId: 'own', label: '自有' },
      { optionId: 'rent', label: '租的' },
    ],
  },
];

let app: TestApp;
let earlier: Meeting;
beforeAll(async () => {
  app = await startApp();
  earlier = await Meeting.open(app, { title: '基线', groupQuestions });
  await earlier.needs('need-lamps', 'need-lunch', 'need-doctor', 'need-steps');
  const wall = earlier.reader('wall');
  await wall.synced;
  writeNeed(wall.doc, { id: 'need-lunch', title: '老人午饭', description: '中午有口热的' }, null, 'the test');
  writeNeed(wall.doc, { id: 'need-steps', title: '台阶', mergedInto: 'need-lamps' }, null, 'the test');
  await eventually(async () =>
    expect(readWall(await earlier.stored('wall')).needs.find(({ id }) => id === 'need-steps')?.mergedInto).toBe('need-lamps'),
  );
});
afterAll(async () => {
  earlier.close();
  expect(app.troubles).toEqual([]);
  await app.close();
});

const needsOf = async (meeting: Meeting) =>
  readWall(await meeting.stored('wall')).needs.map(({ id, number, title, description }) => [id, number, title, description]);

it('[R6] a follow-up has the needs that stood on the wall from the start, under their old ids and titles, numbered, and the questions', async () => {
  const { sessionId } = earlier.session;
  const later = await Meeting.open(app, { title: '回访', carryNeedsFrom: sessionId });
  expect(await needsOf(later)).toEqual([
    ['need-lamps', 1, '题 need-lamps', undefined],
    ['need-lunch', 2, '老人午饭', '中午有口热的'],
    ['need-doctor', 3, '题 need-doctor', undefined],
  ]);
  expect((await later.stage()).session?.groupQuestions).toEqual(groupQuestions);

  await later.needs('need-fresh');
  expect(await needsOf(later)).toContainEqual(['need-fresh', 4, '题 need-fresh', undefined]);
  const vote = await later.exerciseOf('dot-vote');
  await later.facilitator.must('exercise:open', {
    exerciseId: vote,
    titles: { 'need-lunch': '老人午饭' },
    needIds: ['need-lunch', 'need-fresh'],
  });
  expect((await later.exercise(vote))?.options?.map(({ needId, number }) => [needId, number])).toEqual([
    ['need-lunch', 2],
    ['need-fresh', 4],
  ]);
  const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${later.session.sessionId}/needs.json`, { token: testKey });
  expect(body.session.baselineSessionId).toBe(sessionId);
  expect(body.needs.map(({ id }) => id)).toContain('need-lamps');
  later.close();
});

it('[R6] its own questions win where it has some, and what it follows is left as it was', async () => {
  const before = await needsOf(earlier);
  const own = [{ questionId: 'age', title: '您多大年纪？', options: [{ optionId: 'over-60', label: '60 岁以上' }] }];
  const later = await Meeting.open(app, { carryNeedsFrom: earlier.session.sessionId, groupQuestions: own });
  expect((await later.stage()).session?.groupQuestions).toEqual(own);
  await later.needs('need-other');
  expect(await needsOf(earlier)).toEqual(before);
  later.close();
});

it('[R6] a rehearsal may follow a real session', async () => {
  const practice = await Meeting.open(app, { carryNeedsFrom: earlier.session.sessionId, rehearsal: 5 });
  expect(await needsOf(practice)).toHaveLength(3);
  practice.close();
});

it('refuses to follow a session that is not there', async () => {
  for (const [carryNeedsFrom, status] of [
    ['no-such-session', 404],
    ['__proto__', 400],
    ['', 400],
  ] as const) {
    const answer = await call(app.origin, '/api/sessions', { token: testKey, body: { title: '回访', carryNeedsFrom } });
    expect([carryNeedsFrom, answer.status]).toEqual([carryNeedsFrom, status]);
  }
});
