import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusalCodes, sentenceOf, statusOf, type RefusalCode } from '../../shared/refusal.ts';
import { exercisesOf, templates } from '../../shared/templates.ts';
import type { SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { dropped, Meeting, refusedCode } from '../support/meeting.ts';

const token = testKey;
const problem = (code: RefusalCode, locale: 'zh-CN' | 'en' = 'zh-CN') => ({
  type: expect.any(String) as string,
  title: expect.any(String) as string,
  status: statusOf(code),
  code,
  detail: sentenceOf(code, locale),
});

describe('the HTTP calls', () => {
  let app: TestApp;
  let meeting: Meeting;
  let path: string;

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(async () => {
    expect(app.troubles).toEqual([]);
    await app.close();
  });
  beforeEach(async () => {
    meeting = await Meeting.open(app, { title: '槐树里社区', place: '二楼会议室' });
    path = `/api/sessions/${meeting.session.sessionId}`;
  });
  afterEach(() => meeting.close());

  const ask = <T = Record<string, unknown>>(to: string, options: Parameters<typeof call>[2] = {}) => call<T>(app.origin, to, options);

  it('make a session: ids, tokens and addresses whose secrets stand in the fragment alone', async () => {
    const { status, body } = await ask('/api/sessions', {
      token,
      body: { title: ' 新的\u202E一场 ', locale: 'en', template: 'blank', heldOn: '2026-03-01', joinMode: 'open' },
    });
    const { sessionId, joinCode, facilitatorToken, projectorToken } = body as Record<string, string>;
    expect([status, body]).toEqual([
      201,
      {
        sessionId,
        joinCode,
        facilitatorToken,
        projectorToken,
        joinUrl: `http://192.168.3.20:${app.origin.split(':')[2]}/j/${joinCode}`,
        facilitatorUrl: `http://localhost:${app.origin.split(':')[2]}/f/${sessionId}#t=${facilitatorToken}`,
        projectorUrl: `http://localhost:${app.origin.split(':')[2]}/p/${sessionId}#t=${projectorToken}`,
      },
    ]);
    // 72 random bits are twelve characters of base64url.
    expect(sessionId).toMatch(/^[A-Za-z0-9_-]{12,64}$/);
    expect(joinCode).toMatch(/^[2-9A-HJKMNP-Z]{4,12}$/);
    for (const secret of [facilitatorToken, projectorToken]) expect(secret).toMatch(/^[A-Za-z0-9._-]+$/);
    const summary = await ask<SessionSummary>(`/api/sessions/${sessionId}`, { token });
    expect(summary.body).toEqual({
      ...body,
      ballotsForResearch: false,
      hasBallots: false,
      wave: null,
      reportUrl: null,
      title: '新的一场',
      status: 'open',
      place: null,
      heldOn: '2026-03-01',
      programmeId: null,
      locale: 'en',
      rehearsal: false,
      createdAt: expect.any(Number) as number,
      endedAt: null,
      madeBy: null,
      joined: 0,
      notes: 0,
      needs: 0,
      ballots: 0,
    });
  });

  it('[F8] [F9] refuse to make a session of the wrong shape', async () => {
    const title = '一场';
    const shapes: unknown[] = [
      {},
      [],
      'x',
      3,
      null,
      { title: '' },
      { title: '\u200B' },
      { title: '\u202E' },
      { title: '长'.repeat(201) },
      { title, locale: 'not a tag' },
      { title, template: 'no-such' },
      { title, joinMode: 'closed' },
      { title, heldOn: '1 March' },
      { title, wave: 1.5 },
      { title, role: 'organizer' },
      { title, groupQuestions: [{ questionId: 'q', title, options: [] }] },
      { title, programmeId: '../x' },
      { title, communityType: 'castle' },
    ];
    for (const body of shapes) {
      const answer = await ask('/api/sessions', { token, body: JSON.stringify(body) });
      expect([body, answer.status, answer.body]).toEqual([body, 400, problem('bad-input')]);
    }
  });

  it('list sessions newest first, and tell of one what is so now', async () => {
    const later = await Meeting.open(app, { title: '后来的一场' });
    const { body } = await ask<{ sessions: SessionSummary[] }>('/api/sessions', { token });
    const titles = body.sessions.map(({ sessionId }) => sessionId);
    expect(titles.indexOf(later.session.sessionId)).toBeLessThan(titles.indexOf(meeting.session.sessionId));
    // A list of many names no secrets.
    expect(JSON.stringify(body)).not.toContain(meeting.session.facilitatorToken);
    later.close();

    const writer = await meeting.resident();
    await meeting.needs('need-one');
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    await writer.commander.must('note:add', { exerciseId: collect, noteId: freshId(), text: '路灯' });
    const summary = (await ask<SessionSummary>(path, { token })).body;
    expect([summary.title, summary.place, summary.joined, summary.notes, summary.needs, summary.ballots]).toEqual([
      '槐树里社区',
      '二楼会议室',
      1,
      1,
      1,
      0,
    ]);
    const listed = (await ask<{ sessions: SessionSummary[] }>('/api/sessions', { token })).body.sessions.find(
      ({ sessionId }) => sessionId === meeting.session.sessionId,
    );
    expect([listed?.joined, listed?.notes, listed?.needs]).toEqual([1, 1, 1]);
  });

  it('edit what was said of a session, also after its end, and every face sees it', async () => {
    const edits = {
      title: '改过的名字',
      place: '楼下\u202E空地',
      groupQuestions: [{ questionId: 'tenure', title: '住房', options: [{ optionId: 'own', label: '自有' }] }],
    };
    const { status, body } = await ask(path, { method: 'PATCH', token, body: edits });
    expect([status, body['title'], body['place']]).toEqual([200, '改过的名字', '楼下空地']);
    expect((await meeting.stage()).session).toMatchObject({ title: '改过的名字', place: '楼下空地', groupQuestions: edits.groupQuestions });
    await meeting.facilitator.must('session:end', {});
    expect((await ask(path, { method: 'PATCH', token, body: { title: '会后改的' } })).status).toBe(200);
    expect((await meeting.stage()).session?.title).toBe('会后改的');
    for (const body of [
      { title: '' },
      { title: '\u200B' },
      { template: 'blank' },
      { status: 'open' },
      { sessionId: 'x' },
      [],
      { joinMode: 'seat-card' },
    ])
      expect([body, (await ask(path, { method: 'PATCH', token, body })).body['code']]).toEqual([body, 'bad-input']);
    expect((await meeting.stage()).session?.title).toBe('会后改的');
  });

  it('[F38] erase a session for good: 204, and nothing of it answers any more', async () => {
    const resident = await meeting.resident();
    const { joinCode, sessionId, facilitatorToken } = meeting.session;
    const erased = await ask(path, { method: 'DELETE', token });
    expect([erased.status, erased.body]).toEqual([204, '']);
    await dropped(resident.commander);
    await dropped(meeting.facilitator);
    for (const dead of [resident.token, facilitatorToken]) {
      expect(await refusedCode(meeting.commander(dead))).toBe('bad-token');
      expect((await ask(`${path}/stage`, { token: dead })).body['code']).toBe('bad-token');
    }
    expect((await ask(`/api/join/${joinCode}`)).body['code']).toBe('code-unknown');
    expect((await meeting.join()).status).toBe(404);
    for (const method of ['GET', 'DELETE']) expect((await ask(path, { method, token })).body).toEqual(problem('not-found'));
    expect((await ask(path, { method: 'PATCH', token, body: { title: '还在吗' } })).status).toBe(404);
    expect((await ask(`${path}/needs.json`, { token })).status).toBe(404);
    expect(await app.sessions.store.load(sessionId)).toBeNull();
    expect(JSON.stringify((await ask('/api/sessions', { token })).body)).not.toContain(sessionId);
  });

  it('[F92] tell nothing to who has no key, or a wrong one', async () => {
    const calls: [string, string, unknown?][] = [
      ['GET', '/api/sessions'],
      ['POST', '/api/sessions', { title: '偷开' }],
      ['GET', path],
      ['PATCH', path, { title: '偷改' }],
      ['DELETE', path],
      ['GET', '/api/templates'],
    ];
    const wrong = [undefined, 'wrong', `${testKey}x`, testKey.slice(1), testKey.toUpperCase(), meeting.session.facilitatorToken, ''];
    for (const [method, to, body] of calls)
      for (const key of wrong) {
        const answer = await ask(to, { method, ...(key !== undefined && { token: key }), ...(body !== undefined && { body }) });
        expect([method, to, key, answer.status, answer.body]).toEqual([method, to, key, 401, problem('bad-token')]);
      }
    const inAddress = await ask(`/api/sessions?token=${testKey}&key=${testKey}`);
    expect(inAddress.status).toBe(401);
    expect((await meeting.stage()).session?.title).toBe('槐树里社区');
  });

  it('list the templates', async () => {
    const { status, body } = await ask('/api/templates', { token });
    const listed = templates.map((template) => {
      const { id, title, description } = template;
      return { id, title, description, exercises: exercisesOf(template).map(({ kind, title }) => ({ kind, title })) };
    });
    expect([status, body]).toEqual([200, { templates: listed }]);
    expect(templates.map(({ id }) => id)).toEqual(expect.arrayContaining(['needs-workshop', 'blank']));
  });

  it('[J1] [F29] know a join code however it is typed', async () => {
    const code = meeting.session.joinCode;
    const fullWidth = [...code].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
    const info = { sessionId: meeting.session.sessionId, title: '槐树里社区', locale: 'zh-CN', joinMode: 'open', status: 'open' };
    for (const typed of [
      code,
      code.toLowerCase(),
      fullWidth,
      fullWidth.toLowerCase(),
      [...code].join(' '),
      ` ${code} `,
      `${code.slice(0, 2)}-${code.slice(2)}`,
      `\u3000${code}`,
    ])
      expect([typed, (await ask(`/api/join/${encodeURIComponent(typed)}`)).body]).toEqual([typed, info]);
    for (const typed of ['ZZZZZ', '%20', `${code}X`, 'A'.repeat(500), '..%2f..', '__proto__', '%F0%9F%98%80']) {
      const { status, body } = await ask(`/api/join/${typed}`);
      expect([typed, status, body]).toEqual([typed, 404, problem('code-unknown')]);
    }
    expect((await ask('/api/join/%E0%A4%A')).body['code']).toBe('bad-input');
  });

  it('[J2] [F91] looking takes no seat: neither the code nor the page nor the same link a hundred times', async () => {
    for (let i = 0; i < 20; i += 1)
      await Promise.all([
        ask(`/api/join/${meeting.session.joinCode}`),
        ask(`/j/${meeting.session.joinCode}`),
        fetch(`${app.origin}/api/join/${meeting.session.joinCode}`, { method: 'HEAD' }),
      ]);
    await meeting.resident();
    await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(1));
  });

  it('[J2] the same join is the same person, however often and however fast it is sent', async () => {
    const commandId = freshId();
    const joins = await Promise.all([1, 2, 3].map(() => meeting.join(commandId)));
    const later = await meeting.join(commandId);
    expect(joins[0]!.status).toBe(201);
    expect(joins[0]!.body).toEqual({
      participantId: expect.stringMatching(/^[A-Za-z0-9_-]+$/) as string,
      token: expect.stringMatching(/^[A-Za-z0-9._-]+$/) as string,
      alias: expect.stringMatching(/\S/) as string,
    });
    for (const join of [...joins, later]) expect([join.status, join.body]).toEqual([201, joins[0]!.body]);
    const other = await meeting.join();
    expect(other.body.participantId).not.toBe(joins[0]!.body.participantId);
    expect(other.body.alias).not.toBe(joins[0]!.body.alias);
    await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(2));
    // [J3] The same person is let in again where nobody new is.
    await meeting.facilitator.must('session:lock', {});
    expect((await meeting.join(commandId)).body).toEqual(joins[0]!.body);
    expect((await meeting.join()).body).toEqual(problem('room-locked'));
  });

  it('[F8] [S6] refuse a join of the wrong shape, and one of a session that is not there', async () => {
    const commandId = freshId();
    for (const body of [
      '{}',
      '[]',
      '{"commandId":"tooshort"}',
      `{"commandId":"${commandId.slice(0, 21)}"}`,
      `{"commandId":"${commandId}","role":"facilitator"}`,
      `{"commandId":"${commandId}","__proto__":{"x":1}}`,
      `{"commandId":["${commandId}"]}`,
    ])
      expect([body, (await ask(`${path}/participants`, { body })).body]).toEqual([body, problem('bad-input')]);
    for (const id of ['nosuchsession000', '__proto__', 'constructor', '..', '%00'])
      expect([id, (await ask(`/api/sessions/${id}/participants`, { body: { commandId } })).status]).toEqual([id, 404]);
  });

  it('give the stage to any token of the session, and to nobody else', async () => {
    const resident = await meeting.resident();
    await eventually(async () => expect((await meeting.stage()).counts.joined).toBe(1));
    const { facilitatorToken, projectorToken, sessionId, joinCode } = meeting.session;
    const stages = await Promise.all(
      [resident.token, facilitatorToken, projectorToken, await meeting.token('kiosk'), await meeting.token('scribe')].map((one) =>
        ask(`${path}/stage`, { token: one }),
      ),
    );
    expect(new Set(stages.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(stages[0]!.headers.get('cache-control')).toBe('no-store');
    expect(stages[0]!.body).toMatchObject({
      session: { id: sessionId, joinCode, title: '槐树里社区', status: 'open', locked: false, current: null, timer: null },
      tallies: {},
    });
    expect(Object.keys(stages[0]!.body).sort()).toEqual(['exercises', 'live', 'session', 'tallies']);
    for (const one of [undefined, 'x', testKey])
      expect((await ask(`${path}/stage`, one === undefined ? {} : { token: one })).body).toEqual(problem('bad-token'));
  });

  it('[R2] [R4] give the need records to facilitators and the organizer, as JSON and CSV', async () => {
    const resident = await meeting.resident();
    const validate = new Ajv2020({ strict: false }).compile((await ask('/schemas/need-records.v1.json')).body);
    for (const one of [meeting.session.facilitatorToken, testKey]) {
      const json = await ask(`${path}/needs.json`, { token: one });
      expect([json.status, json.headers.get('content-type'), validate(json.body), validate.errors]).toEqual([
        200,
        'application/json; charset=utf-8',
        true,
        null,
      ]);
      const csv = await ask<string>(`${path}/needs.csv`, { token: one });
      expect([csv.status, csv.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
      expect(csv.headers.get('content-disposition')).toMatch(
        /^attachment; filename="needs-\d{4}-\d{2}-\d{2}\.csv"; filename\*=UTF-8''[A-Za-z0-9%._-]+\.csv$/,
      );
    }
    for (const kind of ['json', 'csv']) {
      for (const one of [resident.token, meeting.session.projectorToken, await meeting.token('kiosk'), await meeting.token('scribe')])
        expect((await ask(`${path}/needs.${kind}`, { token: one })).body).toEqual(problem('not-allowed'));
      for (const one of [undefined, 'x'])
        expect((await ask(`${path}/needs.${kind}`, one === undefined ? {} : { token: one })).body).toEqual(problem('bad-token'));
    }
  });

  it('answer every refusal as a problem, in the language asked for', async () => {
    const asked: [string | undefined, 'zh-CN' | 'en'][] = [
      [undefined, 'zh-CN'],
      ['en', 'en'],
      ['en-GB,en;q=0.9', 'en'],
      ['zh-TW,zh;q=0.9,en;q=0.8', 'zh-CN'],
      ['fr-FR, en;q=0.5', 'en'],
      ['zh;q=0.1, en;q=0.9', 'en'],
      ['ja', 'zh-CN'],
      ['*', 'zh-CN'],
      ['x'.repeat(4000), 'zh-CN'],
    ];
    for (const [language, locale] of asked) {
      const answer = await ask('/api/join/ZZZZ9', language === undefined ? {} : { headers: { 'accept-language': language } });
      expect([language, answer.body]).toEqual([language, problem('code-unknown', locale)]);
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    }
    for (const to of ['/api/nothing', '/api', '/nothing', `${path}/needs.xml`, '/schemas/other.json']) {
      const answer = await ask(to, { token });
      expect([to, answer.status, answer.body]).toEqual([to, 404, problem('not-found')]);
    }
  });

  it('[F5] [F4] refuse malformed, huge, deep and wide bodies without a trace', async () => {
    const post = async (body: string, headers: Record<string, string> = {}) =>
      (await ask(`${path}/participants`, { body, headers })).body['code'];
    for (const body of ['{', 'nonsense', '{"a":1}}', '\u0000', '"', 'NaN']) expect([body, await post(body)]).toEqual([body, 'bad-input']);
    expect(await post(JSON.stringify({ commandId: 'a'.repeat(70_000) }))).toBe('too-long');
    expect(await post(`{${Array.from({ length: 100_000 }, (_, i) => `"${i}":1`).join(',')}}`)).toBe('too-long');
    expect(await post('['.repeat(10_000) + ']'.repeat(10_000))).toBe('bad-input');
    expect(await post(`{${Array.from({ length: 5000 }, (_, i) => `"${i}":1`).join(',')}}`)).toBe('bad-input');
    expect(await post(JSON.stringify({ commandId: freshId() }), { 'content-type': 'text/plain' })).toBe('bad-input');
    expect(await post(JSON.stringify({ commandId: freshId() }), { 'content-type': 'application/json; charset=nonsense' })).toBe(
      'bad-input',
    );
    expect(await post(JSON.stringify({ commandId: freshId() }), { 'content-encoding': 'gzip' })).toBe('bad-input');
    expect((await meeting.stage()).counts.joined).toBe(0);
  });

  it('describe themselves: every path is in openapi.json, every schema compiles, every reference leads somewhere', async () => {
    const { status, body } = await ask<OpenApi>('/api/openapi.json');
    expect([status, body.openapi, typeof body.info.title, typeof body.info.version]).toEqual([200, '3.1.0', 'string', 'string']);
    expect(
      Object.fromEntries(
        Object.entries(body.paths).map(([to, item]) => [
          to,
          Object.keys(item)
            .filter((key) => key !== 'parameters')
            .sort(),
        ]),
      ),
    ).toMatchObject({
      '/api/sessions': ['get', 'post'],
      '/api/sessions/{id}': ['delete', 'get', 'patch'],
      '/api/templates': ['get'],
      '/api/join/{code}': ['get'],
      '/api/sessions/{id}/participants': ['post'],
      '/api/sessions/{id}/stage': ['get'],
      '/api/sessions/{id}/needs.json': ['get'],
      '/api/sessions/{id}/needs.csv': ['get'],
      '/verifier.html': ['get'],
      '/verifier.html.sha256': ['get'],
      '/schemas/need-records.v1.json': ['get'],
      '/healthz': ['get'],
      '/readyz': ['get'],
      '/metrics': ['get'],
    });
    const ajv = new Ajv2020({ strict: false });
    for (const [name, schema] of Object.entries(body.components.schemas))
      expect([name, typeof ajv.compile(schema)]).toEqual([name, 'function']);
    for (const [, ref] of JSON.stringify(body).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(body.components.schemas)).toContain(ref);
    expect(body.components.schemas['Problem']?.properties?.code?.enum).toEqual(refusalCodes);
    for (const [to, item] of Object.entries(body.paths)) {
      const inPath = [...to.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const [method, { responses, parameters }] of Object.entries(item)) {
        const required = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => [parameter.name, parameter.required]);
        expect([to, method, required]).toEqual([to, method, inPath.map((name) => [name, true])]);
        expect([
          to,
          method,
          Object.keys(responses).some((code) => /^[23]\d\d$/.test(code)),
          Object.values(responses).every(({ description }) => !!description),
        ]).toEqual([to, method, true, true]);
        // What is described is served: whatever it answers, it is not that there is no such path.
        const answer = await ask(to.replace('{id}', meeting.session.sessionId).replace('{code}', meeting.session.joinCode), {
          method: method.toUpperCase(),
          ...(method === 'get' ? {} : { body: '[]', token: 'wrong' }),
        });
        expect([to, method, answer.status]).not.toEqual([to, method, 404]);
      }
    }
  });

  it('say that they live, are ready, and how they are', async () => {
    expect((await ask('/healthz')).body).toEqual({ status: 'ok' });
    expect((await ask('/readyz')).body).toEqual({ ready: true, reasons: [] });
    const { status, body, headers } = await ask<string>('/metrics');
    expect([status, headers.get('content-type')]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    const lines = body.split('\n').filter((line) => line !== '');
    for (const line of lines) expect(line).toMatch(/^(# (TYPE|HELP) [a-z0-9_]+ \w.*|[a-z0-9_]+(\{.*\})? (-?[0-9.e+-]+|Nan|\+Inf))$/);
    for (const name of [
      'yishi_connections',
      'yishi_commit_seconds',
      'yishi_ack_seconds',
      'yishi_tick_seconds',
      'yishi_buffered_bytes',
      'yishi_refusals_total',
    ])
      expect(lines.filter((line) => line.startsWith(`# TYPE ${name} `))).toHaveLength(1);
    const other = await startApp();
    await other.sessions.store.close();
    const unready = await call(other.origin, '/readyz');
    expect([unready.status, unready.body['ready'], (unready.body['reasons'] as string[]).length]).toEqual([503, false, 1]);
    expect((await call(other.origin, '/healthz')).status).toBe(200);
    await other.close();
  });
});

interface Operation {
  parameters: { name: string; in: string; required: boolean }[];
  responses: Record<string, { description?: string }>;
}
interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  components: { schemas: Record<string, { properties?: { code?: { enum?: string[] } } }> };
  paths: Record<string, Record<string, Operation>>;
}
