import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import type { Snapshot } from '../../server/store/store.ts';
import type { Command } from '../../shared/wire.ts';
import { startApp, testKey } from '../support/app.ts';
import { call, makeSession } from '../support/clients.ts';
import { SharedMemoryStore } from '../support/shared-memory-store.ts';
import { sessionsOn } from '../support/sessions-on.ts';

const until = async (isSo: () => boolean) => {
  while (!isSo()) await new Promise((go) => setTimeout(go, 2));
};

it('[D44] whoever asks for a session while another leaves memory gets one that is of use', async () => {
  let snapshotting: (() => void) | null = null;
  let asking: (() => void) | null = null;
  let isHolding = false;
  class Held extends SharedMemoryStore {
    override async saveSnapshot(id: string, snapshot: Snapshot) {
      if (!snapshotting) await new Promise<void>((go) => (snapshotting = go));
      return super.saveSnapshot(id, snapshot);
    }
    override async heads(ids: readonly string[]) {
      if (isHolding) await new Promise<void>((go) => (asking = go));
      return super.heads(ids);
    }
  }
  const sessions = await sessionsOn(new Held());
  const [one, two] = [await sessions.create({ title: '甲' }), await sessions.create({ title: '乙' })];
  await sessions.get(one.id);
  await sessions.get(two.id);
  await new Promise((go) => setTimeout(go, 30));
  const leaving = sessions.letIdleGo({ idleMs: 20, isHeld: () => false });
  await until(() => snapshotting !== null);
  // The first is just being put away; somebody asks for the second one.
  isHolding = true;
  const asked = sessions.get(two.id);
  await until(() => asking !== null);
  isHolding = false;
  snapshotting!();
  const gone = await leaving;
  asking!();
  const session = await asked;
  const command = { name: 'session:attendance', payload: { present: 5, commandId: 'command-000000000001' } } as Command;
  const answer = await session.command(command, { role: 'facilitator', participantId: null });
  expect({ gone, answer }).toMatchObject({ answer: { ok: true } });
});

it('[D17] a session that somebody asks for while it is being erased is gone afterwards', async () => {
  let erasing: (() => void) | null = null;
  class Slow extends MemoryStore {
    override async eraseSession(id: string) {
      await new Promise<void>((go) => (erasing = go));
      return super.eraseSession(id);
    }
  }
  const app = await startApp({ store: new Slow() });
  const session = await makeSession(app.origin, testKey);
  const erased = call(app.origin, `/api/sessions/${session.sessionId}`, { token: testKey, method: 'DELETE' });
  await until(() => erasing !== null);
  await call(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey });
  erasing!();
  await erased;
  const { status } = await call(app.origin, `/api/sessions/${session.sessionId}/needs.json`, { token: testKey });
  await app.close();
  expect(status).toBe(404);
});

it.each([['its own', () => new MemoryStore()] as const, ['shared', () => new SharedMemoryStore()] as const])(
  '[D44] whoever asks while the server closes is told to come later, on a store that is %s',
  async (_, store) => {
    const sessions = await sessionsOn(store());
    const { id } = await sessions.create({ title: '甲' });
    await sessions.get(id);
    await sessions.close();
    const session = await sessions.get(id);
    const command = { name: 'session:attendance', payload: { present: 5, commandId: 'command-000000000001' } } as Command;
    expect(await session.command(command, { role: 'facilitator', participantId: null })).toMatchObject({ ok: false, code: 'try-later' });
  },
);
