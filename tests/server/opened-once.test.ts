import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import { NotStoredError, type Commit } from '../../server/store/store.ts';
import type { Command } from '../../shared/wire.ts';
import { sessionsOn } from '../support/sessions-on.ts';

it('[D32] a session that could not be built again is read again once, however many ask for it at once', async () => {
  class Store extends MemoryStore {
    isAway = false;
    override async commit(commit: Commit) {
      if (this.isAway) throw new NotStoredError('disk full');
      return super.commit(commit);
    }
    override async load(id: string) {
      if (this.isAway) throw new Error('PostgreSQL refused (XX000)');
      return super.load(id);
    }
  }
  const store = new Store();
  const sessions = await sessionsOn(store);
  const { id } = await sessions.create({ title: '槐树里社区' });
  const first = await sessions.get(id);
  const attendance = (present: number) =>
    ({ name: 'session:attendance', payload: { present, commandId: `command-${String(present).padStart(12, '0')}` } }) as Command;
  const facilitator = { role: 'facilitator', participantId: null } as const;
  store.isAway = true;
  expect((await first.command(attendance(1), facilitator)).ok).toBe(false);
  store.isAway = false;
  expect(first.isBroken).toBe(true);
  const [one, other] = await Promise.all([sessions.get(id), sessions.get(id)]);
  expect((await other.command(attendance(2), facilitator)).ok).toBe(true);
  // What the one reads is what the other stored.
  expect(await one.atRest(({ state }) => state.attendance?.present)).toBe(2);
  expect(one).toBe(other);
});
