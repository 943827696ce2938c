import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, type Commit } from '../../server/store/store.ts';
import type { Command } from '../../shared/wire.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey } from '../support/app.ts';
import { call, Commander, Facilitator, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { sessionsOn } from '../support/sessions-on.ts';

/** While it is faulty it stores nothing, and a session cannot be read for a reason that nobody knows. */
class FaultyStore extends MemoryStore {
  isFaulty = false;

  override async commit(commit: Commit) {
    if (this.isFaulty) throw new NotStoredError('disk full');
    return super.commit(commit);
  }

  override async load(id: string) {
    // What PostgreSQL says once of a fault of its own (XX000), say.
    if (this.isFaulty) throw new Error('PostgreSQL refused (XX000): could not open a file');
    return super.load(id);
  }
}

it('[D32] who is connected goes on once a session that could not be built again can be', async () => {
  const store = new FaultyStore();
  const app = await startApp({ store });
  const session = await makeSession(app.origin, testKey);
  const facilitator = await Facilitator.open(app.origin, session);
  const phone = await Phone.join(app.origin, session.sessionId);
  const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
  store.isFaulty = true;
  expect(await facilitator.commander.send('exercise:open', { exerciseId })).toMatchObject({ refusal: { code: 'not-stored' } });
  store.isFaulty = false;
  // Whoever asks by HTTP is answered again.
  expect((await call(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey })).status).toBe(200);
  let { commander } = facilitator;
  try {
    await eventually(async () => {
      await new Promise((go) => setTimeout(go, 300));
      // A page whose line ends comes again by itself; one whose line stands says it again on that.
      if (!commander.socket.connected)
        commander = new Commander(app.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
      expect(await commander.send('exercise:open', { exerciseId })).toMatchObject({ ok: true });
    });
    await eventually(() => expect(exerciseOf(phone.stage.stage, 'collect').phase).toBe('open'));
  } finally {
    commander.close();
    facilitator.close();
    phone.close();
    await app.close();
  }
});

it('[D32] a session that could not be built again is read again once, however many ask for it at once', async () => {
  const store = new FaultyStore();
  const sessions = await sessionsOn(store);
  const { id } = await sessions.create({ title: '槐树里社区' });
  const first = await sessions.get(id);
  const attendance = (present: number) =>
    ({ name: 'session:attendance', payload: { present, commandId: `command-${String(present).padStart(12, '0')}` } }) as Command;
  const facilitator = { role: 'facilitator', participantId: null } as const;
  store.isFaulty = true;
  expect((await first.command(attendance(1), facilitator)).ok).toBe(false);
  store.isFaulty = false;
  expect(first.isBroken).toBe(true);
  const [one, other] = await Promise.all([sessions.get(id), sessions.get(id)]);
  expect((await other.command(attendance(2), facilitator)).ok).toBe(true);
  // What the one reads is what the other stored.
  expect(await one.atRest(({ state }) => state.attendance?.present)).toBe(2);
  expect(one).toBe(other);
});
