import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ConfigError, readConfig } from '../../server/config.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';

const address = '192.168.3.20';
const outside = Object.values(networkInterfaces())
  .flat()
  .find((known) => known?.family === 'IPv4' && !known.internal)?.address;

describe('whose server this is', () => {
  let app: TestApp;
  let meeting: Meeting;
  let port: string;

  beforeAll(async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
    port = app.origin.split(':')[2]!;
  });
  afterAll(async () => {
    meeting.close();
    await app.close();
  });

  /** A request with exactly these headers, which fetch would not let through. */
  async function ask(
    path: string,
    headers: Record<string, string>,
    { to = app.origin, method = 'GET', body = '' } = {},
  ): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> }> {
    const { hostname } = new URL(to);
    const request = httpRequest({ host: hostname, port: Number(new URL(to).port), path, method, headers, agent: false });
    request.end(body);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode!, body: Buffer.concat(chunks).toString(), headers: response.headers };
  }

  /** What a handshake with these headers ends in: 101, or the status of the refusal. */
  async function handshake(path: string, headers: Record<string, string>): Promise<number> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['yishi', meeting.session.facilitatorToken], { headers });
    const status = await new Promise<number>((resolve) => {
      socket.once('open', () => resolve(101));
      socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      socket.once('error', () => resolve(0));
    });
    socket.on('error', () => undefined);
    socket.terminate();
    return status;
  }

  const stage = () => `/yjs/${meeting.session.sessionId}/stage`;
  const commands = '/socket.io/?EIO=4&transport=websocket';

  const hosts: [string, boolean][] = [
    ['localhost', true],
    ['LOCALHOST', true],
    ['127.0.0.1', true],
    [address, true],
    ['yishi.localhost', true],
    ['evil.example', false],
    ['localhost.evil.example', false],
    ['127.0.0.1.evil.example', false],
    ['evil.example#localhost', false],
    ['evil.example/localhost', false],
    ['localhost@evil.example', false],
    ['10.9.8.7', false],
    ['[', false],
  ];

  it('[S5] [F39] answers under its own names alone: a page rebound to it by DNS hears nothing', async () => {
    for (const [name, isOurs] of hosts) {
      const host = `${name}:${port}`;
      const { status, body } = await ask('/healthz', { host });
      expect([host, isOurs ? status : [400, 403].includes(status)]).toEqual([host, isOurs ? 200 : true]);
      if (!isOurs) expect(body).not.toContain('"ok"');
      expect([host, await handshake(stage(), { host })]).toEqual([host, isOurs ? 101 : 403]);
      expect([host, (await handshake(commands, { host })) === 101]).toEqual([host, isOurs]);
    }
  });

  it('[S5] [F39] refuses a foreign or null Origin, on requests and on handshakes', async () => {
    const host = `localhost:${port}`;
    const origins: [string, boolean][] = [
      [`http://localhost:${port}`, true],
      ['null', false],
      ['', false],
      ['http://evil.example', false],
      [`http://localhost.evil.example:${port}`, false],
      [`http://evil.example:${port}`, false],
      ['http://localhost:1', false],
      [`http://127.0.0.1:${port}`, false],
      ['file://', false],
      ['not an origin', false],
    ];
    for (const [origin, isOurs] of origins) {
      const { status } = await ask('/api/openapi.json', { host, origin });
      expect([origin, status]).toEqual([origin, isOurs ? 200 : 403]);
      expect([origin, await handshake(stage(), { host, origin })]).toEqual([origin, isOurs ? 101 : 403]);
      expect([origin, (await handshake(commands, { host, origin })) === 101]).toEqual([origin, isOurs]);
      const polling = await ask('/socket.io/?EIO=4&transport=polling', { host, origin });
      expect([origin, polling.status === 200]).toEqual([origin, isOurs]);
    }
  });

  it('[S5] a foreign page’s form makes nothing', async () => {
    const form = {
      host: `localhost:${port}`,
      origin: 'http://evil.example',
      'content-type': 'application/json',
      authorization: `Bearer ${testKey}`,
    };
    const before = (await app.sessions.store.sessions()).length;
    const { status, body } = await ask('/api/sessions', form, { method: 'POST', body: '{"title":"偷开的"}' });
    expect([status, (JSON.parse(body) as { code: string }).code]).toEqual([403, 'not-allowed']);
    expect((await app.sessions.store.sessions()).length).toBe(before);
  });

  it('[S5] behind a public URL, that name is ours too', async () => {
    const behind = await startApp({ publicUrl: 'https://yishi.example.org' });
    const at = { to: behind.origin };
    expect((await ask('/healthz', { host: 'yishi.example.org' }, at)).status).toBe(200);
    expect((await ask('/healthz', { host: 'yishi.example.org', origin: 'https://yishi.example.org' }, at)).status).toBe(200);
    expect((await ask('/healthz', { host: 'yishi.example.org', origin: 'https://evil.example' }, at)).status).toBe(403);
    expect((await ask('/healthz', { host: 'evil.example', 'x-forwarded-host': 'yishi.example.org' }, at)).status).toBe(403);
    const { body } = await call<{ joinUrl: string; facilitatorUrl: string }>(behind.origin, '/api/sessions', {
      token: testKey,
      body: { title: '远方' },
    });
    expect([body.joinUrl.split('/j/')[0], body.facilitatorUrl.split('/f/')[0]]).toEqual([
      'https://yishi.example.org',
      'https://yishi.example.org',
    ]);
    await behind.close();
  });

  it('is found by WebSockets at its two paths alone', async () => {
    for (const path of ['/', '/yjs', '/socket.io', '/other', '/api/sessions'])
      expect([path, await handshake(path, {})]).toEqual([path, 404]);
  });

  // Without a second address of this machine, nobody can knock from outside; the next test then has nothing to stand on.
  it.skipIf(outside === undefined)(
    '[F90] answers the organizer and /metrics on loopback alone, whatever X-Forwarded-For says',
    async () => {
      const open = await startApp({ address: () => outside! });
      const wide = await startApp({ address: () => outside!, isDeskRemote: true });
      for (const [one, isRemote] of [
        [open, false],
        [wide, true],
      ] as const) {
        await new Promise<void>((resolve) => one.httpServer.close(() => resolve()));
        const free = await one.listen(0, '0.0.0.0');
        const to = `http://${outside!}:${free}`;
        const asking = { host: `${outside!}:${free}`, authorization: `Bearer ${testKey}` };
        for (const headers of [
          asking,
          { ...asking, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1', 'x-real-ip': '127.0.0.1' },
        ]) {
          for (const path of ['/metrics', '/api/sessions', '/api/templates'])
            expect([path, (await ask(path, headers, { to })).status]).toEqual([path, isRemote ? 200 : 403]);
          // Nor does the key open a session's records from there.
          expect((await ask('/api/sessions/nosuchsession/needs.json', headers, { to })).status).toBe(isRemote ? 404 : 401);
          expect((await ask('/healthz', headers, { to })).status).toBe(200);
        }
        await one.close();
      }
    },
  );

  it('[S9] [F90] believes X-Forwarded-For from a proxy that was named, and from nobody else', async () => {
    const status = async (trustedProxies: string[], forwarded: string) => {
      const behind = await startApp({ trustedProxies });
      const host = `127.0.0.1:${new URL(behind.origin).port}`;
      const { status: said } = await ask('/metrics', { host, ...(forwarded && { 'x-forwarded-for': forwarded }) }, { to: behind.origin });
      await behind.close();
      return said;
    };
    expect(await status([], '203.0.113.9')).toBe(200);
    expect(await status(['10.0.0.0/8'], '203.0.113.9')).toBe(200);
    expect(await status(['127.0.0.1'], '203.0.113.9')).toBe(403);
    // What somebody put before the proxy's own word is not believed.
    expect(await status(['127.0.0.1'], '127.0.0.1, 203.0.113.9')).toBe(403);
    expect(await status(['127.0.0.0/8'], '127.0.0.1')).toBe(200);
    expect(await status(['127.0.0.1'], '')).toBe(200);
  });

  it('[S9] [F90] takes addresses and blocks for proxies, and nothing else', () => {
    expect(readConfig(['--trusted-proxy', '127.0.0.1, ::1,10.0.0.0/8'], {}).trustedProxies).toEqual(['127.0.0.1', '::1', '10.0.0.0/8']);
    expect(readConfig([], { YISHI_TRUSTED_PROXY: 'fd00::/8' }).trustedProxies).toEqual(['fd00::/8']);
    expect(readConfig([], {}).trustedProxies).toEqual([]);
    for (const wrong of ['proxy.example', '10.0.0.0/0', '10.0.0.0/33', '10.0.0.0/8/8', 'true', '1', '*', '::/129'])
      expect(() => readConfig(['--trusted-proxy', wrong], {})).toThrow(ConfigError);
  });

  it('[F38] puts no secret into a header, sends no Referer elsewhere, and lets no other page frame or script it', async () => {
    const { facilitatorToken, projectorToken, sessionId, joinCode } = meeting.session;
    const { body } = await meeting.join();
    const secrets = [facilitatorToken, projectorToken, body.token, testKey];
    const paths = [
      '/',
      `/j/${joinCode}`,
      '/desk',
      `/f/${sessionId}`,
      `/p/${sessionId}`,
      '/api/sessions',
      `/api/sessions/${sessionId}`,
      `/api/sessions/${sessionId}/stage`,
      `/api/sessions/${sessionId}/needs.json`,
      `/api/sessions/${sessionId}/needs.csv`,
      '/api/openapi.json',
      '/nothing',
      '/socket.io/?EIO=4&transport=polling',
    ];
    for (const path of paths) {
      for (const token of [facilitatorToken, testKey]) {
        const { headers } = await ask(path, {
          host: `localhost:${port}`,
          authorization: `Bearer ${token}`,
          referer: `http://localhost:${port}/f/${sessionId}#t=${facilitatorToken}`,
        });
        const said = JSON.stringify(headers);
        for (const secret of secrets) expect([path, said.includes(secret)]).toEqual([path, false]);
        expect([path, headers['set-cookie'], headers['x-powered-by'], headers['access-control-allow-origin']]).toEqual([
          path,
          undefined,
          undefined,
          undefined,
        ]);
        if (path.startsWith('/socket.io')) continue;
        expect([path, headers['referrer-policy'], headers['x-content-type-options'], headers['x-frame-options']]).toEqual([
          path,
          path.startsWith('/j/') ? 'same-origin' : 'no-referrer',
          'nosniff',
          'SAMEORIGIN',
        ]);
        expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
        expect(headers['content-security-policy']).toContain("script-src 'self';");
      }
    }
    expect(JSON.stringify(app.troubles)).not.toMatch(new RegExp(secrets.map((secret) => secret.replace(/[.]/g, '\\.')).join('|')));
  });
});
