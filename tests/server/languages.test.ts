import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';
import { twentyLanguages } from '../support/twenty-languages.ts';

describe('a wall of twenty languages', () => {
  let app: TestApp;
  let meeting: Meeting;

  beforeAll(async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
  });
  afterAll(async () => {
    meeting.close();
    expect(app.troubles).toEqual([]);
    await app.close();
  });

  it('[F89] [W4] tags each note, keeps its order through a translation, and gives every word back in the files', async () => {
    const exerciseId = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId });
    for (const [i, [text]] of twentyLanguages.entries())
      await meeting.facilitator.must('note:enter', { exerciseId, noteId: `note-no-${i + 10}`, text, channel: 'paper' });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const wall = async () => readWall(await meeting.stored('wall')).notes;
    const before = await wall();
    expect(new Map(before.map(({ text, lang }) => [text, lang]))).toEqual(new Map(twentyLanguages));
    await meeting.facilitator.must('note:translate', { noteId: 'note-no-20', lang: 'zh-CN', text: '楼梯灯坏了' });
    const after = await wall();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const { sessionId, facilitatorToken: token } = meeting.session;
    const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${sessionId}/needs.json`, { token });
    expect(new Map(body.notes.map(({ text, lang }) => [text, lang]))).toEqual(new Map(twentyLanguages));
    expect(body.notes.map(({ number }) => number).sort((a, b) => a! - b!)).toEqual(twentyLanguages.map((_, i) => i + 1));
  });
});
