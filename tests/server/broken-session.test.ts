import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, type Commit } from '../../server/store/store.ts';
import { exerciseOf } from '../support/agenda.ts';
import { startApp, testKey } from '../support/app.ts';
import { call, Commander, Facilitator, makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';

it('[D32] who is connected goes on once a session that could not be built again can be', async () => {
  class Store extends MemoryStore {
    isFull = false;
    isOdd = false;
    override async commit(commit: Commit) {
      if (this.isFull) throw new NotStoredError('disk full');
      return super.commit(commit);
    }
    override async load(id: string) {
      // What PostgreSQL says once of a fault of its own (XX000), say.
      if (this.isOdd) throw new Error('PostgreSQL refused (XX000): could not open a file');
      return super.load(id);
    }
  }
  const store = new Store();
  const app = await startApp({ store });
  const session = await makeSession(app.origin, testKey);
  const facilitator = await Facilitator.open(app.origin, session);
  const phone = await Phone.join(app.origin, session.sessionId);
  const exerciseId = exerciseOf(facilitator.stage.stage, 'collect').id;
  [store.isFull, store.isOdd] = [true, true];
  expect(await facilitator.commander.send('exercise:open', { exerciseId })).toMatchObject({ refusal: { code: 'not-stored' } });
  [store.isFull, store.isOdd] = [false, false];
  // Whoever asks by HTTP is answered again.
  expect((await call(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey })).status).toBe(200);
  const late: unknown[] = [];
  let { commander } = facilitator;
  try {
    await eventually(async () => {
      await new Promise((go) => setTimeout(go, 300));
      // A page whose line ends comes again by itself; one whose line stands says it again on that.
      if (!commander.socket.connected)
        commander = new Commander(app.origin, { token: session.facilitatorToken, sessionId: session.sessionId });
      late.push(await commander.send('exercise:open', { exerciseId }));
      expect(late.at(-1)).toMatchObject({ ok: true });
    });
    await eventually(() => expect(exerciseOf(phone.stage.stage, 'collect').phase).toBe('open'));
  } finally {
    commander.close();
    facilitator.close();
    phone.close();
    await app.close();
  }
});
