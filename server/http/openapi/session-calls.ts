import * as z from 'zod/mini';
import type { TakenFile } from '../../export/files.ts';
import { NeedPlanEdits } from '../../../shared/need-plan.ts';
import { NeedRecords } from '../../../shared/need-record.ts';
import { SessionDetails, SessionEdits } from '../../../shared/session.ts';
import { EraseBody, LinksBody, NoteEdits } from '../../../shared/wire.ts';
import {
  CreatedSessionAnswer,
  PlanAnswer,
  SessionLists,
  AnySummaryAnswer,
  ImportedSummaryAnswer,
  SessionSummaryAnswer,
  Templates,
} from './answers.ts';
import type { Answer, Call, Calls } from './call.ts';
import * as examples from './examples.ts';

const summary = {
  ...examples.createdSession,
  ...examples.listedSession,
  madeBy: '街道小王',
  ballotsForResearch: false,
  hasBallots: true,
  reportUrl: null,
};
const importedSummary = { ...examples.listedSession, madeBy: null, imported: true as const, reportUrl: 'https://yishi.example.org/r/K7MP' };
const listed = { ...examples.listedSession, madeBy: null };

/** Sessions: made, listed, edited, erased, and what is taken away of them. */
export const sessionCalls: Calls = {
  'GET /api/templates': {
    summary: 'Agenda templates',
    by: ['organizer'],
    answers: [
      {
        status: 200,
        description: 'The templates a session may start from',
        schema: Templates,
        example: {
          templates: [
            {
              id: 'needs-workshop',
              title: { 'zh-CN': '居民需求工作坊', en: 'Needs workshop' },
              description: { 'zh-CN': '写一写，贴圆点，排一排。', en: 'Write, put dots, rank.' },
              exercises: [{ kind: 'collect', title: { 'zh-CN': '写一写', en: 'Write' } }],
            },
          ],
        },
      },
    ],
  },
  'POST /api/sessions': {
    summary: 'Make a session',
    by: ['organizer'],
    body: {
      schema: SessionDetails,
      example: { title: '槐树里社区 居民需求工作坊', place: '槐树里社区活动室', heldOn: '2026-05-16', template: 'needs-workshop' },
    },
    answers: [{ status: 201, description: 'The ways into it', schema: CreatedSessionAnswer, example: examples.createdSession }],
    refuses: ['not-found', 'not-stored'],
  },
  'GET /api/sessions': {
    summary: 'All sessions, newest first; rehearsals apart from them',
    by: ['organizer'],
    answers: [{ status: 200, description: 'Both lists', schema: SessionLists, example: { sessions: [listed], rehearsals: [] } }],
  },
  'GET /api/sessions/:id': {
    summary: 'A session, with the ways into it',
    by: ['organizer'],
    answers: [{ status: 200, description: 'The session', schema: AnySummaryAnswer, example: summary }],
  },
  'PATCH /api/sessions/:id': {
    summary: 'Change what was said of a session',
    by: ['organizer'],
    body: { schema: SessionEdits, example: { recorder: '小李', hostOrganization: '东风街道' } },
    answers: [{ status: 200, description: 'The session as it is now', schema: AnySummaryAnswer, example: summary }],
    refuses: ['not-stored'],
  },
  'POST /api/sessions/import': {
    summary: 'Take in the need records of a session that was held elsewhere: a `needs.json`, or a `datapackage.zip` with one',
    by: ['organizer'],
    query: {
      replace: {
        schema: z.literal('true'),
        example: 'true',
        description: 'A newer bundle also takes the place of what staff filled in here',
      },
    },
    body: { schema: NeedRecords, example: examples.needRecords },
    answers: [
      { status: 201, description: 'It is here now', schema: ImportedSummaryAnswer, example: importedSummary },
      {
        status: 200,
        description: 'It was here already, or a newer bundle took its place',
        schema: ImportedSummaryAnswer,
        example: importedSummary,
      },
    ],
    refuses: ['not-allowed', 'too-long', 'not-stored'],
  },
  'POST /api/sessions/:id/links': {
    summary: 'Make facilitators’ or projectors’ links anew: those that are out open nothing from then on',
    by: ['organizer'],
    body: { schema: LinksBody, example: { role: 'facilitator' } },
    answers: [{ status: 200, description: 'The session, with the new ways into it', schema: SessionSummaryAnswer, example: summary }],
    refuses: ['not-stored'],
  },
  'DELETE /api/sessions/:id': {
    summary: 'Erase a session for good',
    by: ['organizer'],
    answers: [{ status: 204, description: 'It is gone' }],
    refuses: ['not-stored'],
  },
  'PATCH /api/sessions/:id/notes/:noteId': {
    summary: 'Cover stretches of a note, none, or what is found by itself (null); also after the end',
    by: ['organizer'],
    body: { schema: NoteEdits, example: { spans: [{ from: 2, to: 5 }] } },
    answers: [{ status: 204, description: 'It is shown so from now on' }],
    refuses: ['not-stored'],
  },
  'POST /api/sessions/:id/erasures': {
    summary: 'Take words out for good, after the end: a stretch of one note, some notes, or all',
    by: ['organizer'],
    body: { schema: EraseBody, example: { noteIds: ['note-lamps-17'] } },
    answers: [{ status: 204, description: 'They are gone; the notes keep their places' }],
    refuses: ['not-allowed', 'not-stored'],
  },
  'PATCH /api/sessions/:id/needs/:needId': {
    summary: 'Fill in what a need is, how far it is and who acts; also after the end',
    by: ['organizer'],
    body: {
      schema: NeedPlanEdits,
      example: {
        stage: 'taken-on',
        nextWord: '2026-12-15',
        responders: { 'responder-1': { name: '槐树里社区居委会', type: 'community' } },
        responses: { 'response-1': { responderId: 'responder-1', role: 'lead', action: '报修并回访' } },
      },
    },
    answers: [
      {
        status: 200,
        description: 'All that is filled in about the need now',
        schema: PlanAnswer,
        example: {
          needId: 'need-lamps',
          stage: 'taken-on',
          nextWord: '2026-12-15',
          responses: { 'response-1': { responderId: 'responder-1', role: 'lead', action: '报修并回访' } },
          responders: { 'responder-1': { name: '槐树里社区居委会', type: 'community' } },
        },
      },
    ],
    refuses: ['not-stored'],
  },
  'GET /schemas/need-records.v1.json': {
    summary: 'The JSON Schema of the need records',
    by: ['anyone'],
    answers: [
      {
        status: 200,
        description: 'JSON Schema 2020-12',
        type: 'application/schema+json',
        schema: z.looseObject({ $schema: z.string(), title: z.string() }),
        example: { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Yishi need records, version 1', type: 'object' },
      },
    ],
  },
};

const takenAway: Record<TakenFile, { summary: string; answer: Answer }> = {
  'needs.json': {
    summary: 'The need records',
    answer: { status: 200, description: 'The bundle', schema: NeedRecords, example: examples.needRecords },
  },
  'needs.csv': {
    summary: 'The needs as CSV, for people in Excel: titles in the language asked for, UTF-8 with a byte order mark',
    answer: {
      status: 200,
      description: 'A row a need',
      bytes: 'text/csv; charset=utf-8',
      example: '编号,需求名称,办理情况\r\n1,夜里的路灯,有人接手\r\n',
    },
  },
  'needs.xlsx': {
    summary: 'The need records as a workbook of six sheets',
    answer: bytesOf('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
  },
  'minutes.docx': {
    summary: 'The minutes, to be signed',
    answer: bytesOf('application/vnd.openxmlformats-officedocument.wordprocessingml.document'),
  },
  'report.html': {
    summary: 'One page for residents, without network or scripts',
    answer: {
      status: 200,
      description: 'The page',
      bytes: 'text/html; charset=utf-8',
      example: '<!doctype html><title>您提的，办得怎样</title>',
    },
  },
  'datapackage.zip': { summary: 'The need records as a Data Package, version 2', answer: bytesOf('application/zip') },
  'log.zip': { summary: 'The chain of commits, without senders, ballots or words', answer: bytesOf('application/zip') },
  'ballots.zip': {
    summary: 'The nameless ballots of rounds with twenty or more, where the organizer chose so; for the organizer alone',
    answer: bytesOf('application/zip'),
  },
};

function bytesOf(type: string): Answer {
  return { status: 200, description: 'The file', bytes: type };
}

/** The files; nothing of an unsealed round is in any of them. */
export const fileCalls: Calls = Object.fromEntries(
  Object.entries(takenAway).map(([file, { summary, answer }]): [string, Call] => {
    const isOrganizers = file === 'ballots.zip';
    return [
      `GET /api/sessions/:id/${file}`,
      {
        summary,
        by: isOrganizers ? ['organizer'] : ['organizer', 'facilitator'],
        answers: [answer],
        refuses: isOrganizers ? ['too-few', 'try-later'] : ['try-later'],
      },
    ];
  }),
);
