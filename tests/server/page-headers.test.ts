import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { startApp, type TestApp } from '../support/app.ts';

/** The headers of an answer to exactly this Host. */
async function ask(app: TestApp, path: string, host: string): Promise<IncomingMessage> {
  const request = httpRequest({ host: '127.0.0.1', port: Number(new URL(app.origin).port), path, headers: { host }, agent: false });
  request.end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  return response;
}

const directives = (policy: string) => new Map(policy.split(';').map((part) => [part.split(' ')[0]!, part.split(' ').slice(1)]));

it('[S32] a page may load, run and call what is its own, and nothing else', async () => {
  const app = await startApp();
  const { headers } = await ask(app, '/desk', 'yishi.test:81');
  const said = directives(headers['content-security-policy'] as string);
  expect(Object.fromEntries(said)).toEqual({
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:'],
    'connect-src': ["'self'", 'ws://yishi.test:81', 'wss://yishi.test:81'],
    'worker-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'"],
    'frame-ancestors': ["'none'"],
    'require-trusted-types-for': ["'script'"],
    'trusted-types': ['svelte-trusted-html', 'yishi-worker'],
  });
  expect(headers['permissions-policy']).toContain('camera=(), microphone=(), geolocation=()');
  expect([headers['referrer-policy'], headers['x-content-type-options'], headers['cross-origin-resource-policy']]).toEqual([
    'no-referrer',
    'nosniff',
    'same-origin',
  ]);
  await app.close();
});

it('[S32] what a Host header says beside a name is in no policy', async () => {
  const app = await startApp();
  for (const host of [
    'localhost/;script-src *',
    'localhost;x',
    'localhost/ https://evil.example',
    'localhost?*',
    "localhost#'unsafe-eval'",
  ]) {
    const { statusCode, headers } = await ask(app, '/desk', host);
    const policy = headers['content-security-policy'] ?? '';
    expect([host, statusCode === 403 || String(policy).includes("connect-src 'self';")]).toEqual([host, true]);
    expect(policy).not.toMatch(/evil|script-src \*|eval/);
  }
  await app.close();
});

it('[S31] HTTPS for two years is asked of browsers where the public address is HTTPS, and never in a room', async () => {
  const said = async (publicUrl: string | null, path: string, host: string) => {
    const app = await startApp({ publicUrl });
    const { headers } = await ask(app, path, host);
    await app.close();
    return [headers['strict-transport-security'], headers['cross-origin-opener-policy']];
  };
  const asked = 'max-age=63072000; includeSubDomains';
  expect(await said('https://yishi.example.org', '/', 'yishi.example.org')).toEqual([asked, 'same-origin']);
  expect(await said('https://yishi.example.org', '/healthz', 'yishi.example.org')).toEqual([asked, 'same-origin']);
  expect((await said('https://yishi.example.org', '/assets/none.js', 'yishi.example.org'))[0]).toBe(asked);
  expect((await said('https://yishi.example.org', '/', 'evil.example'))[0]).toBe(asked);
  for (const path of ['/', '/desk', '/healthz', '/assets/none.js']) {
    expect(await said(null, path, 'localhost')).toEqual([undefined, undefined]);
    expect(await said('http://yishi.example.org', path, 'yishi.example.org')).toEqual([undefined, undefined]);
  }
});
