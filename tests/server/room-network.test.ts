import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Interfaces } from '../../server/lan/address.ts';
import { RoomNetwork } from '../../server/lan/room-network.ts';
import type { RoomNetworkFound } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';

const at = (address: string, mac = '3c:22:fb:00:00:01') => [{ address, family: 'IPv4', internal: false, mac }];
const loopback: Interfaces = { lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }] };

function networkOf(interfaces: Interfaces, pinned: string | null = null) {
  const now = { interfaces };
  const network = new RoomNetwork({ pinned, everyMs: 20, readInterfaces: () => now.interfaces, readDefaultRoute: () => null });
  onTestFinished(() => network.close());
  return { now, network };
}

it('[F61] finds every address that may be the room’s, and says which a phone gave', () => {
  const { network } = networkOf({
    ...loopback,
    wlan0: at('192.168.43.77'),
    eth0: at('10.0.0.5'),
    hotspot: at('192.168.137.1'),
    docker0: at('172.17.0.1'),
    vbox: at('192.168.56.1', '0a:00:27:00:00:01'),
    tun0: at('10.8.0.2'),
    link: at('169.254.3.4'),
  });
  expect(network.found).toEqual([
    { address: '192.168.43.77', name: 'wlan0', isHotspot: false, isPhones: true },
    { address: '10.0.0.5', name: 'eth0', isHotspot: false, isPhones: false },
    { address: '192.168.137.1', name: 'hotspot', isHotspot: true, isPhones: false },
  ]);
  expect(network.address).toBe('192.168.137.1');
});

it('[F61] a choice by hand wins at once, stays while its interface is gone, and can be taken back', () => {
  vi.useFakeTimers();
  const { now, network } = networkOf({ wlan0: at('192.168.1.5'), eth0: at('10.0.0.5') });
  network.choose('10.0.0.5');
  expect([network.address, network.chosen]).toEqual(['10.0.0.5', '10.0.0.5']);
  now.interfaces = { wlan0: at('192.168.1.5') };
  vi.advanceTimersByTime(60);
  expect(network.address).toBe('10.0.0.5');
  network.choose(null);
  expect([network.address, network.chosen]).toEqual(['192.168.1.5', null]);
});

let app: TestApp | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await app?.close();
  app = undefined;
});

it('[F61] the organizer chooses where the QR leads; nobody else does, and no address that is not there', async () => {
  const { network } = networkOf({ wlan0: at('192.168.1.5'), eth0: at('10.0.0.5') });
  app = await startApp({ network, address: () => network.address });
  const { origin } = app;
  const ask = (options: Parameters<typeof call>[2]) =>
    call<{ network: RoomNetworkFound | null; code?: string }>(origin, '/api/network', options);
  const leadsTo = async () => (await call<{ origin: string }>(origin, '/api/join-address')).body.origin;
  expect((await ask({ token: testKey })).body.network).toMatchObject({ address: '192.168.1.5', chosen: null });
  expect((await ask({ token: testKey, method: 'PUT', body: { chosen: '10.0.0.5' } })).body.network).toMatchObject({ chosen: '10.0.0.5' });
  expect(await leadsTo()).toContain('//10.0.0.5:');
  const refused = [
    await ask({ token: testKey, method: 'PUT', body: { chosen: '8.8.8.8' } }),
    await ask({ token: testKey, method: 'PUT', body: { chosen: 'evil.example' } }),
    await ask({ token: 'another', method: 'PUT', body: { chosen: null } }),
    await ask({ method: 'GET' }),
  ];
  expect(refused.map(({ status }) => status)).toEqual([404, 400, 401, 401]);
  expect(await leadsTo()).toContain('//10.0.0.5:');
  await ask({ token: testKey, method: 'PUT', body: { chosen: null } });
  expect(await leadsTo()).toContain('//192.168.1.5:');
});

it('[F61] behind a public address there is nothing to choose', async () => {
  const { network } = networkOf({ wlan0: at('192.168.1.5') });
  app = await startApp({ network, publicUrl: 'https://yishi.example.org' });
  const options = { token: testKey, headers: { host: 'yishi.example.org' } };
  expect((await call<{ network: null }>(app.origin, '/api/network', options)).body.network).toBe(null);
});
