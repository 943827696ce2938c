import { Router } from 'express';
import * as z from 'zod/mini';
import type { TakenFile } from '../export/files.ts';
import { refusalCodes } from '../../shared/refusal.ts';
import { NeedPlanEdits } from '../../shared/need-plan.ts';
import { ProgrammeBody, SameNeedBody } from '../../shared/programme.ts';
import { SessionDetails, SessionEdits } from '../../shared/session.ts';
import { commands, JoinBody, NetworkBody, NoteVectorsBody, SeatsBody } from '../../shared/wire.ts';

type Json = Record<string, unknown>;

/** OpenAPI 3.1 of the HTTP calls, from the schemas that validate them; the socket's commands stand beside it as `x-commands`. */
export function openApiRoutes({ toolVersion }: { toolVersion: string }): Router {
  const router = Router();
  const description = openApi(toolVersion);
  router.get('/api/openapi.json', (_request, response) => {
    response.json(description);
  });
  return router;
}

function openApi(version: string): Json {
  const organizer = { security: [{ bearer: [] }] };
  return {
    openapi: '3.1.0',
    info: { title: 'Yishi 议事', version, description: 'A participatory workshop: sessions, joining, need records.' },
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: {
        Problem: problemSchema,
        SessionDetails: schemaOf(SessionDetails),
        SessionEdits: schemaOf(SessionEdits),
        NeedPlanEdits: schemaOf(NeedPlanEdits),
        Join: schemaOf(JoinBody),
        NoteVectors: schemaOf(NoteVectorsBody),
        Seats: schemaOf(SeatsBody),
        Network: schemaOf(NetworkBody),
        Programme: schemaOf(ProgrammeBody),
        SameNeed: schemaOf(SameNeedBody),
      },
    },
    paths: {
      '/api/templates': { get: call('Agenda templates', organizer) },
      '/api/sessions': {
        get: call('All sessions, newest first; rehearsals apart from them', organizer),
        post: call('Make a session', { ...organizer, ...body('SessionDetails') }, '201'),
      },
      '/api/sessions/import': {
        post: call(
          'Take in the need records of a session that was held elsewhere; 200 where it is here already',
          {
            ...organizer,
            requestBody: {
              required: true,
              content: {
                'application/json': { schema: { $ref: '/schemas/need-records.v1.json' } },
                'application/zip': { schema: { type: 'string', format: 'binary' } },
              },
            },
          },
          '201',
        ),
      },
      '/api/sessions/{id}': {
        parameters: [pathParameter('id')],
        get: call('A session', organizer),
        patch: call('Change what was said of a session', { ...organizer, ...body('SessionEdits') }),
        delete: call('Erase a session for good', organizer, '204'),
      },
      '/api/sessions/{id}/needs/{needId}': {
        parameters: [pathParameter('id'), pathParameter('needId')],
        patch: call('Fill in what a need is, how far it is and who acts; also after the end', { ...organizer, ...body('NeedPlanEdits') }),
      },
      '/api/programmes': {
        get: call('All programmes', organizer),
        post: call('Make a programme', { ...organizer, ...body('Programme') }, '201'),
      },
      '/api/programmes/{id}': {
        parameters: [pathParameter('id')],
        get: call('A programme, its sessions and what was decided about their needs', organizer),
        patch: call('Give it another name', { ...organizer, ...body('Programme') }),
        delete: call('Take away a programme without sessions', organizer, '204'),
      },
      '/api/programmes/{id}/same-needs': {
        parameters: [pathParameter('id')],
        put: call('Say that two needs of different sessions are one, or are not; null takes that back', {
          ...organizer,
          ...body('SameNeed'),
        }),
      },
      '/api/programmes/{id}/comparison.json': {
        parameters: [pathParameter('id')],
        get: call('Two sessions side by side', { ...organizer, parameters: [queryParameter('then'), queryParameter('now')] }),
      },
      '/api/join/{code}': { parameters: [pathParameter('code')], get: call('What a join code stands for') },
      '/r/{code}': { parameters: [pathParameter('code')], get: call('What became of the needs of a session that has ended, as a page') },
      '/api/join-address': { get: call('Where the QR code leads') },
      '/api/network': {
        get: call("The addresses that may be the room's, and which one is taken", organizer),
        put: call('Choose the address of the QR code; null leaves it to the machine', { ...organizer, ...body('Network') }),
      },
      '/api/sessions/{id}/participants': {
        parameters: [pathParameter('id')],
        post: call('Join; the same commandId is the same person', body('Join'), '201'),
      },
      '/api/sessions/{id}/seats': {
        parameters: [pathParameter('id')],
        get: call('The seat cards by serial, and whether they are used or void', organizer),
        post: call('Make seat cards; their codes are given this once', { ...organizer, ...body('Seats') }, '201'),
      },
      '/api/sessions/{id}/kiosks': { parameters: [pathParameter('id')], post: call('The link of a shared tablet', organizer, '201') },
      '/api/sessions/{id}/stage': { parameters: [pathParameter('id')], get: call('The stage as JSON', organizer) },
      '/api/sessions/{id}/wifi': {
        parameters: [pathParameter('id')],
        get: call("The room's Wi-Fi, for projector and facilitators", organizer),
      },
      ...Object.fromEntries(
        Object.entries(takenAway).map(([file, summary]) => [
          `/api/sessions/{id}/${file}`,
          { parameters: [pathParameter('id')], get: call(summary, organizer) },
        ]),
      ),
      '/api/sessions/{id}/note-vectors': {
        parameters: [pathParameter('id')],
        get: call('Where notes would be sent to learn what they mean, or null', organizer),
        post: call('What notes mean, as vectors by note id; sends their words to the configured endpoint', {
          ...organizer,
          ...body('NoteVectors'),
        }),
      },
      '/schemas/need-records.v1.json': { get: call('The JSON Schema of the need records') },
      '/healthz': { get: call('Liveness') },
      '/readyz': { get: call('Readiness, with reasons') },
      '/metrics': { get: call('Figures for an operator, as Prometheus text') },
    },
    'x-commands': Object.fromEntries(
      Object.entries(commands).map(([name, { roles, payload }]) => [name, { roles, payload: schemaOf(payload) }]),
    ),
  };
}

const takenAway: Record<TakenFile, string> = {
  'needs.json': 'The need records',
  'needs.csv': 'The needs as CSV',
  'needs.xlsx': 'The need records as a workbook of six sheets',
  'minutes.docx': 'The minutes, to be signed',
  'report.html': 'One page for residents, without network or scripts',
  'datapackage.zip': 'The need records as a Data Package, version 2',
  'log.zip': 'The chain of commits, without senders, ballots or words',
  'ballots.zip': 'The nameless ballots of rounds with twenty or more, where the organizer chose so; for the organizer alone',
};

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

function call(summary: string, more: Json = {}, ok: '200' | '201' | '204' = '200'): Json {
  const problem = {
    description: 'A refusal',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  return { summary, ...more, responses: { [ok]: { description: 'Done' }, default: problem } };
}

function body(name: string): Json {
  return { requestBody: { required: true, content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } } } };
}

function pathParameter(name: string): Json {
  return { name, in: 'path', required: true, schema: { type: 'string' } };
}

function queryParameter(name: string): Json {
  return { name, in: 'query', required: true, schema: { type: 'string' } };
}

function schemaOf(schema: z.core.$ZodType): Json {
  return z.toJSONSchema(schema, { target: 'draft-2020-12', unrepresentable: 'any' });
}
