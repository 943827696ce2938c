import { createHash } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { writeNeed } from '../../shared/wall.ts';
import { startApp, testKey, type TestApp } from '../support/app.ts';
import { call, freshId } from '../support/clients.ts';
import { eventually } from '../support/eventually.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { RawPart } from '../support/raw-sockets.ts';

const me = { by: 'the test' };
const bomb = Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 0, 0);
const stateRequest = frame(0, Uint8Array.of(0));

/** A sync message: 0 asks, 1 answers, 2 tells a change. */
function frame(step: 0 | 1 | 2, content: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return encoding.toUint8Array(encoder);
}

function updateOf(change: (doc: Y.Doc) => void): Uint8Array {
  const doc = new Y.Doc();
  change(doc);
  return Y.encodeStateAsUpdate(doc);
}

const anyUpdate = updateOf((doc) => doc.getMap('notes').set('note-forged', 'x'));

describe('the rooms of the document', () => {
  let app: TestApp;
  let meeting: Meeting;
  let resident: Resident;
  let raws: RawPart[] = [];

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.close());
  beforeEach(async () => {
    meeting = await Meeting.open(app);
    resident = await meeting.resident();
    raws = [];
  });
  afterEach(() => {
    for (const raw of raws) raw.close();
    meeting.close();
  });

  function part(name: string, token: string, { id = meeting.session.sessionId, query = '' } = {}): RawPart {
    const raw = new RawPart(app.origin, `/yjs/${id}/${name}${query}`, ['yishi', token]);
    raws.push(raw);
    return raw;
  }

  async function hashOf(name: 'stage' | 'wall' | 'backstage'): Promise<string> {
    const session = await app.sessions.get(meeting.session.sessionId);
    return createHash('sha256')
      .update(await session.atRest(() => session.encode(name)))
      .digest('hex');
  }

  it('picks the subprotocol `yishi` and never the token', async () => {
    const raw = part('stage', resident.token);
    await raw.opened;
    expect(raw.socket.protocol).toBe('yishi');
  });

  it('[S2] [S4] [F36] says by its closing code who may not come in', async () => {
    const { facilitatorToken, projectorToken, sessionId } = meeting.session;
    const other = await Meeting.open(app);
    const { status } = await call(app.origin, `/api/sessions/${other.session.sessionId}`, { method: 'DELETE', token: testKey });
    expect(status).toBe(204);
    const [kiosk, scribe] = [await meeting.token('kiosk'), await meeting.token('scribe')];
    const closes: [string, RawPart, number][] = [
      ['a wrong token', part('stage', 'x.y'), 4401],
      ['no token', new RawPart(app.origin, `/yjs/${sessionId}/stage`, ['yishi']), 4401],
      ['no subprotocol', new RawPart(app.origin, `/yjs/${sessionId}/stage`, []), 4401],
      ['a token of an erased session', part('stage', other.session.facilitatorToken), 4401],
      ['an erased session', part('stage', other.session.facilitatorToken, { id: other.session.sessionId }), 4404],
      ['no such session', part('stage', facilitatorToken, { id: 'nosuchsession000' }), 4404],
      ['no such part', part('balcony', facilitatorToken), 4404],
      ['a part named like a method', part('constructor', facilitatorToken), 4404],
      ['nothing after the session', part('', facilitatorToken), 4404],
      ['something after the part', part('stage/more', facilitatorToken), 4404],
      ['a resident backstage', part('backstage', resident.token), 4403],
      ['a projector backstage', part('backstage', projectorToken), 4403],
      ['a kiosk backstage', part('backstage', kiosk), 4403],
      ['a scribe backstage', part('backstage', scribe), 4403],
      ['another epoch', part('stage', facilitatorToken, { query: '?epoch=2' }), 4409],
      ['an epoch that is none', part('wall', resident.token, { query: '?epoch=old' }), 4409],
    ];
    raws.push(...closes.map(([, raw]) => raw));
    for (const [what, raw, code] of closes) expect([what, await raw.closed]).toEqual([what, code]);
    for (const raw of [
      part('stage', resident.token, { query: '?epoch=1' }),
      part('wall', resident.token),
      part('wall', projectorToken),
      part('backstage', facilitatorToken),
    ]) {
      await raw.opened;
      raw.send(stateRequest);
      await eventually(() => expect(raw.frames.length).toBeGreaterThan(0));
    }
  });

  it('[S2] ignores what residents and projectors write twice, closes with 4403 the third time, and no part changes', async () => {
    const before = await Promise.all([hashOf('stage'), hashOf('wall'), hashOf('backstage')]);
    for (const [name, token] of [
      ['stage', resident.token],
      ['wall', resident.token],
      ['stage', meeting.session.projectorToken],
      ['wall', meeting.session.projectorToken],
      ['stage', meeting.session.facilitatorToken],
    ] as const) {
      const raw = part(name, token);
      await raw.opened;
      raw.send(frame(2, anyUpdate));
      raw.send(frame(1, anyUpdate));
      // An answer to a question nobody asked is no write while it is empty.
      for (let i = 0; i < 5; i += 1) raw.send(frame(1, Uint8Array.of(0, 0)));
      raw.send(stateRequest);
      await eventually(() => expect(raw.frames.filter((bytes) => bytes[1] === 1)).toHaveLength(1));
      expect(raw.socket.readyState).toBe(raw.socket.OPEN);
      raw.send(frame(2, anyUpdate));
      expect([name, await raw.closed]).toEqual([name, 4403]);
    }
    // People come and go on the stage and backstage; the wall is exactly as it was.
    expect(await hashOf('wall')).toBe(before[1]);
    for (const name of ['stage', 'wall', 'backstage'] as const)
      expect((await meeting.stored(name)).getMap('notes').has('note-forged')).toBe(false);
  });

  it('[F65] the seven-byte bomb goes off nowhere: not from a resident, not from a facilitator', async () => {
    const before = await hashOf('wall');
    const memory = process.memoryUsage().rss;
    for (const token of [resident.token, meeting.session.projectorToken, meeting.session.facilitatorToken]) {
      const raw = part('wall', token);
      await raw.opened;
      for (const step of [2, 1, 2] as const) raw.send(frame(step, bomb));
      expect(await raw.closed).toBe(4403);
      // As the state vector of a question it says nothing that can be answered.
      const asking = part('wall', token);
      await asking.opened;
      asking.send(frame(0, bomb));
      asking.send(stateRequest);
      await Promise.race([asking.closed, eventually(() => expect(asking.frames.length).toBeGreaterThan(0))]);
    }
    expect(process.memoryUsage().rss - memory).toBeLessThan(150 * 1024 * 1024);
    expect(await hashOf('wall')).toBe(before);
    expect((await meeting.commander(resident.token).hello).role).toBe('resident');
  });

  it('[F65] [F1] frames that cannot be read change nothing, and the third ends their connection', async () => {
    const before = await hashOf('wall');
    const odd = [
      Uint8Array.of(),
      Uint8Array.of(0),
      Uint8Array.of(0, 9, 0),
      Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 255, 255),
      Uint8Array.of(0, 2, 200, 1),
      frame(2, Uint8Array.of(1, 1, 1)),
      frame(2, anyUpdate.slice(0, -3)),
      frame(2, Uint8Array.of(0, 0xff, 0xff, 0xff, 0xff, 0x0f)),
      new TextEncoder().encode('{"json":true}'),
    ];
    for (const bytes of odd) {
      for (const token of [resident.token, meeting.session.facilitatorToken]) {
        const raw = part('wall', token);
        await raw.opened;
        for (let i = 0; i < 3; i += 1) raw.send(bytes);
        expect([bytes, await raw.closed]).toEqual([bytes, 4403]);
      }
    }
    expect(await hashOf('wall')).toBe(before);
  });

  it('[F4] a frame too large closes with 4413, and nothing that follows it is heard', async () => {
    const late = frame(
      2,
      updateOf((doc) => writeNeed(doc, { id: 'need-too-late', title: '迟了' }, { x: 0, y: 0, order: 'V' }, me)),
    );
    const sizes: [string, number][] = [
      [resident.token, 65_537],
      [meeting.session.projectorToken, 65_537],
      [meeting.session.facilitatorToken, 1_048_577],
      [meeting.session.facilitatorToken, 5_000_000],
      [resident.token, 5_000_000],
    ];
    for (const [token, size] of sizes) {
      const raw = part('wall', token);
      await raw.opened;
      raw.send(new Uint8Array(size));
      raw.send(late);
      expect([size, await raw.closed]).toEqual([size, 4413]);
    }
    expect((await meeting.stored('wall')).getMap('needs').size).toBe(0);
    const fits = part('wall', meeting.session.facilitatorToken);
    await fits.opened;
    fits.send(
      frame(
        2,
        updateOf((doc) =>
          writeNeed(doc, { id: 'need-of-size', title: '大', description: '细'.repeat(1000) }, { x: 0, y: 0, order: 'V' }, me),
        ),
      ),
    );
    await eventually(async () => expect((await meeting.stored('wall')).getMap('needs').size).toBe(1));
  });

  it('awareness is passed on between facilitators of a part, and dropped without a word from readers', async () => {
    const awareness = new Awareness(new Y.Doc());
    awareness.setLocalState({ name: '主持人', cursor: [1, 2] });
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 1);
    encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]));
    const cursor = encoding.toUint8Array(encoder);
    awareness.destroy();
    const { facilitatorToken, projectorToken } = meeting.session;
    const [one, two, backstage, projector, phone] = [
      part('wall', facilitatorToken),
      part('wall', facilitatorToken),
      part('backstage', facilitatorToken),
      part('wall', projectorToken),
      part('wall', resident.token),
    ];
    const all = [one, two, backstage, projector, phone];
    await Promise.all(all.map(({ opened }) => opened));
    for (const raw of all) raw.send(stateRequest);
    for (const raw of all) await eventually(() => expect(raw.frames.some((bytes) => bytes[0] === 0 && bytes[1] === 1)).toBe(true));
    for (let i = 0; i < 10; i += 1) {
      phone.send(cursor);
      projector.send(cursor);
    }
    one.send(cursor);
    await eventually(() => expect(two.frames.filter((bytes) => bytes[0] === 1)).toEqual([cursor]));
    for (const raw of [phone, projector]) {
      raw.send(stateRequest);
      await eventually(() => expect(raw.frames.filter((bytes) => bytes[1] === 1)).toHaveLength(2));
      expect(raw.socket.readyState).toBe(raw.socket.OPEN);
    }
    for (const raw of [one, backstage, projector, phone]) expect(raw.frames.filter((bytes) => bytes[0] === 1)).toEqual([]);
  });

  it('sends one message a frame, asks writers and never readers', async () => {
    const { facilitatorToken, projectorToken } = meeting.session;
    const [writer, projector, phone] = [part('wall', facilitatorToken), part('wall', projectorToken), part('stage', resident.token)];
    for (const raw of [writer, projector, phone]) {
      await raw.opened;
      raw.send(stateRequest);
    }
    await meeting.needs('need-one', 'need-two');
    await eventually(() => expect(projector.frames.length).toBeGreaterThan(1));
    const collect = await meeting.exerciseOf('collect');
    await meeting.facilitator.must('exercise:open', { exerciseId: collect });
    await eventually(() => expect(phone.frames.length).toBeGreaterThan(1));
    for (const raw of [writer, projector, phone])
      for (const bytes of raw.frames.filter(([message]) => message === 0)) {
        // The length that the message announces ends with the frame.
        let length = 0;
        let at = 2;
        for (let shift = 0; ; shift += 7) {
          length += (bytes[at]! & 127) * 2 ** shift;
          at += 1;
          if (bytes[at - 1]! < 128) break;
        }
        expect(at + length).toBe(bytes.length);
      }
    expect(writer.frames.some((bytes) => bytes[1] === 0)).toBe(true);
    for (const raw of [projector, phone]) expect(raw.frames.filter((bytes) => bytes[1] === 0)).toEqual([]);
  });

  it('asks writers at most once a second, however much is committed', async () => {
    const writer = part('wall', meeting.session.facilitatorToken);
    await writer.opened;
    const start = performance.now();
    for (let i = 0; i < 40; i += 1) await meeting.facilitator.must('session:attendance', { present: i });
    await eventually(() => expect(writer.frames.some((bytes) => bytes[1] === 0)).toBe(true));
    const seconds = (performance.now() - start) / 1000;
    expect(writer.frames.filter((bytes) => bytes[1] === 0).length).toBeLessThanOrEqual(1 + Math.ceil(seconds));
  });

  it('brings back by a question what a writer’s lost frame held', async () => {
    const lost = new Y.Doc();
    writeNeed(lost, { id: 'need-lost', title: '丢了的' }, { x: 1, y: 2, order: 'V' }, me);
    const writer = part('wall', meeting.session.facilitatorToken);
    await writer.opened;
    await meeting.facilitator.must('session:attendance', { present: 3 });
    const question = await eventually(() => {
      const found = writer.frames.find((bytes) => bytes[1] === 0);
      if (!found) throw new Error('nothing was asked');
      return found;
    });
    writer.send(frame(1, Y.encodeStateAsUpdate(lost, question.slice(3))));
    await eventually(async () => expect(JSON.stringify((await meeting.stored('wall')).getMap('needs').toJSON())).toContain('丢了的'));
  });

  it('tells everybody that an erased session is gone', async () => {
    const readers = [
      part('stage', resident.token),
      part('wall', meeting.session.projectorToken),
      part('backstage', meeting.session.facilitatorToken),
    ];
    await Promise.all(readers.map(({ opened }) => opened));
    for (const raw of readers) raw.send(stateRequest);
    for (const raw of readers) await eventually(() => expect(raw.frames.length).toBeGreaterThan(0));
    await call(app.origin, `/api/sessions/${meeting.session.sessionId}`, { method: 'DELETE', token: testKey });
    expect(await Promise.all(readers.map(({ closed }) => closed))).toEqual([4404, 4404, 4404]);
  });

  it('takes 200 updates of one writer, each kept', async () => {
    const writer = part('wall', meeting.session.facilitatorToken);
    await writer.opened;
    const ids = Array.from({ length: 200 }, () => freshId());
    for (const id of ids)
      writer.send(
        frame(
          2,
          updateOf((doc) => writeNeed(doc, { id, title: id }, { x: 0, y: 0, order: 'V' }, me)),
        ),
      );
    await eventually(async () => expect([...(await meeting.stored('wall')).getMap('needs').keys()].sort()).toEqual([...ids].sort()));
  });
});
