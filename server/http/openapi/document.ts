import * as z from 'zod/mini';
import { refusalCodes, sentenceOf, statusOf, type RefusalCode } from '../../../shared/refusal.ts';
import { commands } from '../../../shared/wire.ts';
import { crossOriginCalls } from '../cross-origin-calls.ts';
import type { Answer, Asker, Call, Calls, Parameter } from './call.ts';
import * as examples from './examples.ts';
import { otherCalls } from './other-calls.ts';
import { programmeCalls } from './programme-calls.ts';
import { roomCalls } from './room-calls.ts';
import { fileCalls, sessionCalls } from './session-calls.ts';

type Json = Record<string, unknown>;

const calls: Calls = { ...sessionCalls, ...fileCalls, ...programmeCalls, ...roomCalls, ...otherCalls };

/** OpenAPI 3.1 of every HTTP call, from the schemas that validate them; the socket's commands stand beside it as `x-commands`. */
export function openApiDocument(version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, call] of Object.entries(calls)) {
    const [method = '', path = ''] = name.split(' ');
    const at = path.replace(/:(\w+)/g, '{$1}');
    (paths[at] ??= {})[method.toLowerCase()] = operationOf(name, path, call);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yishi 议事',
      version,
      description:
        'A participatory workshop: sessions, joining, need records. Calls marked x-cross-origin may be made by pages of the origins that --cors-origin names.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    components: { securitySchemes, schemas: { Problem: problemSchema } },
    paths,
    'x-commands': Object.fromEntries(
      Object.entries(commands).map(([name, { roles, payload }]) => [name, { roles, payload: schemaOf(payload) }]),
    ),
  };
}

const securitySchemes = {
  organizerKey: {
    type: 'http',
    scheme: 'bearer',
    description: "The organizer's key; answered on this machine alone unless the desk is remote.",
  },
  sessionToken: { type: 'http', scheme: 'bearer', description: 'A token of the session, of the role that the call wants.' },
};

const schemeOf: Record<Asker, keyof typeof securitySchemes | null> = {
  anyone: null,
  token: 'sessionToken',
  facilitator: 'sessionToken',
  organizer: 'organizerKey',
  owner: 'organizerKey',
};

function operationOf(name: string, path: string, call: Call): Json {
  return {
    operationId: operationIdOf(name),
    summary: call.summary,
    security: call.by.map((asker) => (schemeOf[asker] === null ? {} : { [schemeOf[asker]]: [] })),
    'x-asked-by': call.by,
    ...(crossOriginCalls.includes(name) && { 'x-cross-origin': true }),
    parameters: [...pathParameters(path), ...queryParameters(call.query ?? {}), acceptLanguage],
    ...(call.body && {
      requestBody: {
        required: true,
        content: { [call.body.type ?? 'application/json']: { schema: schemaOf(call.body.schema, 'input'), example: call.body.example } },
      },
    }),
    responses: { ...Object.fromEntries(call.answers.map(answerOf)), ...problemsOf(path, call) },
  };
}

/** `GET /api/sessions/:id` is `getSessionsById`. */
function operationIdOf(name: string): string {
  const [method = '', path = ''] = name.split(' ');
  const words =
    path
      .replace(/^\/api/, '')
      .replace(/:(\w+)/g, 'by-$1')
      .match(/[A-Za-z0-9]+/g) ?? [];
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

const pathExamples: Readonly<Record<string, string>> = { id: examples.sessionId, needId: 'need-lamps', code: 'K7MP' };

function pathParameters(path: string): Json[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
    example: pathExamples[name] ?? '',
  }));
}

function queryParameters(query: Readonly<Record<string, Parameter>>): Json[] {
  return Object.entries(query).map(([name, { schema, example, isRequired, description }]) => ({
    name,
    in: 'query',
    required: isRequired === true,
    ...(description !== undefined && { description }),
    schema: schemaOf(schema, 'input'),
    example,
  }));
}

const acceptLanguage = {
  name: 'Accept-Language',
  in: 'header',
  required: false,
  description: 'What is said to people: zh-CN or en.',
  schema: { type: 'string' },
  example: 'zh-CN',
};

function answerOf(answer: Answer): [string, Json] {
  const { status, description } = answer;
  if ('schema' in answer) {
    const { schema, example, type = 'application/json' } = answer;
    return [String(status), { description, content: { [type]: { schema: schemaOf(schema), example } } }];
  }
  if (!('bytes' in answer)) return [String(status), { description }];
  const { bytes, example } = answer;
  // OpenAPI 3.1 describes bytes by their media type alone; text is a string.
  const media = example === undefined ? {} : { schema: { type: 'string' }, example };
  return [String(status), { description, content: { [bytes]: media } }];
}

/** By status, each code with the problem that says it. */
function problemsOf(path: string, call: Call): Record<string, Json> {
  const codes = new Set<RefusalCode>(call.refuses ?? []);
  if (call.body) codes.add('bad-input').add('too-long');
  if (/:(id|needId)\b/.test(path)) codes.add('not-found');
  if (!call.by.includes('anyone')) codes.add('bad-token');
  if (call.by.some((asker) => asker !== 'anyone' && asker !== 'token')) codes.add('not-allowed');
  codes.add('internal');
  const byStatus = new Map<number, RefusalCode[]>();
  for (const code of codes) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code]);
  return Object.fromEntries([...byStatus].map(([status, said]) => [String(status), problemOf(said)]));
}

function problemOf(codes: readonly RefusalCode[]): Json {
  const exampleOf = (code: RefusalCode) => ({
    value: { type: `/problems/${code}`, title: code, status: statusOf(code), code, detail: sentenceOf(code, 'en') },
  });
  return {
    description: `A refusal: ${codes.join(', ')}`,
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(codes.map((code) => [code, exampleOf(code)])),
      },
    },
  };
}

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { enum: refusalCodes },
    detail: { type: 'string' },
  },
};

function schemaOf(schema: z.core.$ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', unrepresentable: 'any', io });
  return rest;
}
