import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeedRecords } from '../../shared/need-record.ts';
import { readWall } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';

/** Twenty languages, and the tag that each note carries. */
const written: readonly [text: string, tag: string][] = [
  ['楼道的灯坏了', 'zh-Hans'],
  ['樓道的燈壞了', 'zh-Hant'],
  ['街灯がつきません', 'ja'],
  ['가로등이 꺼졌어요', 'ko'],
  ['The lamp is out on the stairs', 'en'],
  ['Il n’y a plus de lumière', 'und-Latn'],
  ['No hay luz en la escalera', 'und-Latn'],
  ['A lâmpada não acende', 'und-Latn'],
  ['Das Licht im Treppenhaus', 'und-Latn'],
  ['Đèn cầu thang bị hỏng', 'und-Latn'],
  ['Lampu tangga mati', 'und-Latn'],
  ['Taa ya ngazi haiwaki', 'und-Latn'],
  ['Merdiven lambası yanmıyor', 'und-Latn'],
  ['Нет света на лестнице', 'und-Cyrl'],
  ['Немає світла', 'und-Cyrl'],
  ['مصباح الدرج معطل', 'und-Arab'],
  ['سیڑھیوں کی بتی خراب ہے', 'und-Arab'],
  ['सीढ़ी की बत्ती खराब है', 'und-Deva'],
  ['ไฟบันไดเสีย', 'th'],
  ['האור בחדר המדרגות', 'he'],
];

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
    for (const [i, [text]] of written.entries())
      await meeting.facilitator.must('note:enter', { exerciseId, noteId: `note-no-${i + 10}`, text, channel: 'paper' });
    await meeting.facilitator.must('exercise:reveal', { exerciseId });
    const wall = async () => readWall(await meeting.stored('wall')).notes;
    const before = await wall();
    expect(new Map(before.map(({ text, lang }) => [text, lang]))).toEqual(new Map(written));
    await meeting.facilitator.must('note:translate', { noteId: 'note-no-20', lang: 'zh-CN', text: '楼梯灯坏了' });
    const after = await wall();
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    const { sessionId, facilitatorToken: token } = meeting.session;
    const { body } = await call<NeedRecords>(app.origin, `/api/sessions/${sessionId}/needs.json`, { token });
    expect(new Map(body.notes.map(({ text, lang }) => [text, lang]))).toEqual(new Map(written));
    expect(body.notes.map(({ number }) => number).sort((a, b) => a! - b!)).toEqual(written.map((_, i) => i + 1));
  });
});
