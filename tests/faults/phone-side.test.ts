import { afterEach, describe, expect, it, vi } from 'vitest';
import { openOutbox, type Outbox, type Said } from '../../client/net/outbox.ts';
import { connect, type Connection, type ConnectionStatus } from '../../client/net/socket.ts';
import { keptStrings, type KeptStrings } from '../../client/net/storage.ts';
import { openPart, type OpenPart } from '../../client/net/yjs.ts';
import { readStage } from '../../shared/stage.ts';
import { startApp } from '../support/app.ts';
import { freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting } from '../support/meeting.ts';
import { pretendPage } from '../support/page.ts';
import { DoorBell, OddServer } from './odd-server.ts';

const ok = (value: unknown = {}) => ({ ok: true, value, seq: 1 });
const add = (text: string): Said => ({ name: 'note:add', payload: { exerciseId: 'exercise', noteId: `note-${text}`, text } });
const memory = (): KeptStrings =>
  keptStrings(() => {
    throw new Error('no storage here');
  });

/** A phone's own outbox on its own socket. */
interface Page {
  connection: Connection;
  outbox: Outbox;
  statuses: ConnectionStatus[];
  delivered: string[];
}

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
  vi.unstubAllGlobals();
});

function openPage({ strings = memory(), now = () => Date.now(), sessionId = 'session', token = 'token' } = {}): Page {
  const statuses: ConnectionStatus[] = [];
  const delivered: string[] = [];
  const outbox = openOutbox({
    sessionId,
    strings,
    send: ({ name, payload, commandId }) => connection.send(name, payload, { commandId }),
    onDelivered: ({ payload }) => delivered.push('text' in payload ? payload.text : ''),
    onRefused: () => undefined,
    onChange: () => undefined,
    newId: freshId,
    now,
  });
  const connection = connect({
    sessionId,
    token,
    onHello: () => outbox.setOnline(true),
    onMine: () => undefined,
    onStatus: (status) => {
      statuses.push(status);
      if (status !== 'online') outbox.setOnline(false);
    },
  });
  const page: Page = { connection, outbox, statuses, delivered };
  open.push(page.connection, page.outbox);
  return page;
}

async function oddServer(): Promise<OddServer> {
  const server = await OddServer.start();
  pretendPage(server.origin);
  open.push({ close: () => void server.die() });
  return server;
}

describe('a phone whose server answers oddly', () => {
  it('[F23] takes each answer once: replayed, out of order or for what was never asked, they change nothing', async () => {
    const server = await oddServer();
    const page = openPage();
    await eventually(() => expect(page.statuses.at(-1)).toBe('online'));
    const [connection] = server.connections;
    const notes = ['一', '二', '三'];
    for (const text of notes) page.outbox.put(add(text));
    await eventually(() => expect(connection!.asked).toHaveLength(1));
    // Answers to questions nobody asked, some with numbers still to come.
    for (const id of [7, 99, connection!.asked[0]!.id + 1, connection!.asked[0]!.id + 2]) connection!.answer(id, ok());
    connection!.answer(99, { ok: false, refusal: { code: 'bad-input', message: '' } });
    connection!.send('43["no number"]');
    await eventually(() => expect(page.outbox.entries).toHaveLength(3));
    expect(page.delivered).toEqual([]);
    // From now on each answer comes twice, the one before it once more, and then a refusal of what was taken.
    let previous: number | null = null;
    connection!.onCommand = (id) => {
      if (previous !== null) connection!.answer(previous, ok());
      connection!.answer(id, ok());
      connection!.answer(id, ok());
      connection!.answer(id, { ok: false, refusal: { code: 'too-long', message: '' } });
      previous = id;
    };
    connection!.onCommand(connection!.asked[0]!.id, connection!.asked[0]!.payload);
    await eventually(() => expect(page.outbox.entries).toEqual([]));
    expect(page.delivered).toEqual(notes);
    expect(connection!.asked.map(({ payload }) => (payload as unknown as { text: string }).text)).toEqual(notes);
    expect(page.statuses).toEqual(['connecting', 'online']);
  });

  it('[F23] an answer that is none leaves what was said in the outbox', async () => {
    const server = await oddServer();
    const page = openPage();
    await eventually(() => expect(page.statuses.at(-1)).toBe('online'));
    server.connections[0]!.onCommand = (id) => server.connections[0]!.answer(id, 'yes');
    page.outbox.put(add('一'));
    await eventually(() => expect(server.connections[0]!.asked.length).toBeGreaterThan(1));
    expect(page.outbox.entries).toHaveLength(1);
    expect(page.delivered).toEqual([]);
    const ids = server.connections[0]!.asked.map(({ payload }) => payload.commandId);
    expect(new Set(ids).size).toBe(1);
  });

  it('[F48] whose line died without a word notices within ten seconds and comes back by itself', async () => {
    const server = await oddServer();
    const page = openPage();
    await eventually(() => expect(page.statuses.at(-1)).toBe('online'));
    server.connections[0]!.onCommand = (id) =>
      server.connections[0]!.answer(id, { ok: false, refusal: { code: 'bad-input', message: '' } });
    expect(await page.connection.probe()).toBe(true);
    expect(server.connections).toHaveLength(1);
    // The access point drops what comes from now on; nobody is told.
    server.connections[0]!.onCommand = () => undefined;
    const start = performance.now();
    expect(await page.connection.probe()).toBe(false);
    await eventually(() => expect([server.connections.length, page.statuses.at(-1)]).toEqual([2, 'online']));
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('[F64] with an old page cached is told so once, does not knock on, and keeps what was said for the new page', async () => {
    const server = await oddServer();
    server.greeting = `44${JSON.stringify({ message: '', data: { code: 'wire-too-old' } })}`;
    const strings = memory();
    const old = openPage({ strings });
    old.outbox.put(add('旧页写的'));
    await eventually(() => expect(old.statuses.at(-1)).toEqual({ refused: 'wire-too-old' }));
    expect(server.connections).toHaveLength(1);
    expect(old.outbox.entries).toHaveLength(1);
    // The page is loaded again; the server speaks its language now.
    server.greeting = `40${JSON.stringify({ sid: 'odd' })}`;
    const fresh = openPage({ strings });
    await eventually(() => expect(server.connections[1]?.asked).toHaveLength(1));
    const { id, payload } = server.connections[1]!.asked[0]!;
    expect(payload.commandId).toBe(old.outbox.entries[0]!.commandId);
    server.connections[1]!.answer(id, ok());
    await eventually(() => expect([fresh.delivered, fresh.outbox.entries]).toEqual([['旧页写的'], []]));
    expect([server.connections.length, old.statuses.at(-1)]).toEqual([2, { refused: 'wire-too-old' }]);
  });
});

describe('a phone on the real server', () => {
  it('[F40] keeps the order in which things were said while its clock jumps two years back and forth', async () => {
    const app = await startApp();
    const meeting = await Meeting.open(app);
    try {
      pretendPage(app.origin);
      const exerciseId = await meeting.exerciseOf('collect');
      await meeting.facilitator.must('exercise:open', { exerciseId });
      const { body } = await meeting.join();
      const years = 2 * 365 * 86_400_000;
      const clocks = [0, years, -years, 0, -years];
      let clock = 0;
      const page = openPage({ now: () => Date.now() + clock, sessionId: meeting.session.sessionId, token: body.token });
      const texts = clocks.map((_, i) => `第 ${String(i)} 张`);
      for (const [i, text] of texts.entries()) {
        clock = clocks[i]!;
        page.outbox.put({ name: 'note:add', payload: { exerciseId, noteId: `note-${String(i)}-of-clock`, text } });
      }
      await eventually(() => expect(page.delivered).toEqual(texts));
      const { state } = await app.sessions.get(meeting.session.sessionId);
      expect([...state.notes.values()].sort((a, b) => a.arrival - b.arrival).map(({ id }) => state.texts.get(id)?.text)).toEqual(texts);
    } finally {
      meeting.close();
      await app.close();
    }
  });

  it('[F48] makes its line to the stage anew when told that it slept, and has the whole picture again', async () => {
    const app = await startApp();
    const meeting = await Meeting.open(app);
    let part: OpenPart | undefined;
    try {
      pretendPage(app.origin);
      const { body } = await meeting.join();
      part = openPart({ sessionId: meeting.session.sessionId, token: body.token, part: 'stage', writes: false });
      const statuses: unknown[] = [];
      part.onChange(() => statuses.push(part!.status));
      await eventually(() => expect(part!.status).toBe('online'));
      // Heard from just now: nothing to do.
      part.revive();
      expect(part.status).toBe('online');
      part.revive(0);
      expect(statuses).toContain('offline');
      await meeting.facilitator.must('session:attendance', { present: 41 });
      await eventually(() => expect([part!.status, readStage(part!.doc).session?.attendance?.present]).toEqual(['online', 41]));
    } finally {
      part?.close();
      meeting.close();
      await app.close();
    }
  });
});

describe('a hall whose router starts again', () => {
  const phones = 60;
  /** Chance puts a seventh of them into a tenth of a second, more where this machine stalls; without it, all of them come in one. */
  const crowdMax = 0.75;

  it('[F42] comes back spread out over a while, not all phones at once: commands', async () => {
    const server = await oddServer();
    const pages = Array.from({ length: phones }, (_, i) => openPage({ sessionId: `phone-${String(i)}` }));
    await eventually(() => expect(pages.every(({ statuses }) => statuses.at(-1) === 'online')).toBe(true), { withinMs: 10_000 });
    expect(await crowdingAfterDeath(server)).toBeLessThan(crowdMax);
  });

  it('[F42] comes back spread out over a while, not all phones at once: the stage', async () => {
    const server = await oddServer();
    for (let i = 0; i < phones; i += 1)
      open.push(openPart({ sessionId: `phone-${String(i)}`, token: 'token', part: 'stage', writes: false }));
    await eventually(() => expect(server.partsOpened).toBe(phones), { withinMs: 10_000 });
    expect(await crowdingAfterDeath(server)).toBeLessThan(crowdMax);
  });

  async function crowdingAfterDeath(server: OddServer): Promise<number> {
    const { port } = server;
    const bell = new DoorBell();
    open.push(bell);
    await server.die();
    await bell.listen(port);
    await eventually(() => expect(bell.knocks.size).toBe(phones), { withinMs: 15_000 });
    return bell.crowding(100);
  }
});
