import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { makeFile } from '../../server/export/make-file.ts';
import type { SeatCard } from '../../shared/wire.ts';
import { answeredCalls, pagesPattern } from '../support/answered-calls.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { bodies, callsBy } from '../support/attack-calls.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { codeOf, Meeting, refusedCode } from '../support/meeting.ts';
import { rawRequest } from '../support/raw-request.ts';
import { textsIn } from '../support/texts-in.ts';

const title = '暗号青砖一场';
const words = '暗号白鹭一句';
const outside = Object.values(networkInterfaces())
  .flat()
  .find((known) => known?.family === 'IPv4' && !known.internal)?.address;

let app: TestApp;
let meeting: Meeting;
let residentToken: string;
let cards: SeatCard[];
let host: string;

beforeAll(async () => {
  app = await startApp({ makeFile });
  host = new URL(app.origin).host;
  meeting = await Meeting.open(app, { title });
  const { sessionId, facilitatorToken } = meeting.session;
  const path = `/api/sessions/${sessionId}/seats`;
  cards = (await call<{ cards: SeatCard[] }>(app.origin, path, { token: facilitatorToken, body: { count: 2 } })).body.cards;
  const resident = await meeting.resident();
  residentToken = resident.token;
  const exerciseId = await meeting.exerciseOf('collect');
  await meeting.facilitator.must('exercise:open', { exerciseId });
  await resident.commander.must('note:add', { exerciseId, noteId: freshId(), text: words });
  await meeting.facilitator.must('exercise:close', { exerciseId });
  await meeting.facilitator.must('exercise:reveal', { exerciseId });
});
afterAll(async () => {
  meeting.close();
  await app.close();
});

const secretWords = () => [title, words, meeting.session.sessionId, meeting.session.joinCode, ...cards.map(({ code }) => code)];
const found = (text: string, marks: readonly string[]) => marks.filter((mark) => text.includes(mark));

/** Every call there is, about the session that there is. */
const calls = () =>
  answeredCalls(app.http).map((name) => {
    const [method = '', pattern = ''] = name === pagesPattern ? ['GET', '/desk'] : name.split(' ');
    const { sessionId, joinCode } = meeting.session;
    const path = pattern.replace(':id', sessionId).replace(':code', joinCode).replace(':needId', 'need-1').replace(':noteId', 'note-1');
    const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(bodies[name] ?? {});
    return { name, method, path, body };
  });

/** What is stored: a commit more, a row more, a seat less would show. */
async function stored(): Promise<unknown> {
  const { sessionId } = meeting.session;
  const session = await app.sessions.get(sessionId);
  // Counts of who is there are committed a moment later.
  const { rows, seq } = await eventually(async () => {
    const before = session.seq;
    const loaded = await app.sessions.store.load(sessionId);
    expect(session.seq).toBe(before);
    return { rows: loaded, seq: before };
  });
  const events = (await app.sessions.store.commits(sessionId, 0)).flatMap((one) => JSON.parse(one.events) as { type: string }[]);
  const list = await app.sessions.store.sessions();
  return { seq: seq > 0, events, participants: rows?.participants, seats: rows?.seats, ballots: rows?.ballots, sessions: list.length };
}

describe('[S5] [F39] a page of somebody else', () => {
  const foreign: [what: string, headers: Record<string, string>][] = [
    ['another name', { host: 'evil.example' }],
    ['another name at our port', { host: 'evil.example:8080' }],
    ['a name that ends like ours', { host: 'localhost.evil.example' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['the null origin of a file or a sandbox', { origin: 'null' }],
    ['an origin that begins like ours', { origin: 'http://127.0.0.1.evil.example' }],
    ['another port of ours', { origin: 'http://127.0.0.1:1' }],
    ['a name that a proxy is said to have heard', { host: 'evil.example', 'x-forwarded-host': '127.0.0.1' }],
  ];

  it.each(foreign)('gets nothing from any call, with a token that is good for it: %s', async (_, headers) => {
    const before = await stored();
    expect(calls().length).toBeGreaterThan(45);
    for (const { name, method, path, body } of calls()) {
      const token = callsBy.keepers.includes(name) ? meeting.session.facilitatorToken : testKey;
      const said = { host, authorization: `Bearer ${token}`, ...(body !== '' && { 'content-type': 'application/json' }), ...headers };
      const { status, text, headers: heard } = await rawRequest(app.origin, path, { method, headers: said, body });
      expect([name, status]).toEqual([name, 403]);
      expect([name, found(text, secretWords()), heard['access-control-allow-origin']]).toEqual([name, [], undefined]);
    }
    expect(await stored()).toEqual(before);
  });

  it.each(foreign)('gets no socket, of commands or of any part of the document: %s', async (_, headers) => {
    const { sessionId, facilitatorToken } = meeting.session;
    const paths = ['stage', 'wall', 'backstage'].map((part) => `/yjs/${sessionId}/${part}`);
    for (const path of [...paths, '/socket.io/?EIO=4&transport=websocket']) {
      const socket = new WebSocket(`${app.origin.replace('http', 'ws')}${path}`, ['yishi', facilitatorToken], { headers });
      const heard = await new Promise<string>((resolve) => {
        socket.once('open', () => resolve('open'));
        socket.once('error', () => resolve('refused'));
      });
      socket.terminate();
      expect([path, heard]).toEqual([path, 'refused']);
    }
    const polling = await rawRequest(app.origin, '/socket.io/?EIO=4&transport=polling', { headers: { host, ...headers } });
    expect([polling.status, polling.text.includes('"sid"')]).toEqual([403, false]);
  });
});

describe('[S33] [F38] a facilitator’s secret', () => {
  it('is in no file, answer, header or word of the log, and is no key where it stands in an address', async () => {
    const { sessionId, facilitatorToken, projectorToken, joinCode } = meeting.session;
    const secrets = [facilitatorToken, projectorToken, residentToken, testKey];
    const asFacilitator = callsBy.keepers.filter((name) => name.startsWith('GET'));
    expect(asFacilitator.length).toBeGreaterThan(7);
    for (const name of [...asFacilitator, ...callsBy.everybody, ...callsBy.tokens, 'GET /f/:id', 'GET /p/:id', 'GET /j/:code']) {
      if (!name.startsWith('GET')) continue;
      const path = name.split(' ')[1]!.replace(':id', sessionId).replace(':code', joinCode);
      const response = await fetch(`${app.origin}${path}`, {
        headers: { authorization: `Bearer ${facilitatorToken}`, referer: `${app.origin}/f/${sessionId}` },
      });
      const texts = textsIn(new Uint8Array(await response.arrayBuffer()));
      for (const text of [...texts, JSON.stringify([...response.headers])]) expect([name, found(text, secrets)]).toEqual([name, []]);
    }
    // Where somebody pastes it into an address all the same, it opens nothing and is not given back.
    for (const way of ['token', 't', 'access_token', 'auth', 'key'])
      for (const path of [`/api/sessions/${sessionId}/stage`, `/api/sessions/${sessionId}/needs.json`, '/api/sessions']) {
        const key = path.endsWith('sessions') ? testKey : facilitatorToken;
        const { status, text } = await rawRequest(app.origin, `${path}?${way}=${key}`, { headers: { host } });
        expect([path, way, status, found(text, secrets)]).toEqual([path, way, 401, []]);
      }
    const socket = new WebSocket(`${app.origin.replace('http', 'ws')}/yjs/${sessionId}/backstage?token=${facilitatorToken}`, ['yishi']);
    const code = await new Promise<number>((resolve) => {
      socket.once('close', resolve);
      socket.once('error', () => undefined);
    });
    expect([1006, 4401]).toContain(code);
    // And what goes wrong with it is said without it.
    await meeting.facilitator.raw('exercise:open', { commandId: freshId(), exerciseId: facilitatorToken });
    await fetch(`${app.origin}/api/sessions/${sessionId}/participants`, { method: 'POST', body: `{"${facilitatorToken}` });
    expect(found(JSON.stringify(app.troubles), secrets)).toEqual([]);
  });

  it('is in the links’ fragment alone, which no browser sends', () => {
    const { facilitatorUrl, projectorUrl, joinUrl, facilitatorToken, projectorToken } = meeting.session;
    for (const [url, token] of [
      [facilitatorUrl, facilitatorToken],
      [projectorUrl, projectorToken],
    ] as const) {
      const { hash, pathname, search } = new URL(url);
      expect([hash.includes(token), pathname.includes(token), search]).toEqual([true, false, '']);
    }
    expect(found(joinUrl, [facilitatorToken, projectorToken])).toEqual([]);
  });
});

// Without a second address of this machine, nobody can knock from outside.
describe.skipIf(outside === undefined)('[S9] [F90] who says of themselves that they come from here', () => {
  const spoofed = [
    { 'x-forwarded-for': '127.0.0.1' },
    { 'x-forwarded-for': '::1, 127.0.0.1' },
    { forwarded: 'for=127.0.0.1;host=localhost;proto=https', 'x-real-ip': '127.0.0.1', 'x-client-ip': '127.0.0.1' },
    { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  ];

  it('is answered no organizer’s call, no figures and no records, with the very key', async () => {
    const open = await startApp({ address: () => outside! });
    await new Promise<void>((resolve) => open.httpServer.close(() => resolve()));
    const to = `http://${outside!}:${await open.listen(0, '0.0.0.0')}`;
    const made = await open.make({ title });
    const organizers = [
      ...callsBy.organizers,
      ...callsBy.owner,
      'GET /metrics',
      'GET /api/sessions/:id/needs.json',
      'GET /api/sessions/:id/log.zip',
    ];
    for (const name of organizers) {
      const [method = '', pattern = ''] = name.split(' ');
      const path = pattern.replace(':id', made.sessionId).replace(':needId', 'need-1').replace(':noteId', 'note-1');
      const body = method === 'GET' || method === 'DELETE' ? '' : JSON.stringify(bodies[name] ?? {});
      for (const headers of spoofed) {
        const said = {
          ...headers,
          host: new URL(to).host,
          authorization: `Bearer ${testKey}`,
          ...(body !== '' && { 'content-type': 'application/json' }),
        };
        const { status, text, headers: heard } = await rawRequest(to, path, { method, headers: said, body });
        expect([name, [401, 403].includes(status), found(text, [title])]).toEqual([name, true, []]);
        // Nor is plain HTTP taken for HTTPS by its own word.
        expect([name, heard['strict-transport-security']]).toEqual([name, undefined]);
      }
    }
    expect((await open.sessions.store.sessions()).length).toBe(1);
    await open.close();
  });
});

describe('[J2] [F91] who only looks, as a messenger’s checker of links does', () => {
  it('takes no seat and leaves nothing behind: by GET or HEAD, told as a prefetch or not, of every link there is', async () => {
    const { sessionId, joinCode } = meeting.session;
    const links = [
      '/',
      `/j/${joinCode}`,
      `/j/${joinCode.toLowerCase()}`,
      `/j/${sessionId}`,
      `/f/${sessionId}`,
      `/p/${sessionId}`,
      `/k/${sessionId}`,
    ];
    const asked = [
      ...links,
      `/r/${joinCode}`,
      `/api/join/${joinCode}`,
      `/api/join/${sessionId}`,
      `/j?code=${joinCode}`,
      '/api/join-address',
    ];
    const before = await stored();
    const unused = () => call<{ seats: { is: string }[] }>(app.origin, `/api/sessions/${sessionId}/seats`, { token: testKey });
    expect((await unused()).body.seats.map(({ is }) => is)).toEqual(['unused', 'unused']);
    for (const path of asked)
      for (const method of ['GET', 'HEAD', 'OPTIONS'])
        for (const headers of [
          {},
          { purpose: 'prefetch', 'sec-purpose': 'prefetch;prerender', 'x-moz': 'prefetch' },
          { 'user-agent': 'Mozilla/5.0 MicroMessenger' },
        ]) {
          const { status } = await rawRequest(app.origin, path, { method, headers: { host, ...headers } });
          expect([path, method, status < 500]).toEqual([path, method, true]);
        }
    expect((await unused()).body.seats.map(({ is }) => is)).toEqual(['unused', 'unused']);
    expect(await stored()).toEqual(before);
    // The same card is good afterwards.
    const joined = await call(app.origin, `/api/sessions/${sessionId}/participants`, {
      body: { commandId: freshId(), seatCode: cards[0]!.code },
    });
    expect(joined.status).toBe(201);
  });
});

describe('[F92] who scans the port', () => {
  const paths = () => {
    const { sessionId } = meeting.session;
    const usual = [
      '/',
      '/robots.txt',
      '/sitemap.xml',
      '/.well-known/security.txt',
      '/.git/HEAD',
      '/.env',
      '/admin',
      '/api',
      '/api/',
      '/index.html',
    ];
    const ours = [
      '/data',
      '/data/yishi.db',
      '/organizer.key',
      '/assets/',
      '/server/main.js',
      '/../organizer.key',
      '/%2e%2e/organizer.key',
      '/j',
      '/j/',
      '/r/',
      '/f/',
      '/p/',
      '/desk',
      '/ui',
    ];
    const sockets = ['/socket.io/', '/socket.io/?EIO=4&transport=polling', '/yjs', '/yjs/', `/yjs/${sessionId}`, `/yjs/${sessionId}/stage`];
    return [
      ...usual,
      ...ours,
      ...sockets,
      ...answeredCalls(app.http)
        .map((name) => name.split(' ')[1]!)
        .filter((path) => path.startsWith('/')),
    ];
  };

  it('learns of no room and reads no word, by any path or method, without a code', async () => {
    const marks = [title, words, meeting.session.joinCode, ...cards.map(({ code }) => code), testKey];
    for (const path of paths())
      for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE']) {
        const about = path.replace(':id', 'AAAAAAAAAAAAAAAA').replace(':code', 'ZZZZZ');
        const { status, text, headers } = await rawRequest(app.origin, about, { method, headers: { host } });
        expect([method, about, status < 500]).toEqual([method, about, true]);
        const said = `${text}${JSON.stringify(headers)}`;
        expect([method, about, found(said, [...marks, meeting.session.sessionId])]).toEqual([method, about, []]);
        expect([method, about, headers['x-powered-by'], headers['server']]).toEqual([method, about, undefined, undefined]);
      }
  });

  it('is not told whether a session is there, but by its code', async () => {
    const { sessionId } = meeting.session;
    const madeUp = [...sessionId].reverse().join('');
    for (const name of [...callsBy.tokens, ...callsBy.room, ...callsBy.keepers, ...callsBy.organizers].filter((one) =>
      one.includes('/sessions/:id'),
    )) {
      const [method = '', pattern = ''] = name.split(' ');
      const [real, none] = await Promise.all(
        [sessionId, madeUp].map(async (id) => {
          const path = pattern.replace(':id', id).replace(':needId', 'need-1').replace(':noteId', 'note-1');
          const { status, text } = await rawRequest(app.origin, path, { method, headers: { host } });
          return [name, status, text.replaceAll(id, '#')];
        }),
      );
      expect(real).toEqual(none);
      expect(real![1]).toBe(401);
    }
    const strangers = [meeting.commander(''), meeting.commander('not.a.token')];
    for (const stranger of strangers) {
      expect(await refusedCode(stranger)).toBe('bad-token');
      expect(found(stranger.received.join('\n'), secretWords())).toEqual([]);
    }
    // The facilitator is still there, and all is as it was.
    expect(codeOf(await meeting.facilitator.send('session:unlock', {}))).toBe('ok');
  });
});
