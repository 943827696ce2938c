import { connect as connectTcp, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { Room, slowReaderLimits } from '../../server/realtime/room.ts';
import { noMeters } from '../../server/session/meters.ts';
import type { LiveSession } from '../../server/session/live-session.ts';
import { writeNeed } from '../../shared/wall.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { eventually } from '../support/eventually.ts';
import { holds } from '../support/holds.ts';
import { Meeting } from '../support/meeting.ts';
import { QuietLine } from '../support/quiet-line.ts';
import { RawPart } from '../support/raw-sockets.ts';
import { bearable, honestP95 } from './honest.ts';

const emptyStateRequest = Uint8Array.of(0, 0, 1, 0);

let app: TestApp;
let meeting: Meeting;
afterEach(async () => {
  meeting.close();
  await app.close();
});

/** As they are, whether they parse or not. */
function needsOf(doc: Y.Doc): unknown {
  const needs = doc.getMap('needs').toJSON();
  expect(Object.keys(needs)).not.toEqual([]);
  return needs;
}

describe('a reader that is too slow', () => {
  const limits = { staleAboveBytes: 20_000, cutAboveBytes: 80_000, staleForMs: 400, catchUpMs: 20, deadAfterMs: 60_000 };
  const changeBytes = 6_000;
  let session: LiveSession;
  let room: Room;
  let counted: string[];
  let slow: QuietLine;
  let writer: QuietLine;
  let written = 0;

  async function open(deadAfterMs = limits.deadAfterMs): Promise<void> {
    app = await startApp();
    meeting = await Meeting.open(app);
    session = await app.sessions.get(meeting.session.sessionId);
    counted = [];
    room = new Room(session, { ...noMeters, slowReader: (what) => counted.push(what) }, { ...limits, deadAfterMs });
    app.sessions.onPublished((_id, published) => room.publish(published));
    slow = lineOf('projector');
    writer = lineOf('facilitator');
    for (const line of [slow, writer]) line.connect();
    await eventually(() => {
      slow.let();
      writer.let();
      expect([slow.wholes, writer.wholes]).toEqual([1, 1]);
    });
  }

  function lineOf(role: 'projector' | 'facilitator'): QuietLine {
    const grant = { sessionId: session.id, role, participantId: null, generation: 0 };
    return new QuietLine({ room, session, grant, part: 'wall' });
  }

  /** One change a tick: each is a frame of its own. */
  async function changes(count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      const before = session.seq;
      written += 1;
      const description = String.fromCharCode(97 + (written % 26)).repeat(changeBytes);
      writeNeed(writer.doc, { id: 'need-that-grows', title: String(written), description }, { x: 0, y: 0, order: 'V' }, {});
      writer.let();
      await eventually(() => expect(session.seq).toBeGreaterThan(before));
      const heard = writer.heardBytes;
      await eventually(() => {
        writer.let();
        expect(writer.heardBytes).toBeGreaterThan(heard);
      });
    }
  }

  it('[F44] has little waiting for it, and gets one whole state when it reads again', async () => {
    expect(slowReaderLimits).toEqual({
      staleAboveBytes: 262_144,
      cutAboveBytes: 1_048_576,
      staleForMs: 20_000,
      catchUpMs: 500,
      deadAfterMs: 60_000,
    });
    await open();
    slow.isStuck = true;
    await changes(4);
    const atFirst = slow.waitingBytes;
    expect(atFirst).toBeGreaterThan(2 * changeBytes);
    const start = performance.now();
    while (!counted.includes('stale')) await changes(1);
    await changes(3);
    expect(slow.waitingBytes).toBeLessThan(limits.staleAboveBytes + 2 * changeBytes);
    // A loaded machine may take longer than the whole patience of this test.
    if (performance.now() - start < limits.staleForMs) expect(counted).toEqual(['stale']);
    if (counted.includes('cut')) slow.connect();
    slow.isStuck = false;
    const wholes = slow.wholes;
    await eventually(() => {
      slow.let();
      expect(needsOf(slow.doc)).toEqual(needsOf(session.documents.parts.wall));
    });
    expect(slow.wholes).toBe(wholes + 1);
    await changes(1);
    await eventually(() => {
      slow.let();
      expect(needsOf(slow.doc)).toEqual(needsOf(session.documents.parts.wall));
    });
    expect(slow.wholes).toBe(wholes + 1);
    room.close(1000);
  });

  it('[F44] that never reads is cut, also where nothing happens any more, and the others never notice', async () => {
    await open();
    slow.isStuck = true;
    while (!counted.includes('stale')) await changes(1);
    expect(slow.isOpen || counted.includes('cut')).toBe(true);
    await eventually(() => expect([counted, slow.isOpen]).toEqual([['stale', 'cut'], false]));
    await changes(1);
    expect(needsOf(writer.doc)).toEqual(needsOf(session.documents.parts.wall));
    room.close(1000);
  });

  it('[F44] that asks again and again for what it does not read is not answered again and again', async () => {
    await open();
    await changes(1);
    slow.isStuck = true;
    for (let i = 0; i < 200; i += 1) {
      slow.ask();
      await new Promise(setImmediate);
    }
    expect(slow.waitingBytes).toBeGreaterThan(0);
    expect(slow.waitingBytes).toBeLessThan(limits.staleAboveBytes + 2 * changeBytes);
    expect(counted[0]).toBe('stale');
    room.close(1000);
  });

  it('[F44] [F48] that is gone without a word is cut: it answered no ping, while others did', async () => {
    await open(300);
    await eventually(() => {
      writer.let();
      expect([slow.isOpen, writer.isOpen]).toEqual([false, true]);
    });
    await holds(700, () => {
      writer.let();
      expect(writer.isOpen).toBe(true);
    });
    room.close(1000);
  });

  it('[F44] hears of no cursors: they are of no use to it, and would fill its buffer', async () => {
    await open();
    const other = lineOf('facilitator');
    other.connect();
    await eventually(() => {
      other.let();
      expect(other.wholes).toBe(1);
    });
    other.isStuck = true;
    const cursor = new Uint8Array(6_000).fill(1);
    const [from] = [...room.readers()].filter(({ mayWrite }) => mayWrite);
    for (let i = 0; i < 100; i += 1) room.relay(from!, cursor);
    expect(other.waitingBytes).toBeGreaterThan(limits.staleAboveBytes);
    expect(other.waitingBytes).toBeLessThan(limits.staleAboveBytes + 2 * cursor.length);
    room.close(1000);
  });

  it('[F44] over a real socket: the server’s buffer stays small while twelve megabytes go by', async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
    const live = await app.sessions.get(meeting.session.sessionId);
    const [sleepy, awake] = await Promise.all(
      [await meeting.resident(), await meeting.resident()].map(async ({ token }) => {
        const raw = new RawPart(app.origin, `/yjs/${live.id}/wall`, ['yishi', token]);
        await raw.opened;
        raw.send(emptyStateRequest);
        await eventually(() => expect(raw.frames.length).toBeGreaterThan(0));
        return raw;
      }),
    );
    sleepy!.socket.pause();
    const facilitator = meeting.reader('wall');
    await facilitator.synced;
    let most = 0;
    for (let i = 0; i < 20; i += 1) {
      const heard = awake!.frames.length;
      const description = Buffer.alloc(450_000, i).toString('base64');
      writeNeed(facilitator.doc, { id: 'need-huge', title: String(i), description }, { x: 0, y: 0, order: 'V' }, {});
      await eventually(() => expect(awake!.frames.length).toBeGreaterThan(heard), { withinMs: 10_000 });
      most = Math.max(most, await figure('yishi_buffered_bytes'));
    }
    expect(await figure('yishi_slow_readers_total{what="stale"}')).toBeGreaterThan(0);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(3_000_000);
    sleepy!.socket.resume();
    // It is told the whole, or was cut and comes back for it.
    const outcome = await Promise.race([
      sleepy!.closed,
      eventually(() => expect(sleepy!.frames.at(-1)?.[1]).toBe(1), { withinMs: 10_000 }).then(() => 'whole'),
    ]);
    expect([1006, 'whole']).toContain(outcome);
    for (const raw of [sleepy!, awake!]) raw.close();
  });

  async function figure(name: string): Promise<number> {
    const text = await (await fetch(`${app.origin}/metrics`)).text();
    return Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${name} `))
        ?.split(' ')[1] ?? 0,
    );
  }
});

describe('someone who says very little', () => {
  const sockets: Socket[] = [];
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });

  /** Resolves once the server hung up. Sends a little every so often, as a slow-loris does. */
  function drip(first: string, rest: string): Promise<string> {
    const socket = connectTcp(Number(new URL(app.origin).port), '127.0.0.1');
    sockets.push(socket);
    let heard = '';
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => (heard += data.toString()));
    socket.write(first);
    const dripping = setInterval(() => socket.write(rest), 100);
    return new Promise((resolve) =>
      socket.on('close', () => {
        clearInterval(dripping);
        resolve(heard);
      }),
    );
  }

  it('[F43] has so long for a request’s head and body, and is cut then', async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
    const { httpServer } = app;
    expect([httpServer.headersTimeout, httpServer.requestTimeout, httpServer.keepAliveTimeout]).toEqual([15_000, 30_000, 20_000]);
    Object.assign(httpServer, { headersTimeout: 700, requestTimeout: 900 });
    const start = performance.now();
    const head = 'POST /api/sessions HTTP/1.1\r\nHost: localhost\r\n';
    const cut = await Promise.all([
      drip(head, 'X-Drip: 1\r\n'),
      drip(`${head}Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n`, ' '),
    ]);
    expect(performance.now() - start).toBeLessThan(10_000);
    for (const heard of cut) expect(heard).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('[F43] a thousand of them, silent, leave the room usable and its door open', async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
    const honest = await meeting.residents(20);
    const quiet = await honestP95(honest, 300);
    const port = Number(new URL(app.origin).port);
    const token = honest[0]!.token;
    const upgrade = `GET /yjs/${meeting.session.sessionId}/stage HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: yishi, ${token}\r\n\r\n`;
    let open = 0;
    for (let i = 0; i < 1000; i += 1) {
      const socket = connectTcp(port, '127.0.0.1');
      sockets.push(socket);
      socket.on('error', () => undefined);
      socket.once(i % 2 === 0 ? 'connect' : 'data', () => (open += 1));
      if (i % 2 === 1) socket.write(upgrade);
    }
    await eventually(() => expect(open).toBe(1000), { withinMs: 15_000 });
    let idle = Infinity;
    for (let tries = 0; tries < 4 && idle > bearable(quiet); tries += 1) idle = await honestP95(honest, 300);
    expect({ quiet, idle, isUsable: idle <= bearable(quiet) }).toMatchObject({ isUsable: true });
    expect((await meeting.resident()).alias).not.toBe('');
  });
});
