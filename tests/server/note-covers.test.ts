import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, PartReader } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { download, heldWorkshop, recordsOf, unzipped } from '../support/held-workshop.ts';
import type { Room } from '../support/room.ts';

const secret = '四号楼老赵家';
const files = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip', 'log.zip'];

describe('[R14] a note that somebody should not be known by', () => {
  let app: TestApp;
  let room: Room;
  let noteId: string;
  beforeAll(async () => {
    app = await startApp();
    room = await heldWorkshop(app, {}, []);
    await room.facilitator.commander.must('session:reopen', {});
    const { exerciseId } = await room.facilitator.commander.must('exercise:add', {
      exercise: { kind: 'collect', settings: { concealed: false } },
    });
    await room.facilitator.commander.must('exercise:open', { exerciseId });
    noteId = 'note-of-a-name';
    await room.facilitator.commander.must('note:enter', { exerciseId, noteId, text: `${secret}夜里很吵，能不能管管`, channel: 'paper' });
    await room.group([{ title: '夜里太吵', noteIds: [noteId] }]);
    await room.facilitator.commander.must('session:end', {});
  }, 30_000);
  afterAll(async () => {
    room.close();
    await app.close();
  });

  const path = (id = noteId) => `/api/sessions/${room.session.sessionId}/notes/${id}`;
  const cover = (spans: unknown, token = testKey) => call(app.origin, path(), { method: 'PATCH', token, body: { spans } });
  const noteIn = async () => (await recordsOf(room)).notes.find(({ id }) => id === noteId);
  const onWall = () => room.facilitator.wall.wall.notes.find(({ id }) => id === noteId);
  /** Everything that one file says, unpacked. */
  async function textOf(file: string): Promise<string> {
    const { bytes } = await download(room, file);
    const packed = /\.(zip|xlsx|docx)$/.test(file) ? Object.values(unzipped(bytes)).join('\n') : '';
    return packed + new TextDecoder().decode(bytes);
  }
  async function saying(words: string): Promise<string[]> {
    const found: string[] = [];
    for (const file of files) if ((await textOf(file)).includes(words)) found.push(file);
    const stage = await call(app.origin, `/api/sessions/${room.session.sessionId}/stage`, { token: testKey });
    if (JSON.stringify([stage.body, room.facilitator.wall.wall, room.facilitator.backstage.wall]).includes(words)) found.push('faces');
    return found;
  }

  it('is in the files and on the wall as it was written', async () => {
    expect(await saying(secret)).toEqual([
      'needs.json',
      'needs.csv',
      'needs.xlsx',
      'minutes.docx',
      'report.html',
      'datapackage.zip',
      'faces',
    ]);
  });

  it('is nobody’s but the organizer’s to cover over HTTP, and only where it has such a stretch', async () => {
    expect((await cover([], room.session.facilitatorToken)).status).toBe(401);
    expect((await cover([], room.session.projectorToken)).status).toBe(401);
    for (const spans of [[{ from: 3, to: 2 }], [{ from: 0, to: 900 }], 'all', undefined])
      expect([spans, (await cover(spans)).body['code']]).toEqual([spans, 'bad-input']);
    expect((await call(app.origin, path('note-of-nobody'), { method: 'PATCH', token: testKey, body: { spans: [] } })).status).toBe(404);
    expect((await call(app.origin, path('x'), { method: 'PATCH', token: testKey, body: { spans: [] } })).body['code']).toBe('bad-input');
  });

  it('is covered after the end: on the wall, on no face and in no file is it any more; and it can be uncovered', async () => {
    expect((await cover([{ from: 0, to: secret.length }])).status).toBe(204);
    await eventually(() => expect(onWall()?.text).toBe('●●●●●●夜里很吵，能不能管管'));
    expect(await noteIn()).toMatchObject({ text: '●●●●●●夜里很吵，能不能管管', redacted: true });
    expect(await saying(secret)).toEqual([]);
    expect((await cover([])).status).toBe(204);
    await eventually(() => expect(onWall()?.text).toContain(secret));
    expect(await noteIn()).toMatchObject({ redacted: false });
  });

  it('[D17] is erased: its words are on no wall and in no file, while it keeps its place in its need', async () => {
    const { sessionId, facilitatorToken } = room.session;
    const erase = () => call(app.origin, `/api/sessions/${sessionId}/erasures`, { token: testKey, body: { noteIds: [noteId] } });
    expect((await erase()).status).toBe(204);
    const wall = new PartReader(app.origin, { token: facilitatorToken, sessionId, part: 'wall' });
    await wall.synced;
    expect(wall.wall.notes.find(({ id }) => id === noteId)).toMatchObject({ text: '', hidden: true });
    wall.close();
    expect(await noteIn()).toMatchObject({ text: null, redacted: true });
    expect((await saying(secret)).filter((file) => file !== 'faces')).toEqual([]);
    expect((await recordsOf(room)).needs.find(({ title }) => title === '夜里太吵')).toMatchObject({ noteCount: 1 });
    expect((await erase()).status).toBe(204);
  });
});
