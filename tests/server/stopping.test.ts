import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import type { Commit } from '../../server/store/store.ts';
import { startApp, testKey } from '../support/app.ts';
import { makeSession, Phone } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';

/** A store whose commits wait until it is told to go on. */
class HeldStore extends MemoryStore {
  waiting: (() => void)[] = [];
  isHolding = false;

  override async commit(commit: Commit): Promise<void> {
    if (this.isHolding) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return super.commit(commit);
  }
}

it('[D7] what was accepted is stored and answered before the line is cut; what comes later is told to try later', async () => {
  const store = new HeldStore();
  const app = await startApp({ store });
  const session = await makeSession(app.origin, testKey);
  const phone = await Phone.join(app.origin, session.sessionId);
  store.isHolding = true;
  const accepted = phone.commander.send('participant:describe', { groups: {} });
  await eventually(() => expect(store.waiting).toHaveLength(1));

  const stopped = app.close();
  const late = await phone.commander.send('participant:describe', { groups: {} });
  expect(late).toMatchObject({ ok: false, refusal: { code: 'try-later' } });
  store.isHolding = false;
  store.waiting[0]!();
  expect(await accepted).toMatchObject({ ok: true });
  await stopped;
  phone.close();
});
