import { afterEach, describe, expect, it } from 'vitest';
import { Admission, type AdmissionOptions } from '../../server/http/admission.ts';
import { busyAboveMs } from '../../server/limits.ts';
import { smoothed } from '../../server/loop-delay.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { Joined, Problem } from '../../shared/wire.ts';
import { LightPhone } from '../bench/light-phone.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId, makeSession } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';

describe('[J4] whether one more person can be carried', () => {
  const quiet: AdmissionOptions = {
    sockets: () => 0,
    socketsMax: 100,
    loopDelayMs: () => 0,
    busyAboveMs: 400,
    joinRate: { burst: 3, perSecond: 1 },
    nowMs: () => 0,
  };
  const answer = (admission: Admission, sessionId = 'one') => {
    try {
      admission.requireRoom(sessionId);
      return 'in';
    } catch (error) {
      return error instanceof RefusalError ? error.code : error;
    }
  };

  it('is a matter of sockets, of which a tenth is kept for those inside', () => {
    expect(answer(new Admission({ ...quiet, sockets: () => 90 }))).toBe('in');
    const full = new Admission({ ...quiet, sockets: () => 91 });
    expect(answer(full)).toBe('try-later');
    expect(full.reasons()).toEqual(['91 of 100 sockets are open']);
    expect(answer(new Admission({ ...quiet, sockets: () => 91, socketsMax: null }))).toBe('in');
  });

  it('is a matter of how late the loop runs', () => {
    expect(answer(new Admission({ ...quiet, loopDelayMs: () => 400 }))).toBe('in');
    const late = new Admission({ ...quiet, loopDelayMs: () => 512.4 });
    expect(answer(late)).toBe('try-later');
    expect(late.reasons()).toEqual(['the event loop is 512 ms late']);
  });

  it('is no matter of one task, however long, but of a loop that goes on running late', () => {
    expect(smoothed(0, 60_000)).toBeLessThan(busyAboveMs);
    let late = 0;
    for (let looks = 0; looks < 5; looks += 1) late = smoothed(late, 700);
    expect(late).toBeGreaterThan(busyAboveMs);
    for (let looks = 0; looks < 5; looks += 1) late = smoothed(late, 0);
    expect(late).toBeLessThan(busyAboveMs);
  });

  it('is a matter of how many come into one session, whatever address they come from, and of no other session', () => {
    let now = 0;
    const admission = new Admission({ ...quiet, nowMs: () => now });
    expect([1, 2, 3, 4].map(() => answer(admission))).toEqual(['in', 'in', 'in', 'try-later']);
    expect(answer(admission, 'another')).toBe('in');
    now = 1000;
    expect([1, 2].map(() => answer(admission))).toEqual(['in', 'try-later']);
  });
});

describe('[J4] a server with few sockets', () => {
  let app: TestApp;
  afterEach(() => app.close());

  it('tells new people to try later, keeps those inside, and lets the next one in when there is room', async () => {
    app = await startApp({ socketsMax: 20 });
    const { sessionId } = await makeSession(app.origin, testKey);
    const join = () => call<Problem>(app.origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
    const phones: LightPhone[] = [];
    const enter = async () => {
      const { token } = await LightPhone.join(app.origin, sessionId);
      phones.push(await LightPhone.connect(app.origin, sessionId, token));
    };
    while (phones.length < 9) await enter();
    const refused = await join();
    expect([refused.status, refused.body.code, refused.headers.get('retry-after')]).toEqual([503, 'try-later', '3']);
    expect(await call(app.origin, '/readyz')).toMatchObject({ status: 503, body: { ready: false } });

    const answer = await phones[0]!.send('participant:describe', { groups: {} });
    expect(answer.ok).toBe(true);
    phones[8]!.close();
    await eventually(async () => expect((await join()).status).toBe(201));
    for (const phone of phones) phone.close();
  });
});

it('[J2] [J4] a join that was answered once is answered again, however full the house is', async () => {
  const app = await startApp({ socketsMax: 20 });
  const { sessionId } = await makeSession(app.origin, testKey);
  const body = { commandId: freshId() };
  const join = (one: { commandId: string }) => call<Joined & Problem>(app.origin, `/api/sessions/${sessionId}/participants`, { body: one });
  const first = await join(body);
  const phones = await Promise.all(Array.from({ length: 9 }, () => LightPhone.connect(app.origin, sessionId, first.body.token)));
  await eventually(async () => expect((await join({ commandId: freshId() })).body.code).toBe('try-later'));
  expect(await join(body)).toMatchObject({ status: 201, body: first.body });
  for (const phone of phones) phone.close();
  await app.close();
});

it('[J3] ten thousand are the largest hall there is: then the door is locked', async () => {
  const app = await startApp();
  const { sessionId } = await makeSession(app.origin, testKey);
  const session = await app.sessions.get(sessionId);
  for (let hundreds = 0; hundreds < 100; hundreds += 1) await Promise.all(Array.from({ length: 100 }, () => session.join(freshId())));
  expect((await session.join(freshId())).answer).toEqual({ ok: false, code: 'room-locked' });
  expect(session.state.joined).toBe(10_000);
  await app.close();
});
