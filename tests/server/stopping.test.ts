import { expect, it } from 'vitest';
import { MemoryStore } from '../../server/store/memory.ts';
import type { Commit } from '../../server/store/store.ts';
import { startApp, testKey } from '../support/app.ts';
import { call, makeSession, Phone } from '../support/clients.ts';
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
  expect(await call(app.origin, '/readyz')).toMatchObject({ status: 503, body: { ready: false, reasons: ['it is stopping'] } });
  store.isHolding = false;
  store.waiting[0]!();
  expect(await accepted).toMatchObject({ ok: true });
  await stopped;
  phone.close();
});

it('[D43] a process that is to stop serves until proxies know, answers what was asked, and sends people away one by one, as if their lines had broken', async () => {
  const store = new HeldStore();
  const app = await startApp({ store, drainMs: 2_000 });
  const session = await makeSession(app.origin, testKey);
  const phones = await Promise.all(Array.from({ length: 6 }, () => Phone.join(app.origin, session.sessionId)));
  const leftAt: number[] = [];
  const reasons = new Set<string>();
  for (const { commander } of phones)
    commander.socket.once('disconnect', (reason) => {
      reasons.add(reason);
      leftAt.push(performance.now());
    });
  const codes: number[] = [];
  for (const { stage } of phones) {
    stage.provider.shouldConnect = false;
    stage.provider.on('connection-close', (event) => event && codes.push(event.code));
  }
  const stopped = app.close();
  expect((await call(app.origin, '/readyz')).status).toBe(503);
  const late = await Phone.join(app.origin, session.sessionId);
  phones.push(late);
  store.isHolding = true;
  const asked = late.commander.send('participant:describe', { groups: {} });
  await eventually(() => expect(store.waiting.length).toBeGreaterThan(0));
  await eventually(() => expect(leftAt).toHaveLength(6));
  expect(late.commander.socket.connected).toBe(true);
  await expect(call(app.origin, '/readyz')).rejects.toThrow();
  store.isHolding = false;
  for (const goOn of store.waiting) goOn();
  expect(await asked).toMatchObject({ ok: true });
  await stopped;
  expect([...reasons]).toEqual(['transport close']);
  await eventually(() => expect(codes).toEqual([4503, 4503, 4503, 4503, 4503, 4503]));
  expect(Math.max(...leftAt) - Math.min(...leftAt)).toBeGreaterThan(50);
  for (const phone of phones) phone.close();
});
