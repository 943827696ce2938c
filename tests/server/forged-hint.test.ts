import { expect, it } from 'vitest';
import { SharedMemoryStore } from '../support/shared-memory-store.ts';
import { sessionsOn } from '../support/sessions-on.ts';

it('[D40] a forged hint makes a process look, and nothing else', async () => {
  const store = new SharedMemoryStore();
  const sessions = await sessionsOn(store);
  const { id } = await sessions.create({ title: '槐树里社区' });
  const session = await sessions.get(id);
  let rebuilt = 0;
  sessions.onPublished((_id, published) => (rebuilt += published.rebuilt ? 1 : 0));
  const loads = store.loads;
  for (let i = 0; i < 20; i += 1) await session.catchUp(1_000_000_000 + i);
  expect({ loads: store.loads - loads, rebuilt }).toEqual({ loads: 0, rebuilt: 0 });
});
