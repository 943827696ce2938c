import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { eventually } from '../support/eventually.ts';
import { composeFile, HaProxy, noHaproxy } from '../support/haproxy.ts';
import { root } from '../support/root.ts';
import { selfSigned } from '../support/tls-proxy.ts';

it('[S47] what compose.yaml starts writes nowhere but where it is told, may do nothing more than a user, and has no secret in it', () => {
  const { services } = composeFile();
  expect(Object.keys(services).toSorted()).toEqual(['app1', 'app2', 'bus', 'database', 'proxy']);
  for (const name of ['app1', 'app2', 'bus', 'proxy']) expect(services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
  const open = Object.keys(services).filter((name) => services[name]!['ports'] !== undefined);
  expect(open).toEqual(['proxy']);
  for (const app of [services['app1']!, services['app2']!]) {
    expect(app['volumes']).toEqual(['round-keys:/data']);
    const secrets = Object.entries(app['environment'] as Record<string, string>).filter(([name]) => /KEY|URL/.test(name));
    const given = secrets.filter(([, value]) => /PASSWORD|ORGANIZER/.test(value)).map(([name]) => name);
    expect(given).toEqual(['YISHI_DATABASE_URL', 'YISHI_ORGANIZER_KEY']);
    for (const [name, value] of secrets.filter(([name]) => given.includes(name)))
      expect([name, value]).toEqual([name, expect.stringMatching(/\$\{\w+:\?/)]);
  }
  const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');
  expect(dockerfile).toMatch(/^USER node$/m);
  expect(dockerfile).not.toMatch(/curl|wget/);
  for (const [, path] of dockerfile.matchAll(/^COPY (?!--from)(\S+) /gm)) expect(existsSync(join(root, path!))).toBe(true);
});

const certificate = noHaproxy === '' ? selfSigned() : null;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A process that says who it is. */
async function process(name: number): Promise<{ server: Server; port: number; setReady: (isReady: boolean) => void }> {
  let isReady = true;
  const server = createServer((asked, response) => {
    if (asked.url === '/readyz') response.writeHead(isReady ? 200 : 503).end();
    else response.end(JSON.stringify({ name, forwarded: asked.headers['x-forwarded-for'], proto: asked.headers['x-forwarded-proto'] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => server.close());
  return { server, port: (server.address() as AddressInfo).port, setReady: (is) => (isReady = is) };
}

it.skipIf(!certificate)(
  `[D43] the proxy of compose.yaml ends TLS, leads all of a session to one process that is ready, and believes nobody’s word of who asks${noHaproxy}`,
  async () => {
    const processes = await Promise.all([0, 1, 2].map(process));
    const proxy = await HaProxy.before(
      processes.map(({ port }) => port),
      { certificate: certificate! },
    );
    closing.push(() => proxy.close());
    const ask = async (path: string): Promise<{ name: number; forwarded: string; proto: string }> => {
      const asking = request({
        host: '127.0.0.1',
        port: proxy.https,
        path,
        ca: certificate!.cert,
        servername: 'yishi.test',
        headers: { 'x-forwarded-for': '6.6.6.6' },
      });
      asking.end();
      const [response] = (await once(asking, 'response')) as [AsyncIterable<Buffer>];
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      return JSON.parse(Buffer.concat(chunks).toString()) as { name: number; forwarded: string; proto: string };
    };
    const waysTo = (id: string) => [
      `/api/sessions/${id}/stage`,
      `/api/sessions/${id}`,
      `/yjs/${id}/wall?epoch=1`,
      `/socket.io/?EIO=4&session=${id}&transport=polling`,
    ];
    const placeOf = async (id: string) => {
      const names = await Promise.all(waysTo(id).map(async (path) => (await ask(path)).name));
      expect(new Set(names).size).toBe(1);
      return names[0]!;
    };
    const ids = Array.from({ length: 24 }, (_, i) => `session-${i}_of-the-test`);
    const places = new Map<string, number>();
    for (const id of ids) places.set(id, await placeOf(id));
    expect(new Set(places.values())).toEqual(new Set([0, 1, 2]));
    expect(await ask('/')).toMatchObject({ forwarded: '127.0.0.1', proto: 'https' });
    const plain = await fetch(`http://127.0.0.1:${proxy.http}/j/ABCD`, { redirect: 'manual', headers: { host: 'yishi.test' } });
    expect(plain.status).toBe(308);

    processes[1]!.setReady(false);
    const moved = ids.find((id) => places.get(id) === 1)!;
    await eventually(async () => expect(await placeOf(moved)).not.toBe(1), { withinMs: 10_000 });
    for (const id of ids) {
      const place = await placeOf(id);
      if (places.get(id) === 1) expect(place).not.toBe(1);
      else expect(place).toBe(places.get(id));
    }
  },
  30_000,
);
