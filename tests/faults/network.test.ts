import { afterEach, expect, it } from 'vitest';
import type { JoinAddressInfo, SessionSummary } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { codeOf, Meeting } from '../support/meeting.ts';

// Which address is the room's, and when it is noticed that it changed, is in tests/server/lan-address.test.ts.

let app: TestApp;
let meeting: Meeting;
afterEach(async () => {
  meeting.close();
  await app.close();
});

const joinAddress = async () => (await call<{ origin: string | null; reason: string | null }>(app.origin, '/api/join-address')).body;
const summary = async () => (await call<SessionSummary>(app.origin, `/api/sessions/${meeting.session.sessionId}`, { token: testKey })).body;

it('[F61] the room’s address changes in the middle of a meeting: new codes lead there, and whoever is in stays in', async () => {
  let address: string | null = '192.168.3.20';
  app = await startApp({ address: () => address });
  meeting = await Meeting.open(app);
  const { port } = new URL(app.origin);
  const inside = await meeting.resident();
  const stage = meeting.reader('stage', inside.token);
  await stage.synced;
  let isCut = false;
  stage.provider.on('connection-close', () => (isCut = true));
  expect((await joinAddress()).origin).toBe(`http://192.168.3.20:${port}`);

  address = '10.0.0.7';
  expect(await joinAddress()).toMatchObject({ origin: `http://10.0.0.7:${port}`, reason: null });
  expect((await summary()).joinUrl).toBe(`http://10.0.0.7:${port}/j/${meeting.session.joinCode}`);
  const atNewAddress = await call(app.origin, `/api/join/${meeting.session.joinCode}`, { headers: { host: `10.0.0.7:${port}` } });
  expect(atNewAddress.status).toBe(200);
  expect(codeOf(await inside.commander.send('participant:describe', { groups: {} }))).toBe('ok');
  expect([inside.commander.socket.connected, stage.provider.wsconnected, isCut]).toEqual([true, true, false]);
});

it('[F62] with loopback alone the room is told that there is no network, and no address to scan', async () => {
  let address: string | null = null;
  app = await startApp({ address: () => address });
  meeting = await Meeting.open(app);
  expect(await joinAddress()).toMatchObject({ origin: null, reason: 'no-network' });
  address = '192.168.137.1';
  expect((await joinAddress()).origin).toBe(`http://192.168.137.1:${new URL(app.origin).port}`);
});

it('[J22] a phone has found us once another machine asked what the code stands for, until the address changes', async () => {
  let address: string | null = '192.168.3.20';
  app = await startApp({ address: () => address, trustedProxies: ['127.0.0.1'] });
  meeting = await Meeting.open(app);
  const ask = (from: string, code: string) => call(app.origin, `/api/join/${code}`, { headers: { 'x-forwarded-for': from } });
  const isReached = async () =>
    (await call<JoinAddressInfo>(app.origin, `/api/join-address?session=${meeting.session.sessionId}`)).body.reached;
  await ask('127.0.0.1', meeting.session.joinCode);
  await ask('192.168.3.77', 'ZZZZ');
  expect(await isReached()).toBe(false);
  await ask('192.168.3.77', meeting.session.joinCode);
  expect(await isReached()).toBe(true);
  expect((await call<JoinAddressInfo>(app.origin, '/api/join-address?session=another')).body.reached).toBe(false);
  address = '10.0.0.7';
  expect(await isReached()).toBe(false);
  address = null;
  expect(await isReached()).toBe(false);
});
