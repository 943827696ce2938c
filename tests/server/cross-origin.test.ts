import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';
import { makeFile } from '../../server/export/make-file.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { Meeting } from '../support/meeting.ts';

const city = 'https://city.example.org';
const other = 'http://localhost:5173';

let open: TestApp;
let closed: TestApp;
let meeting: Meeting;
beforeAll(async () => {
  [open, closed] = await Promise.all([startApp({ makeFile, corsOrigins: [city, other] }), startApp({ makeFile })]);
  meeting = await Meeting.open(open);
});
afterAll(async () => {
  meeting.close();
  await open.close();
  await closed.close();
});

interface Said {
  status: number;
  headers: IncomingMessage['headers'];
}

/** With exactly these headers, which fetch would not let through. */
async function ask(app: TestApp, method: string, path: string, headers: Record<string, string> = {}, body = ''): Promise<Said> {
  const { hostname, port, host } = new URL(app.origin);
  const request = httpRequest({ host: hostname, port: Number(port), path, method, headers: { host, ...headers }, agent: false });
  request.end(body);
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  for await (const _ of response);
  return { status: response.statusCode!, headers: response.headers };
}

const withKey = { authorization: `Bearer ${testKey}` };
const preflight = (app: TestApp, path: string, method: string, origin = city) =>
  ask(app, 'OPTIONS', path, { origin, 'access-control-request-method': method, 'access-control-request-headers': 'authorization' });
const aboutOrigins = ({ headers }: Said) => Object.keys(headers).filter((name) => name.startsWith('access-control-'));

/** Every operation there is, with its path filled in. */
async function operations(): Promise<{ method: string; path: string; isCrossOrigin: boolean }[]> {
  const { body } = await call<{ paths: Record<string, Record<string, Record<string, unknown>>> }>(open.origin, '/api/openapi.json');
  return Object.entries(body.paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path: path.replace(/\{\w+\}/g, 'nosuchthing'),
      isCrossOrigin: operation['x-cross-origin'] === true,
    })),
  );
}

describe('[S12] a page of another origin', () => {
  it('that is configured makes the calls that are described as its own, after asking whether it may', async () => {
    const all = await operations();
    expect(all.filter(({ isCrossOrigin }) => isCrossOrigin).length).toBeGreaterThan(20);
    for (const { method, path, isCrossOrigin } of all) {
      const said = await preflight(open, path, method);
      const what = `${method} ${path}`;
      expect([what, said.status]).toEqual([what, isCrossOrigin ? 204 : 403]);
      if (!isCrossOrigin) {
        expect([what, aboutOrigins(said)]).toEqual([what, []]);
        continue;
      }
      expect([what, said.headers['access-control-allow-origin']]).toEqual([what, city]);
      expect(said.headers['access-control-allow-methods']?.split(', ')).toContain(method);
      expect(said.headers['access-control-allow-headers']).toBe('authorization, content-type, accept-language');
      expect(said.headers['access-control-allow-credentials']).toBeUndefined();
      expect(said.headers['vary']).toMatch(/\bOrigin\b/);
    }
  });

  it('reads what it asked for, the name of a file, and why it was refused', async () => {
    const path = `/api/sessions/${meeting.session.sessionId}/needs.json`;
    const read = await ask(open, 'GET', path, { origin: city, ...withKey });
    expect([read.status, read.headers['access-control-allow-origin'], read.headers['access-control-expose-headers']]).toEqual([
      200,
      city,
      'content-disposition, retry-after',
    ]);
    const refused = await ask(open, 'GET', path, { origin: city });
    expect([refused.status, refused.headers['access-control-allow-origin']]).toEqual([401, city]);
    const made = await ask(
      open,
      'POST',
      '/api/sessions',
      { origin: other, 'content-type': 'application/json', ...withKey },
      '{"title":"远方"}',
    );
    expect([made.status, made.headers['access-control-allow-origin']]).toEqual([201, other]);
  });

  it('makes none of the others: it joins nobody, makes no key, reads no stage', async () => {
    const { sessionId, joinCode } = meeting.session;
    for (const [method, path] of [
      ['GET', `/api/join/${joinCode}`],
      ['POST', `/api/sessions/${sessionId}/participants`],
      ['GET', `/api/sessions/${sessionId}/stage`],
      ['POST', '/api/organizer-keys'],
      ['GET', '/metrics'],
      ['POST', `/j/${joinCode}`],
      ['PUT', `/api/sessions/${sessionId}`],
      ['GET', '/socket.io/?EIO=4&transport=polling'],
    ] as const) {
      const said = await ask(open, method, path, { origin: city, ...withKey });
      expect([path, said.status === 200 || said.status === 201, aboutOrigins(said)]).toEqual([path, false, []]);
    }
  });

  it('that is nearly a configured one is refused, and so is any at a foreign Host', async () => {
    for (const origin of [
      `${city}.evil.example`,
      `${city}:8443`,
      'http://city.example.org',
      'https://CITY.example.org',
      'null',
      `${city}/`,
    ]) {
      for (const said of [
        await ask(open, 'GET', '/api/sessions', { origin, ...withKey }),
        await preflight(open, '/api/sessions', 'GET', origin),
      ])
        expect([origin, said.status, aboutOrigins(said)]).toEqual([origin, 403, []]);
    }
    const rebound = await ask(open, 'GET', '/api/sessions', { origin: city, host: 'evil.example', ...withKey });
    expect([rebound.status, aboutOrigins(rebound)]).toEqual([403, []]);
  });

  it('where none is configured no answer says a word about it, whatever is asked', async () => {
    for (const { method, path } of await operations())
      for (const said of [
        await preflight(closed, path, method),
        await ask(closed, method, path, { origin: city, ...withKey }),
        await ask(closed, method, path, withKey),
      ])
        expect([method, path, aboutOrigins(said), /Origin/i.test(said.headers['vary'] ?? '')]).toEqual([method, path, [], false]);
  });

  it('is an exact origin in the configuration, one or several', () => {
    expect(readConfig(['--cors-origin', city, '--cors-origin', other], {}).corsOrigins).toEqual([city, other]);
    expect(readConfig([], { YISHI_CORS_ORIGIN: `${city}, ${other}` }).corsOrigins).toEqual([city, other]);
    expect(readConfig([], {}).corsOrigins).toEqual([]);
    for (const wrong of ['*', 'https://*.example.org', `${city}/`, `${city}/path`, 'city.example.org', 'http://city.example.org', 'null'])
      expect(() => readConfig(['--cors-origin', wrong], {})).toThrow(ConfigError);
  });
});
