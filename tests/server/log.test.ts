import { afterAll, beforeAll, expect, it } from 'vitest';
import type * as Y from 'yjs';
import type { Joined } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { call, Commander, Facilitator, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { startServer, type RunningServer } from '../support/server.ts';

const marked = '暗号梧桐三七二十一';

let server: RunningServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

it('[S8] what is logged is one JSON object a line, without a word, a token or a key', async () => {
  const session = await makeSession(server.origin, server.key, { title: marked });
  const { sessionId } = session;
  const facilitator = await Facilitator.open(server.origin, session);
  const collect = exerciseOf(facilitator.stage.stage, 'collect').id;
  await facilitator.commander.must('exercise:open', { exerciseId: collect });
  const { body } = await call<Joined>(server.origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
  const resident = new Commander(server.origin, { token: body.token, sessionId });
  await resident.must('note:add', { exerciseId: collect, noteId: freshId(), text: marked });
  await resident.raw('note:add', { text: marked, [marked]: 1 });
  await call(server.origin, '/api/sessions', { token: server.key, body: `{"title": ${marked}` });
  await call(server.origin, `/api/sessions/${sessionId}/stage`, { token: `${body.token}x` });
  await facilitator.commander.must('exercise:reveal', { exerciseId: collect });
  await eventually(() => expect(facilitator.wall.wall.notes).toHaveLength(1));
  // The server says that it put back what was not the facilitator's to write.
  const note = facilitator.wall.doc.getMap<Y.Map<unknown>>('notes').get(facilitator.wall.wall.notes[0]!.id)!;
  note.set('note', { ...(note.get('note') as object), text: `${marked}！` });

  const written = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
  await eventually(() => expect(written().join()).toContain('put back'));
  facilitator.close();
  resident.close();
  for (const line of written())
    expect(JSON.parse(line)).toMatchObject({ at: expect.any(String) as string, level: 'warn', what: expect.any(String) as string });
  const secrets = [marked, body.token, session.facilitatorToken, session.projectorToken, session.joinCode, server.key];
  expect(secrets.filter((secret) => written().some((line) => line.includes(secret)))).toEqual([]);
});
