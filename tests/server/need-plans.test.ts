import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { checkNeedRecords, needRecordSchema, type NeedRecords } from '../../shared/need-record.ts';
import { readPlans, readWall, writeNeed, writePlan, writeResponder } from '../../shared/wall.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

const canteen = { name: '银龄食堂', type: 'social-organization', uscc: '9144030071526726XG' } as const;
const marked = '暗号梧桐三七二十一';

describe('what is filled in about a need', () => {
  let app: TestApp;
  let meeting: Meeting;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    app.troubles.length = 0;
    meeting = await Meeting.open(app);
    await meeting.needs('need-lunch', 'need-lamps');
  });
  afterEach(() => meeting.close());

  const describeNeed = (needId: string, edits: Record<string, unknown>) =>
    meeting.facilitator.raw('need:describe', { commandId: `describe-${Math.random()}`.replace('.', '-'), needId, ...edits });
  const must = async (needId: string, edits: Record<string, unknown>) => expect(codeOf(await describeNeed(needId, edits))).toBe('ok');
  const plans = async () => readPlans(await meeting.stored('backstage'));
  const planOf = async (needId: string) => (await plans()).ofNeeds.get(needId);
  const path = () => `/api/sessions/${meeting.session.sessionId}`;
  const records = async () => (await call<NeedRecords>(app.origin, `${path()}/needs.json`, { token: testKey })).body;
  const patch = (needId: string, body: unknown, token: string = testKey) =>
    call(app.origin, `${path()}/needs/${needId}`, { method: 'PATCH', token, body });
  const agreed = {
    responders: { 'who-canteen': canteen },
    responses: { 'act-lunch-1': { responderId: 'who-canteen', role: 'deliver', action: '每天送二十份' } },
  };

  it('[R7] is changed field by field: what is not named stays, null and what shows nothing clear', async () => {
    await must('need-lunch', {
      stage: 'discussing',
      duty: ' 民政专干 ',
      nextWord: '2026-06-01',
      severity: 4,
      affectedGroups: ['独居老人', ' '],
    });
    await must('need-lunch', { stage: 'taken-on', severity: null, duty: '\u200B' });
    expect(await planOf('need-lunch')).toEqual({ stage: 'taken-on', nextWord: '2026-06-01', affectedGroups: ['独居老人'] });
    await must('need-lunch', { stage: null, nextWord: null, affectedGroups: [] });
    expect(await plans()).toEqual({ ofNeeds: new Map(), responders: new Map() });
  });

  it('[R7] several may act, each in a role; who acts is known to the whole session, and two facilitators change different responses', async () => {
    await must('need-lunch', agreed);
    await must('need-lunch', { responders: { 'who-street': { name: '街道民政科', type: 'street' } } });
    await must('need-lunch', { responses: { 'act-lunch-2': { responderId: 'who-street', role: 'fund' } } });
    await must('need-lunch', { responses: { 'act-lunch-1': { stage: 'under-way', plannedAt: '2026-07-01' } } });
    await must('need-lamps', { responses: { 'act-lamps-1': { responderId: 'who-street', role: 'lead' } } });
    expect((await planOf('need-lunch'))?.responses).toEqual({
      'act-lunch-1': { responderId: 'who-canteen', role: 'deliver', action: '每天送二十份', stage: 'under-way', plannedAt: '2026-07-01' },
      'act-lunch-2': { responderId: 'who-street', role: 'fund' },
    });
    await must('need-lunch', { responses: { 'act-lunch-1': null }, responders: { 'who-canteen': null } });
    expect([...(await plans()).responders.keys()]).toEqual(['who-street']);
  });

  it('[R7] refuses what does not fit, and changes nothing', async () => {
    await must('need-lunch', agreed);
    const before = await plans();
    const refused: [string, Record<string, unknown>, string][] = [
      ['need-nobody-made', { stage: 'done' }, 'not-found'],
      ['need-lunch', { stage: 'dreamt' }, 'bad-input'],
      ['need-lunch', { title: '别的名' }, 'bad-input'],
      ['need-lunch', { nextWord: '2026-02-30' }, 'bad-input'],
      ['need-lunch', { severity: 6 }, 'bad-input'],
      ['need-lunch', { duty: '责'.repeat(201) }, 'bad-input'],
      ['need-lunch', { responses: { 'act-lunch-9': { role: 'lead' } } }, 'bad-input'],
      ['need-lunch', { responses: { 'act-lunch-9': { responderId: 'who-nobody', role: 'lead' } } }, 'bad-input'],
      ['need-lamps', { responses: { 'act-lunch-1': { responderId: 'who-canteen', role: 'lead' } } }, 'bad-input'],
      ['need-lunch', { responders: { 'who-canteen': null } }, 'bad-input'],
      ['need-lunch', { responders: { 'who-canteen': { name: ' ' } } }, 'bad-input'],
      ['need-lunch', { responders: { 'who-canteen': { uscc: '9144030071526726XH' } } }, 'bad-input'],
    ];
    for (const [needId, edits, code] of refused) expect([edits, codeOf(await describeNeed(needId, edits))]).toEqual([edits, code]);
    const resident = await meeting.resident();
    const answer = await resident.commander.raw('need:describe', { commandId: 'describe-1', needId: 'need-lunch', stage: 'done' });
    expect(codeOf(answer)).toBe('not-allowed');
    expect(await plans()).toEqual(before);
  });

  it('[R7] a need that was merged away is not found; what was agreed about it goes along, and comes back with it', async () => {
    await must('need-lunch', { ...agreed, stage: 'discussing' });
    const wall = meeting.reader('wall');
    await wall.synced;
    const merged = { id: 'need-lunch', title: '老人午饭', mergedInto: 'need-lamps' };
    writeNeed(wall.doc, merged, null, 'the test');
    await eventually(async () => expect(codeOf(await describeNeed('need-lunch', { stage: 'done' }))).toBe('not-found'));
    expect((await records()).responses.map(({ id, needId }) => [id, needId])).toEqual([['act-lunch-1', 'need-lamps']]);
    writeNeed(wall.doc, { id: 'need-lunch', title: '老人午饭' }, null, 'the test');
    await eventually(async () => expect((await records()).responses[0]).toMatchObject({ id: 'act-lunch-1', needId: 'need-lunch' }));
    expect((await records()).needs.map(({ id, stage }) => [id, stage])).toContainEqual(['need-lunch', 'discussing']);
  });

  it('[R7] the need records have all of it, valid by their schema, and name only those who act', async () => {
    await must('need-lunch', {
      ...agreed,
      responders: { ...agreed.responders, 'who-idle': { name: '没人找', type: 'charity' } },
      statement: '独居老人中午没有热饭',
      needTypes: ['felt', 'expressed'],
      scope: 'group',
      affectedEstimate: 120,
      affectedBasis: '网格员走访',
      location: '三号院',
      urgency: 5,
      stage: 'declined',
      stageReason: '今年没有预算',
      reply: '明年一月再议',
      nextWord: '2027-01-10',
    });
    const bundle = await records();
    expect(bundle.needs.find(({ id }) => id === 'need-lunch')).toMatchObject({
      statement: '独居老人中午没有热饭',
      needTypes: ['felt', 'expressed'],
      scope: 'group',
      affectedEstimate: 120,
      affectedBasis: '网格员走访',
      location: '三号院',
      severity: null,
      urgency: 5,
      stage: 'declined',
      stageReason: '今年没有预算',
      reply: '明年一月再议',
      nextWord: '2027-01-10',
    });
    expect(bundle.responders).toEqual([
      { id: 'who-canteen', ...canteen, hsdsOrganizationId: null, hsdsServiceId: null, verified: false, capacity: null },
    ]);
    expect(bundle.responses).toEqual([
      {
        id: 'act-lunch-1',
        needId: 'need-lunch',
        responderId: 'who-canteen',
        role: 'deliver',
        action: '每天送二十份',
        stage: 'noted',
        plannedAt: null,
        doneAt: null,
        indicator: null,
        baseline: null,
        target: null,
        followUp: null,
      },
    ]);
    expect(checkNeedRecords(bundle)).toEqual([]);
    const isValid = new Ajv2020({ strict: false }).compile(needRecordSchema());
    expect([isValid(bundle), isValid.errors]).toEqual([true, null]);
    const csv = await fetch(`${app.origin}${path()}/needs.csv`, {
      headers: { authorization: `Bearer ${testKey}`, 'accept-language': 'zh-CN' },
    });
    const text = await csv.text();
    for (const cell of ['独居老人中午没有热饭', '群体性', '120', '暂不办', '今年没有预算', '2027-01-10', '银龄食堂（承接）'])
      expect(text).toContain(cell);
  });

  it('[R7] the organizer fills it in over HTTP, also after the end, and hears how it stands', async () => {
    await must('need-lunch', agreed);
    await meeting.facilitator.must('session:end', {});
    await must('need-lunch', { duty: '民政专干' });
    const { status, body } = await patch('need-lunch', { stage: 'done', responses: { 'act-lunch-1': { doneAt: '2026-08-01' } } });
    expect([status, body]).toEqual([
      200,
      {
        needId: 'need-lunch',
        duty: '民政专干',
        stage: 'done',
        responders: { 'who-canteen': canteen },
        responses: { 'act-lunch-1': { ...agreed.responses['act-lunch-1'], doneAt: '2026-08-01' } },
      },
    ]);
    const answers = [
      await patch('need-nobody-made', { stage: 'done' }),
      await patch('need-lunch', { stage: 'dreamt' }),
      await patch('need-lunch', { stage: 'noted' }, meeting.session.facilitatorToken),
      await patch('x', { stage: 'done' }),
      await patch('need-lunch', '{"responses": {"__proto__": {"role": "lead"}}}'),
    ];
    expect(answers.map(({ status: is }) => is)).toEqual([404, 400, 401, 400, 400]);
    expect((await planOf('need-lunch'))?.stage).toBe('done');
    const { body: api } = await call<{ paths: Record<string, object> }>(app.origin, '/api/openapi.json');
    expect(Object.keys(api.paths['/api/sessions/{id}/needs/{needId}'] ?? {})).toContain('patch');
  });

  it('[R7] [S8] facilitators alone see it, and no event holds a word of it', async () => {
    await must('need-lunch', {
      statement: marked,
      stageReason: marked,
      responders: { 'who-canteen': { ...canteen, name: marked } },
      responses: { 'act-lunch-1': { responderId: 'who-canteen', role: 'lead', action: marked } },
    });
    for (const part of ['stage', 'wall'] as const) {
      const session = await app.sessions.get(meeting.session.sessionId);
      const bytes = Buffer.from(await session.atRest(() => session.encode(part)));
      expect([part, bytes.includes(marked)]).toEqual([part, false]);
    }
    const commits = await app.sessions.store.commits(meeting.session.sessionId, 0);
    const described = commits.filter(({ events }) => events.includes('need-described'));
    expect(described).toHaveLength(1);
    expect(described[0]!.events).not.toContain(marked);
    expect(JSON.parse(described[0]!.events)).toEqual([
      {
        type: 'need-described',
        needId: 'need-lunch',
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        responders: { 'who-canteen': expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      },
    ]);
  });

  it('[G2] [R7] what a facilitator writes into it is put back', async () => {
    await must('need-lunch', agreed);
    const before = await plans();
    const backstage = meeting.reader('backstage');
    await backstage.synced;
    writePlan(backstage.doc, 'need-lunch', { stage: 'done' });
    writePlan(backstage.doc, 'need-lamps', { stage: 'done' });
    writeResponder(backstage.doc, 'who-canteen', null);
    writeResponder(backstage.doc, 'who-else', { name: '别人', type: 'business' });
    await eventually(() => expect(app.troubles.some((what) => JSON.stringify(what).includes('put back'))).toBe(true));
    await eventually(() => expect(readPlans(backstage.doc)).toEqual(before));
    expect(await plans()).toEqual(before);
  });

  it('[G14] a need’s titles in other languages are frozen with its title', async () => {
    const wall = meeting.reader('wall');
    await wall.synced;
    writeNeed(
      wall.doc,
      { id: 'need-lunch', title: '老人午饭', translations: { en: 'Lunch for elders' }, category: 'ageing' },
      null,
      'the test',
    );
    await eventually(async () => expect(readWall(await meeting.stored('wall')).needs[0]?.category).toBe('ageing'));
    const exerciseId = await meeting.exerciseOf('dot-vote');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    expect((await meeting.exercise(exerciseId))?.options).toEqual([
      { needId: 'need-lunch', number: 1, title: '老人午饭', translations: { en: 'Lunch for elders' } },
      { needId: 'need-lamps', number: 2, title: '题 need-lamps' },
    ]);
    expect((await records()).needs[0]).toMatchObject({ category: 'ageing', translations: { en: 'Lunch for elders' } });
  });
});
