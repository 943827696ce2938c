import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFile } from '../../server/export/make-file.ts';
import type { MadeKey } from '../../shared/organizer-key.ts';
import type { ProgrammeDetails } from '../../shared/programme.ts';
import { answeredCalls, pagesPattern } from '../support/answered-calls.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { FakeEmbeddings, honest } from '../support/fake-embeddings.ts';
import { Meeting } from '../support/meeting.ts';

interface Media {
  schema?: object;
  example?: unknown;
  examples?: Record<string, { value: unknown }>;
}
interface Operation {
  operationId: string;
  summary: string;
  security: Record<string, unknown>[];
  parameters: { name: string; in: string; required: boolean; schema: object; example: unknown }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { description: string; content?: Record<string, Media> }>;
}
interface Document {
  openapi: string;
  components: { securitySchemes: Record<string, unknown>; schemas: { Problem: object } };
  paths: Record<string, Record<string, Operation>>;
}

let app: TestApp;
let endpoint: FakeEmbeddings;
let document: Document;
let operations: [name: string, operation: Operation][];
beforeAll(async () => {
  endpoint = await new FakeEmbeddings(honest(() => [1, 0, 0])).listen();
  app = await startApp({ makeFile, embeddings: { url: endpoint.url, model: 'fake', key: null } });
  document = (await call<Document>(app.origin, '/api/openapi.json')).body;
  operations = Object.entries(document.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]): [string, Operation] => [`${method.toUpperCase()} ${path}`, operation]),
  );
});
afterAll(async () => {
  expect(app.troubles).toEqual([]);
  await app.close();
  await endpoint.close();
});

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
function validator(schema: object): ValidateFunction {
  const isProblem = '$ref' in schema && schema.$ref === '#/components/schemas/Problem';
  return ajv.compile(isProblem ? document.components.schemas.Problem : schema);
}

describe('[S13] /api/openapi.json', () => {
  it('has every call that is answered, and no other', () => {
    const answered = answeredCalls(app.http);
    expect(answered).toContain(pagesPattern);
    const described = operations.map(([name]) => name.replace(/\{(\w+)\}/g, ':$1'));
    expect(described.sort()).toEqual([...new Set(answered)].filter((name) => name !== pagesPattern).sort());
  });

  it('says of each who may make it, by a name of its own, and of every parameter in its path', () => {
    expect(document.openapi).toBe('3.1.0');
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [name, { summary, security, parameters }] of operations) {
      expect([name, summary.length > 0]).toEqual([name, true]);
      expect([name, security.flatMap(Object.keys).filter((scheme) => !(scheme in document.components.securitySchemes))]).toEqual([
        name,
        [],
      ]);
      const inPath = parameters.filter((parameter) => parameter.in === 'path').map((parameter) => parameter.name);
      expect([name, inPath]).toEqual([name, [...name.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter)]);
      for (const { schema, example } of parameters) expect([name, validator(schema)(example)]).toEqual([name, true]);
    }
  });

  it('has an example of every body, answer and refusal, which fits its schema', () => {
    let examples = 0;
    for (const [name, { requestBody, responses }] of operations) {
      const contents: [string, Record<string, Media>][] = [
        ...(requestBody ? [[`${name} body`, requestBody.content] as [string, Record<string, Media>]] : []),
        ...Object.entries(responses).flatMap(([status, { content }]) =>
          content ? [[`${name} ${status}`, content] as [string, Record<string, Media>]] : [],
        ),
      ];
      for (const [what, content] of contents)
        for (const [type, { schema, example, examples: several }] of Object.entries(content)) {
          const given = several ? Object.values(several).map(({ value }) => value) : example === undefined ? [] : [example];
          // Bytes have no schema, and an example of them would say nothing.
          const isBytes = /zip|officedocument/.test(type);
          expect([what, type, given.length > 0, schema !== undefined]).toEqual([what, type, !isBytes, !isBytes]);
          if (!schema) continue;
          const validate = validator(schema);
          for (const one of given) {
            validate(one);
            expect([what, validate.errors]).toEqual([what, null]);
            examples += 1;
          }
        }
      const refused = Object.keys(responses).filter((status) => Number(status) >= 400);
      expect([name, refused.includes('500')]).toEqual([name, true]);
    }
    expect(examples).toBeGreaterThan(150);
  });

  it('describes what is really answered: each call’s own answer fits, and what is refused is among its refusals', async () => {
    const meeting = await Meeting.open(app, { title: '槐树里社区' });
    const { sessionId: id, joinCode: code, facilitatorToken } = meeting.session;
    await meeting.needs('need-lamps');
    const resident = await meeting.resident();
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    const noteId = freshId();
    await resident.commander.must('note:add', { exerciseId, noteId, text: '楼道灯不亮' });
    const { programmeId } = (await call<ProgrammeDetails>(app.origin, '/api/programmes', { token: testKey, body: { title: '两次' } })).body;
    const [then, now] = await Promise.all(
      [0, 1].map(async (wave) => {
        const body = { title: `第 ${wave} 次`, programmeId, wave };
        return (await call<{ sessionId: string }>(app.origin, '/api/sessions', { token: testKey, body })).body.sessionId;
      }),
    );
    const key = (await call<MadeKey>(app.origin, '/api/organizer-keys', { token: testKey, body: { name: '小王' } })).body;

    const within = (path: string) => path.replace('{needId}', 'need-lamps').replace('{code}', code);
    const ids: [RegExp, string][] = [
      [/^\/api\/programmes/, programmeId],
      [/^\/api\/organizer-keys/, key.id],
      [/./, id],
    ];
    const sides = `?then=${then!}&now=${now!}`;
    const bodies: Record<string, unknown> = {
      'PUT /api/network': { chosen: null },
      'POST /api/sessions/{id}/note-vectors': { noteIds: [noteId] },
      // The facilitator's token goes on being used here.
      'POST /api/sessions/{id}/links': { role: 'projector' },
      'POST /api/organizer-keys': { name: '小李' },
      'PUT /api/programmes/{id}/same-needs': null,
    };
    const tokens: [RegExp, string][] = [
      [/\/(stage|wifi)$/, facilitatorToken],
      [/./, testKey],
    ];
    const first = <Value>(table: [RegExp, Value][], path: string) => table.find(([pattern]) => pattern.test(path))![1];
    // What erases comes last; what answers with pages or bytes is looked at by its type alone.
    const inOrder = [...operations].sort(([a], [b]) => Number(a.startsWith('DELETE')) - Number(b.startsWith('DELETE')));
    const statuses: Record<string, number> = {};
    for (const [name, operation] of inOrder) {
      const [method = '', path = ''] = name.split(' ');
      const media = operation.requestBody?.content['application/json'];
      const body = name in bodies ? bodies[name] : media?.example;
      const asked = within(path).replace('{id}', first(ids, path)) + (path.includes('comparison') ? sides : '');
      if (name === 'GET /j' || name === 'POST /j/{code}') continue;
      const answer = await call<unknown>(app.origin, asked, { method, token: first(tokens, path), ...(media && { body }) });
      statuses[name] = answer.status;
      const described = operation.responses[String(answer.status)];
      expect([name, answer.status, described !== undefined]).toEqual([name, answer.status, true]);
      const [type, said] = Object.entries(described?.content ?? {})[0] ?? [];
      if (type === undefined) continue;
      expect([name, answer.headers.get('content-type')?.split(';')[0]]).toEqual([name, type.split(';')[0]]);
      if (!said?.schema || !type.includes('json')) continue;
      const validate = validator(said.schema);
      validate(answer.body);
      expect([name, validate.errors]).toEqual([name, null]);
    }
    // Only these have nothing to give here: nothing was chosen for research, no network is found, no need is of two sessions, sessions belong to the programme, no
    // note is as long as the example's, and words are erased after the end alone.
    const refused = Object.entries(statuses).filter(([, status]) => status >= 400);
    expect(Object.fromEntries(refused)).toEqual({
      'GET /api/sessions/{id}/ballots.zip': 403,
      'PUT /api/network': 404,
      'PUT /api/programmes/{id}/same-needs': 400,
      'DELETE /api/programmes/{id}': 403,
      'PATCH /api/sessions/{id}/notes/{noteId}': 400,
      'POST /api/sessions/{id}/erasures': 403,
    });
    meeting.close();
  });

  it('describes the pages without scripts by what they answer', async () => {
    const meeting = await Meeting.open(app);
    const form = { 'content-type': 'application/x-www-form-urlencoded', origin: app.origin };
    const page = await call<string>(app.origin, `/j/${meeting.session.joinCode}`, { body: 'do=look', headers: form });
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const led = await fetch(`${app.origin}/j?code=K7MP`, { redirect: 'manual' });
    expect([led.status, led.headers.get('location')]).toEqual([303, '/j/K7MP']);
    meeting.close();
  });
});
