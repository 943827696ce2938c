import { createHash } from 'node:crypto';
import { compareRecords } from '../../../shared/comparison.ts';
import { suggestedSame } from '../../../shared/comparison/suggested-same.ts';
import { buildNeedRecords, type NeedRecords } from '../../../shared/need-record.ts';

export const sessionId = 'pQ4vYt8mZk2sWn6B';
export const programmeId = 'V1StGXR8_Z5jdHi6B-myT';
const earlierId = 'hT3nLw9cXd5rVb7K';
const token = 'eyJzIjoicFE0dll0OG1aazJzV242QiJ9.c2lnbmF0dXJl';
/** Milliseconds since 1970. */
const heldAt = Date.parse('2026-05-16T06:00:00Z');

export const createdSession = {
  sessionId,
  joinCode: 'K7MP',
  facilitatorToken: token,
  projectorToken: token,
  joinUrl: 'http://192.168.3.20:8080/j/K7MP',
  facilitatorUrl: `http://localhost:8080/f/${sessionId}#t=${token}`,
  projectorUrl: `http://localhost:8080/p/${sessionId}#t=${token}`,
};

export const listedSession = {
  sessionId,
  joinCode: 'K7MP',
  title: '槐树里社区 居民需求工作坊',
  status: 'ended' as const,
  place: '槐树里社区活动室',
  heldOn: '2026-05-16',
  programmeId,
  wave: 1,
  locale: 'zh-CN',
  rehearsal: false,
  createdAt: heldAt,
  endedAt: heldAt + 5_400_000,
  joined: 40,
  notes: 63,
  needs: 8,
  ballots: 38,
};

function recordsOf(id: string, title: string, wave: number): NeedRecords {
  return buildNeedRecords({
    programme: { id: programmeId, title: '槐树里，一年以后' },
    session: { id, title, place: '槐树里社区活动室', wave, languages: ['zh-CN'], joined: 40, present: 45, joinMode: 'open' },
    needs: [{ id: 'need-lamps', number: 1, title: '夜里的路灯', stage: 'taken-on' }],
    notes: [
      {
        id: 'note-lamps-1',
        number: 1,
        exerciseId: 'collect-1',
        needId: 'need-lamps',
        text: '三号楼门口的灯又坏了，晚上看不见台阶',
        lang: 'zh',
        kind: 'need',
        forWhom: ['elders'],
        channel: 'phone',
        hidden: false,
        referred: false,
      },
    ],
    rounds: [],
    logHead: null,
    generatedAt: heldAt + 6_000_000,
    toolVersion: '0.1.0',
    digest: (text) => createHash('sha256').update(text).digest('hex'),
  });
}

export const needRecords = recordsOf(sessionId, '槐树里社区 回访', 1);

function compared() {
  const comparison = compareRecords(recordsOf(earlierId, '槐树里社区 基线', 0), needRecords);
  return { ...comparison, suggestions: suggestedSame(comparison, []) };
}
export const comparison = compared();
export const sides = { then: earlierId, now: sessionId };

export const sameNeed = {
  a: { sessionId: earlierId, needId: 'need-lamps' },
  b: { sessionId, needId: 'need-dark-1' },
  isSame: true,
};

export const participant = { participantId: 'p3f9c1a7b2d4e6f80', token, alias: '蓝鹊' };

export const stage = {
  session: { id: sessionId, title: listedSession.title, joinCode: 'K7MP', status: 'open', locked: false, current: 'collect-1' },
  exercises: {
    'collect-1': {
      id: 'collect-1',
      kind: 'collect',
      title: '写一写',
      prompt: '您最想解决的是什么？',
      settings: { notesPerPerson: 5 },
      phase: 'open',
      revealed: false,
      sealed: false,
      round: 1,
      order: 'a0',
    },
  },
  tallies: {},
  live: { counts: { joined: 40, online: 38, submitted: { 'collect-1': 12 } } },
};
