import * as z from 'zod/mini';
import { FormBody } from '../plain/form-body.ts';
import { Alive, OpenApi, Ready } from './answers.ts';
import type { Calls } from './call.ts';

const page = '<!doctype html><title>议事</title>';

/** What an operator asks, what describes all of this, and the pages without scripts. */
export const otherCalls: Calls = {
  'GET /healthz': {
    summary: 'Liveness',
    by: ['anyone'],
    answers: [{ status: 200, description: 'The process lives', schema: Alive, example: { status: 'ok' } }],
  },
  'GET /readyz': {
    summary: 'Readiness: whether new people should be sent here',
    by: ['anyone'],
    answers: [
      { status: 200, description: 'Reasons are told where the desk may be opened', schema: Ready, example: { ready: true, reasons: [] } },
      {
        status: 503,
        description: 'Nobody new should be sent',
        schema: Ready,
        example: { ready: false, reasons: ['the data folder cannot be written'] },
      },
    ],
  },
  'GET /metrics': {
    summary: 'Figures for an operator; answered where the desk may be opened',
    by: ['anyone'],
    answers: [
      {
        status: 200,
        description: 'Prometheus text',
        bytes: 'text/plain; version=0.0.4',
        example:
          '# HELP yishi_webhooks_pending Webhooks that are still to be delivered\n# TYPE yishi_webhooks_pending gauge\nyishi_webhooks_pending 0\n',
      },
    ],
    refuses: ['not-allowed'],
  },
  'GET /api/openapi.json': {
    summary: 'This description',
    by: ['anyone'],
    answers: [{ status: 200, description: 'OpenAPI 3.1', schema: OpenApi, example: { openapi: '3.1.0', paths: {} } }],
  },
  'GET /verifier.html': {
    summary: 'A page in one file that checks a log, its records and its ballots',
    by: ['anyone'],
    answers: [{ status: 200, description: 'The page; it needs no network', bytes: 'text/html; charset=utf-8', example: page }],
  },
  'GET /verifier.html.sha256': {
    summary: 'The SHA-256 of that page, as sha256sum writes it',
    by: ['anyone'],
    answers: [{ status: 200, description: 'One line', bytes: 'text/plain; charset=utf-8', example: `${'0'.repeat(64)}  verifier.html\n` }],
  },
  'GET /r/:code': {
    summary: 'What became of the needs of a session that has ended, as a page that runs nothing; 303 to `/j/CODE` while it is open',
    by: ['anyone'],
    query: { lang: { schema: z.string(), example: 'zh-CN', description: 'zh-CN or en; else as Accept-Language says' } },
    answers: [
      { status: 200, description: 'The page', bytes: 'text/html; charset=utf-8', example: page },
      { status: 303, description: 'To the room' },
    ],
    refuses: ['not-found'],
  },
  'GET /j': {
    summary: 'Leads the form of the page without scripts to `/j/CODE`',
    by: ['anyone'],
    query: { code: { schema: z.string(), example: 'K7MP', description: 'As it was typed' } },
    answers: [{ status: 303, description: 'To the page of the code, or to the first page' }],
  },
  'POST /j/:code': {
    summary: 'The forms of the page without scripts: a note, one taken back, a ballot, or a look; answers with the next page',
    by: ['anyone'],
    body: {
      schema: FormBody,
      type: 'application/x-www-form-urlencoded',
      example: { do: 'look' },
    },
    answers: [{ status: 200, description: 'The next page, in Chinese or English', bytes: 'text/html; charset=utf-8', example: page }],
    refuses: ['code-unknown', 'too-long'],
  },
};
