import { ServerId } from '../../../shared/ids.ts';
import { ProgrammeBody, SameNeedBody } from '../../../shared/programme.ts';
import { ComparisonAnswer, Programme, ProgrammeList, ProgrammeWithSessions } from './answers.ts';
import type { Answer, Call, Calls } from './call.ts';
import * as examples from './examples.ts';

const programme = { programmeId: examples.programmeId, title: '槐树里，一年以后', same: [examples.sameNeed] };

const compared = (summary: string, answer: Answer): Call => ({
  summary,
  by: ['organizer'],
  query: {
    then: { schema: ServerId, example: examples.sides.then, isRequired: true, description: 'The earlier session' },
    now: { schema: ServerId, example: examples.sides.now, isRequired: true, description: 'The later session' },
  },
  answers: [answer],
  refuses: ['bad-input', 'try-later'],
});

/** Programmes, and two of their sessions side by side. */
export const programmeCalls: Calls = {
  'GET /api/programmes': {
    summary: 'All programmes',
    by: ['organizer'],
    answers: [
      {
        status: 200,
        description: 'With how many sessions each has',
        schema: ProgrammeList,
        example: { programmes: [{ programmeId: programme.programmeId, title: programme.title, sessions: 2 }] },
      },
    ],
  },
  'POST /api/programmes': {
    summary: 'Make a programme',
    by: ['organizer'],
    body: { schema: ProgrammeBody, example: { title: programme.title } },
    answers: [{ status: 201, description: 'The programme', schema: Programme, example: { ...programme, same: [] } }],
    refuses: ['not-stored'],
  },
  'GET /api/programmes/:id': {
    summary: 'A programme, its sessions by wave, and what was decided about their needs',
    by: ['organizer'],
    answers: [
      {
        status: 200,
        description: 'The programme',
        schema: ProgrammeWithSessions,
        example: { ...programme, sessions: [examples.listedSession] },
      },
    ],
  },
  'PATCH /api/programmes/:id': {
    summary: 'Give it another name',
    by: ['organizer'],
    body: { schema: ProgrammeBody, example: { title: '槐树里，两年以后' } },
    answers: [{ status: 200, description: 'The programme', schema: Programme, example: { ...programme, title: '槐树里，两年以后' } }],
    refuses: ['not-stored'],
  },
  'DELETE /api/programmes/:id': {
    summary: 'Take away a programme without sessions; `not-allowed` while it has any',
    by: ['organizer'],
    answers: [{ status: 204, description: 'It is gone' }],
    refuses: ['not-stored'],
  },
  'PUT /api/programmes/:id/same-needs': {
    summary: 'Say that two needs of different sessions are one, or are not; null takes that back',
    by: ['organizer'],
    body: { schema: SameNeedBody, example: examples.sameNeed },
    answers: [{ status: 200, description: 'All that was decided', schema: Programme, example: programme }],
    refuses: ['not-stored'],
  },
  'GET /api/programmes/:id/comparison.json': compared('Two sessions side by side', {
    status: 200,
    description: 'Places, shares, ratings and answers then and now, and which needs may be one',
    schema: ComparisonAnswer,
    example: examples.comparison,
  }),
  'GET /api/programmes/:id/comparison.csv': compared('The needs of two sessions side by side as CSV, for people in Excel', {
    status: 200,
    description: 'A row a need',
    bytes: 'text/csv; charset=utf-8',
    example: '需求名称,那时第几件,现在第几件\r\n夜里的路灯,1,3\r\n',
  }),
  'GET /api/programmes/:id/comparison.xlsx': compared('Two sessions side by side as a workbook', {
    status: 200,
    description: 'Sheets of needs, questions, groups, and who was in the room',
    bytes: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  }),
};
