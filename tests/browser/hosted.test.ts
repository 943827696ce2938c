import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordFiles } from '../../server/export/files.ts';

import type { Joined } from '../../shared/wire.ts';
import { launchBrowser } from '../support/browser.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { laptopSize, openPage, projectorSizes } from '../support/faces.ts';
import { hands } from '../support/phone-hands.ts';
import { takeBroken } from '../support/policy-watch.ts';
import { hallNeeds, Room } from '../support/room.ts';
import { startServer, type RunningServer } from '../support/server.ts';
import { selfSigned, TlsProxy } from '../support/tls-proxy.ts';

const certificate = selfSigned();
const written = '暗号梧桐路灯坏了三个月';

// Without openssl there is no certificate, and nothing here can be looked at.
describe.skipIf(certificate === null)('a server behind a proxy that speaks HTTPS', { timeout: 60_000 }, () => {
  let browser: Browser;
  let server: RunningServer;
  let proxy: TlsProxy;
  let room: Room;
  let phone: Page;
  let facilitator: Page;
  let projector: Page;
  let desk: Page;
  /** Where the pages went, as the browser has it. */
  const addresses: string[] = [];

  beforeAll(async () => {
    [browser, proxy] = await Promise.all([launchBrowser(), TlsProxy.open(certificate!)]);
    server = await startServer({ args: ['--public-url', proxy.origin, '--trusted-proxy', '127.0.0.1'] });
    proxy.behind = Number(new URL(server.origin).port);
    room = await Room.open(server, { template: 'old-estate' });
    const { phone: join, facilitator: chair, projector: wall } = room.paths;
    [phone, facilitator, projector, desk] = await Promise.all([
      open(join),
      open(chair, { viewport: laptopSize }),
      open(wall, { viewport: projectorSizes[1] }),
      open(`/desk#k=${server.key}`, { viewport: laptopSize }),
    ]);
    await room.join(7);
  }, 60_000);
  afterAll(async () => {
    room.close();
    await browser.close();
    proxy.close();
    await server.stop();
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await openPage(browser, 'about:blank', { ignoreHTTPSErrors: true, ...options });
    page.on('request', (request) => addresses.push(request.url()));
    page.on('websocket', (socket) => addresses.push(socket.url()));
    await page.goto(`${proxy.origin}${path}`);
    return page;
  }

  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();

  it('[S36] gives out its public address, and pages are a secure context', async () => {
    expect(room.session.joinUrl).toBe(`${proxy.origin}/j/${room.session.joinCode}`);
    expect(room.session.facilitatorUrl.startsWith(`${proxy.origin}/f/`)).toBe(true);
    for (const page of [phone, facilitator, projector, desk]) expect(await page.evaluate(() => isSecureContext)).toBe(true);
    await projector.getByText(room.session.joinCode).first().waitFor();
    await desk.getByText('槐树里社区').first().waitFor();
  });

  it('[S36] a phone writes and votes, a facilitator leads, the projector follows over wss', async () => {
    await button(facilitator, /^开始：写一写/).click();
    await button(phone, '写一张')
      .or(phone.getByRole('textbox', { name: '写一张' }))
      .first()
      .waitFor();
    expect(await phone.getByText('没有加密').count()).toBe(0);
    const letter = phone.getByRole('textbox', { name: '写一张' });
    if (!(await letter.isVisible())) await button(phone, '写一张').click();
    await letter.fill(written);
    await button(phone, '送出这一张').click();
    await phone.getByText('已送到').first().waitFor();
    await button(facilitator, '先翻开，接着写').click();
    await projector.getByText(written).first().waitFor();
    await room.step('close', 'collect');
    await room.group(hallNeeds.slice(0, 4).map(({ title }) => ({ title })));
    await room.openVote('dot-vote');
    await hands['dot-vote']!(phone, () => Promise.resolve());
    await eventually(() => expect(room.facilitator.stage.stage.counts.submitted[room.exerciseOf('dot-vote')]).toBe(1));
    const upgrades = proxy.asked.filter(({ isUpgrade }) => isUpgrade);
    expect(upgrades.some(({ url }) => url.startsWith('/socket.io/'))).toBe(true);
    expect(upgrades.some(({ url }) => url === `/yjs/${room.session.sessionId}/stage`)).toBe(true);
  });

  it('[S36] where WebSockets do not get through, a phone speaks by polling', async () => {
    const { token } = await joined();
    // By another name of this machine, which a process without the browser's rules can find.
    const socket = io(proxy.origin.replace('yishi.test', 'localhost'), {
      path: '/socket.io/',
      transports: ['polling'],
      query: { session: room.session.sessionId },
      auth: { token, wire: 1 },
      rejectUnauthorized: false,
      forceNew: true,
      reconnection: false,
    });
    await new Promise((resolve, reject) => {
      socket.once('hello', resolve);
      socket.once('connect_error', reject);
    });
    const ballot = { kind: 'dot-vote', dots: { [room.needIds()[0]!]: 1 } };
    const cast = { commandId: freshId(), exerciseId: room.exerciseOf('dot-vote'), ballot };
    expect(await socket.timeout(10_000).emitWithAck('ballot:cast', cast)).toMatchObject({ ok: true });
    socket.disconnect();
    expect(proxy.asked.some(({ url, method }) => method === 'POST' && url.includes('transport=polling'))).toBe(true);
  });

  /** Somebody new, who came in over HTTPS. */
  function joined(): Promise<Joined> {
    return projector.evaluate(
      async ({ path, commandId }) => {
        const headers = { 'content-type': 'application/json' };
        return (await (await fetch(path, { method: 'POST', headers, body: JSON.stringify({ commandId }) })).json()) as Joined;
      },
      { path: `/api/sessions/${room.session.sessionId}/participants`, commandId: freshId() },
    );
  }

  it('[S36] without scripts a form goes through, and its Origin is believed', async () => {
    const plain = await open(room.paths.phone, { javaScriptEnabled: false });
    await button(plain, '用简单的页面').click();
    await plain.getByRole('combobox', { name: hallNeeds[1]!.title }).selectOption('3');
    await button(plain, '投好了，送出').click();
    await plain.getByText('投票单已送到').waitFor();
    const form = proxy.asked.find(({ method, url }) => method === 'POST' && url.startsWith('/j/'));
    expect(form?.headers['origin']).toBe(proxy.origin);
    await plain.context().close();
  });

  it('[S36] [S33] no secret is in an address, a Referer, a log, a file, or the name of what a browser keeps', async () => {
    await room.step('close', 'dot-vote');
    await room.facilitator.commander.must('session:end', {});
    const { sessionId, facilitatorToken, projectorToken } = room.session;
    const files = await desk.evaluate(
      async ({ sessionId: id, key, names }) => {
        const taken: [name: string, status: number, text: string][] = [];
        for (const name of names) {
          const answer = await fetch(`/api/sessions/${id}/${name}`, { headers: { authorization: `Bearer ${key}` } });
          taken.push([name, answer.status, new TextDecoder('latin1').decode(await answer.arrayBuffer())]);
        }
        return taken;
      },
      { sessionId, key: server.key, names: [...recordFiles, 'log.zip'] },
    );
    expect(files.filter(([, status]) => status === 200).length).toBeGreaterThan(5);
    const kept = await Promise.all(
      [phone, facilitator, projector, desk].map((page) =>
        page.evaluate(() => [localStorage, sessionStorage].flatMap((storage) => Object.entries<string>({ ...storage }))),
      ),
    );
    const residents = kept.flat().flatMap(([, value]) => value.match(/[\w-]{20,}\.[\w-]{20,}/g) ?? []);
    const secrets = [facilitatorToken, projectorToken, server.key, ...residents];
    expect(new Set(residents).size).toBeGreaterThan(1);
    const seen: Record<string, string> = {
      addresses: [...addresses.map((address) => address.replace(/#.*/, '')), ...proxy.asked.map(({ url }) => url)].join('\n'),
      referers: proxy.asked.map(({ headers }) => headers.referer ?? '').join('\n'),
      log: server
        .output()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .join('\n'),
      files: files.map(([, , text]) => text).join('\n'),
      'names of what is kept': kept
        .flat()
        .map(([name]) => name)
        .join('\n'),
      'addresses that stand in the bar': [phone, facilitator, projector, desk].map((page) => page.url()).join('\n'),
    };
    expect(
      Object.entries(seen).flatMap(([where, text]) => secrets.flatMap((secret, i) => (text.includes(secret) ? [`${where} ${i}`] : []))),
    ).toEqual([]);
    // What was looked through is what it is said to be.
    expect(seen['addresses']).toContain(`/api/sessions/${sessionId}`);
    expect(seen['files']).toContain(sessionId);
  });

  it('[S36] [S31] every address is https or wss, HSTS is said, and nothing broke a policy', async () => {
    const said = await desk.evaluate(async () => (await fetch('/healthz')).headers.get('strict-transport-security'));
    expect(said).toMatch(/^max-age=\d{8}; includeSubDomains$/);
    const odd = addresses.filter((address) => !/^(https|wss|data|blob):/.test(address));
    expect(odd).toEqual([]);
    expect(addresses.some((address) => address.startsWith('wss:'))).toBe(true);
    expect(takeBroken(browser)).toEqual([]);
  });
});
