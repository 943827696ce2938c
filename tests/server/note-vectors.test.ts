import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { vectorOf } from '../../client/net/note-vectors.ts';
import { readConfig } from '../../server/config.ts';
import { batchTextsMax, embedAt } from '../../server/embeddings/endpoint.ts';
import { quantised, VectorCache } from '../../server/embeddings/vector-cache.ts';
import { cosine } from '../../shared/grouping/vectors.ts';
import { noteVectorsMax } from '../../shared/session-limits.ts';
import type { NoteVectorsAnswer } from '../../shared/wire.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { FakeEmbeddings, honest, type Answering } from '../support/fake-embeddings.ts';
import { Meeting, type Resident } from '../support/meeting.ts';

const key = 'a-key-that-nobody-may-read';
const model = 'fake-model';
/** Texts that begin alike lie alike. */
const byBeginning = honest((text) => [text.charCodeAt(0) % 7, 1, -0.5]);

describe('a configured embeddings endpoint', () => {
  let endpoint: FakeEmbeddings;
  let app: TestApp;
  let meeting: Meeting;
  let writer: Resident;
  let collect: string;
  let clock: number;

  beforeEach(async () => {
    clock = Date.now();
    endpoint = await new FakeEmbeddings(byBeginning).listen();
    app = await startApp({ embeddings: { url: endpoint.url, model, key }, now: () => clock });
    meeting = await Meeting.open(app);
    writer = await meeting.resident();
    collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:change', { exerciseId: collect, settings: { notesPerPerson: 100 } });
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
  });
  afterEach(async () => {
    meeting.close();
    await app.close();
    await endpoint.close();
  });

  const pathOf = (sessionId: string) => `/api/sessions/${sessionId}/note-vectors`;
  const write = (texts: Record<string, string>) =>
    Promise.all(Object.entries(texts).map(([noteId, text]) => writer.commander.must('note:add', { exerciseId: collect, noteId, text })));
  const ask = async (noteIds: unknown, token = meeting.session.facilitatorToken) => {
    const { sessionId } = meeting.session;
    return call<NoteVectorsAnswer & { code?: string }>(app.origin, pathOf(sessionId), { token, body: { noteIds } });
  };
  const troubles = () => app.troubles.map(({ details }) => details['reason']);

  it('[G15] is asked for what notes mean, and is told nothing but their words and the model', async () => {
    await write({ 'note-lamp': '路灯坏了', 'note-lift': '电梯停了' });
    const { status, body, headers } = await ask(['note-lift', 'note-lamp', 'note-gone']);
    expect([status, headers.get('cache-control'), body.complete]).toEqual([200, 'no-store', true]);
    const vectors = Object.entries(body.vectors).map(([id, encoded]) => [id, vectorOf(encoded)]);
    const expected = (text: string) => [...quantised([text.charCodeAt(0) % 7, 1, -0.5])];
    expect(vectors).toEqual([
      ['note-lift', expected('电')],
      ['note-lamp', expected('路')],
    ]);
    expect(endpoint.asked).toEqual([{ path: '/v1/embeddings', authorization: `Bearer ${key}`, model, texts: ['电梯停了', '路灯坏了'] }]);
    expect(endpoint.heard.join('\n')).not.toContain(meeting.session.sessionId);
    expect(endpoint.heard.join('\n')).not.toContain('note-lamp');
    expect(app.troubles).toEqual([]);
  });

  it('[G15] is never told hidden or referred notes, nor a number or a door, even one that the room is shown', async () => {
    await write({
      'note-hidden': '藏着的话',
      'note-case': '个案的话',
      'note-phone': '打13812345678找我',
      'note-shown': '打13987654321找她',
      'note-door': '3号楼2单元501那家老人一个人',
      'note-name': '张阿婆一个人住',
      'note-half': '打13712345678找我',
    });
    await meeting.facilitator.must('note:hide', { noteId: 'note-hidden' });
    await meeting.facilitator.must('note:refer', { noteId: 'note-case' });
    await meeting.facilitator.must('note:mask', { noteId: 'note-shown', spans: [] });
    await meeting.facilitator.must('note:mask', { noteId: 'note-name', spans: [{ from: 0, to: 3 }] });
    // Whoever covers a digit has decided: the room sees the others. The endpoint does not.
    await meeting.facilitator.must('note:mask', { noteId: 'note-half', spans: [{ from: 1, to: 2 }] });
    const { body } = await ask(['note-hidden', 'note-case', 'note-phone', 'note-shown', 'note-door', 'note-name', 'note-half']);
    expect(Object.keys(body.vectors)).toEqual(['note-phone', 'note-shown', 'note-door', 'note-name', 'note-half']);
    expect(endpoint.texts).toEqual([
      '打138●●●●●●78找我',
      '打139●●●●●●21找她',
      '3号楼●单元●●●那家老人一个人',
      '●●●一个人住',
      '打●37●●●●●●78找我',
    ]);
  });

  it('[G15] does not hear of a note that is hidden while others are on their way', async () => {
    const ids = Array.from({ length: batchTextsMax + 1 }, (_, i) => `note-${String(i).padStart(4, '0')}`);
    await write(Object.fromEntries(ids.map((id) => [id, `说的是 ${id}`])));
    endpoint.answering = (asked, response, request) =>
      void meeting.facilitator.must('note:hide', { noteId: ids.at(-1)! }).then(() => byBeginning(asked, response, request));
    const { body } = await ask(ids);
    expect(Object.keys(body.vectors)).toEqual(ids.slice(0, -1));
    expect(endpoint.texts.join('')).not.toContain(ids.at(-1)!);
  });

  it('[G15] is asked once for what was said once: in batches, and again only for what is new', async () => {
    const ids = Array.from({ length: batchTextsMax + 3 }, (_, i) => `note-${String(i).padStart(4, '0')}`);
    await write(Object.fromEntries(ids.map((id, i) => [id, i === 1 ? `说的是 ${ids[0]}` : `说的是 ${id}`])));
    expect(Object.keys((await ask(ids)).body.vectors)).toEqual(ids);
    expect(endpoint.asked.map(({ texts }) => texts.length)).toEqual([batchTextsMax - 1, 3]);
    await ask(ids);
    expect(endpoint.asked).toHaveLength(2);
    await writer.commander.must('note:edit', { noteId: ids[0]!, text: '改了' });
    expect(Object.keys((await ask(ids)).body.vectors)).toEqual(ids);
    expect(endpoint.texts.at(-1)).toBe('改了');
    expect(endpoint.asked).toHaveLength(3);
  });

  it('[G15] [S1] is asked for facilitators and the organizer alone, one request a session at a time', async () => {
    await write({ 'note-lamp': '路灯坏了' });
    for (const token of [writer.token, meeting.session.projectorToken, await meeting.token('scribe'), await meeting.token('kiosk')])
      expect((await ask(['note-lamp'], token)).body.code).toBe('not-allowed');
    expect((await ask(['note-lamp'], 'nobody')).body.code).toBe('bad-token');
    for (const wrong of [[], 'note-lamp', [7], ['x'], Array.from({ length: noteVectorsMax + 1 }, (_, i) => `note-${i}-long`)])
      expect((await ask(wrong)).body.code).toBe('bad-input');
    expect(endpoint.asked).toEqual([]);
    let letGo: () => void = () => undefined;
    endpoint.answering = (asked, response, request) => void (letGo = () => byBeginning(asked, response, request));
    const first = ask(['note-lamp']);
    await eventually(() => expect(endpoint.asked).toHaveLength(1));
    expect((await ask(['note-lamp'], testKey)).body.code).toBe('try-later');
    letGo();
    expect(Object.keys((await first).body.vectors)).toEqual(['note-lamp']);
    expect((await ask(['note-lamp'], testKey)).status).toBe(200);
  });

  const wrongAnswers: [string, Answering, string][] = [
    ['refuses', (_, response) => void response.writeHead(500).end('{"error":"no"}'), 'it answered 500'],
    ['says nonsense', (_, response) => void response.end('<html>'), 'its answer had another shape'],
    ['has another shape', (_, response) => void response.end('{"embeddings":[[1]]}'), 'its answer had another shape'],
    ['answers too little', (_, response) => void response.end('{"data":[]}'), 'its answer had other vectors than asked for'],
    [
      'answers words',
      (_, response) => void response.end('{"data":[{"embedding":["1","2"]},{"embedding":[1,2]}]}'),
      'its answer had other vectors than asked for',
    ],
    [
      'answers vectors of two lengths',
      (_, response) => void response.end('{"data":[{"embedding":[1]},{"embedding":[1,2]}]}'),
      'its answer had other vectors than asked for',
    ],
    ['has vectors without end', honest(() => Array.from({ length: 5_000 }, () => 1)), 'its answer had other vectors than asked for'],
    ['never stops', (_, response) => endless(response), 'its answer was too long'],
    ['hangs up', (_, response) => void response.destroy(), 'it could not be reached'],
    [
      'leads elsewhere',
      (_, response) => void response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
      'it could not be reached',
    ],
  ];

  it.each(wrongAnswers)(
    '[G15] that %s leaves suggestions as they are, is not asked again at once, and its key is logged nowhere',
    async (_, answering, reason) => {
      await write({ 'note-lamp': '路灯坏了', 'note-lift': '电梯停了' });
      endpoint.answering = answering;
      expect((await ask(['note-lamp', 'note-lift'])).body).toEqual({ vectors: {}, complete: false });
      expect(troubles()).toEqual([reason]);
      endpoint.answering = byBeginning;
      expect((await ask(['note-lamp'])).body).toEqual({ vectors: {}, complete: false });
      expect(endpoint.asked).toHaveLength(1);
      clock += 30_000;
      expect((await ask(['note-lamp'])).body.complete).toBe(true);
      const log = JSON.stringify(app.troubles);
      for (const secret of [key, '路灯', endpoint.host, meeting.session.facilitatorToken]) expect(log).not.toContain(secret);
    },
  );

  it('[G15] whose vectors grow longer is not believed; what it said before stays', async () => {
    await write({ 'note-lamp': '路灯坏了', 'note-lift': '电梯停了' });
    await ask(['note-lamp']);
    endpoint.answering = honest(() => [1, 2, 3, 4]);
    const { body } = await ask(['note-lamp', 'note-lift']);
    expect([Object.keys(body.vectors), body.complete]).toEqual([['note-lamp'], false]);
    expect(troubles()).toEqual(['its vectors have another length than before']);
  });

  it('[G15] that is slow is given up', async () => {
    endpoint.answering = () => undefined;
    await expect(embedAt({ url: endpoint.url, model, key }, 50)(['路灯'])).rejects.toThrow('it was too slow');
    endpoint.answering = (_, response) => void response.write('{"data":[');
    await expect(embedAt({ url: endpoint.url, model, key }, 50)(['路灯'])).rejects.toThrow('it was too slow');
  });

  it('[G15] holds nothing up: notes are taken and shown while it is asked', async () => {
    await write({ 'note-lamp': '路灯坏了' });
    let letGo: () => void = () => undefined;
    endpoint.answering = (asked, response, request) => void (letGo = () => byBeginning(asked, response, request));
    const asking = ask(['note-lamp']);
    await eventually(() => expect(endpoint.asked).toHaveLength(1));
    await write({ 'note-late': '后来的' });
    await meeting.facilitator.must('exercise:reveal', { exerciseId: collect });
    letGo();
    expect((await asking).body.complete).toBe(true);
  });

  it('[G15] is offered by the name of its host', async () => {
    const { body } = await call(app.origin, pathOf(meeting.session.sessionId), { token: meeting.session.facilitatorToken });
    expect(body).toEqual({ host: endpoint.host });
    const refused = await call(app.origin, pathOf(meeting.session.sessionId), { token: writer.token });
    expect(refused.body['code']).toBe('not-allowed');
    const { body: openApi } = await call<{ paths: Record<string, unknown> }>(app.origin, '/api/openapi.json');
    expect(Object.keys(openApi.paths['/api/sessions/{id}/note-vectors'] as object)).toEqual(['get', 'post']);
  });

  it('[G15] that nobody has configured is not there', async () => {
    const plain = await startApp();
    const other = await Meeting.open(plain);
    const { facilitatorToken: token, sessionId } = other.session;
    expect((await call(plain.origin, pathOf(sessionId), { token })).body).toEqual({ host: null });
    expect((await call(plain.origin, pathOf(sessionId), { token, body: { noteIds: ['note-lamp'] } })).body['code']).toBe('not-found');
    other.close();
    await plain.close();
  });
});

it('[G15] is configured by flags or the surroundings, its key by the surroundings alone', () => {
  const flags = ['--embeddings-url', 'https://models.example.org/v1/', '--embeddings-model', 'm3'];
  const url = 'https://models.example.org/v1';
  expect(readConfig([], {}).embeddings).toBeNull();
  expect(readConfig([], { YISHI_EMBEDDINGS_KEY: key }).embeddings).toBeNull();
  expect(readConfig(flags, { YISHI_EMBEDDINGS_KEY: key, YISHI_EMBEDDINGS_MODEL: 'other' }).embeddings).toEqual({ url, model: 'm3', key });
  const surroundings = { YISHI_EMBEDDINGS_URL: url, YISHI_EMBEDDINGS_MODEL: 'm3' };
  expect(readConfig([], surroundings).embeddings).toEqual({ url, model: 'm3', key: null });
  expect(() => readConfig(flags.slice(0, 2), {})).toThrow('given together');
  for (const wrong of ['models.example.org', 'ftp://x', `https://me:${key}@x/v1`, 'https://x/v1?key=1', 'https://x/v1#k', 'http://'])
    expect(() => readConfig(['--embeddings-url', wrong, '--embeddings-model', 'm3'], {})).toThrow(/not an address(?!.*a-key)/);
});

it('[G15] a vector in bytes points where it pointed', () => {
  const wave = (shift: number) => Array.from({ length: 256 }, (_, i) => Math.sin(i * 0.7 + shift) * 0.03);
  const [a, b] = [wave(0), wave(0.8)];
  const asBytes = (vector: number[]) => vectorOf(Buffer.from(quantised(vector)).toString('base64'));
  expect(cosine(asBytes(a), asBytes(b))).toBeCloseTo(cosine(a, b), 2);
  expect([...quantised([0, 0])]).toEqual([0, 0]);
  expect(vectorOf('?')).toEqual([]);
});

it('[G15] what is remembered is bounded, goes with its session, and is not what was said', () => {
  const cache = new VectorCache(2);
  const vector = Int8Array.of(1);
  for (const text of ['一', '二']) cache.set('one', text, vector);
  cache.get('one', '一');
  cache.set('two', '三', vector);
  expect([cache.size, cache.get('one', '一'), cache.get('one', '二'), cache.get('two', '三'), cache.get('one', '三')]).toEqual([
    2,
    vector,
    null,
    vector,
    null,
  ]);
  cache.forget('one');
  expect([cache.size, cache.get('one', '一')]).toEqual([1, null]);
});

function endless(response: ServerResponse): void {
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(65_536)));
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}
