import * as encoding from 'lib0/encoding';
import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import type { Part } from '../../shared/document.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { Meeting, type Resident } from '../support/meeting.ts';
import { eventually } from '../support/eventually.ts';
import { besiege } from './honest.ts';
import type { Flood } from './flooder.ts';

const bomb = Uint8Array.of(1, 0x80, 0x87, 0xa7, 0x0e, 0, 0);
const parts: readonly Part[] = ['stage', 'wall', 'backstage'];
/** Enough honest people that none of them is too fast. */
const honestPeople = 40;
/** Enough that to tell them anew for every question would take all the time there is. */
const needsOnTheWall = 250;

/** A sync message: 0 asks, 1 answers, 2 tells a change. */
function frame(step: 0 | 1 | 2, content: Uint8Array): string {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return base64(encoding.toUint8Array(encoder));
}
function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

function forgedUpdate(): Uint8Array {
  const doc = new Y.Doc();
  doc.getMap('notes').set('note-forged', '不是我写的');
  return Y.encodeStateAsUpdate(doc);
}

function cursor(): string {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState({ name: '主持人' });
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(awareness, [awareness.clientID]));
  awareness.destroy();
  return base64(encoding.toUint8Array(encoder));
}

/** What an attack aims with. */
interface Target {
  ws: string;
  sessionId: string;
  otherId: string;
  token: string;
  otherToken: string;
}

const onPart = ({ ws, sessionId, token }: Target, part: Part, count: number): Flood['sockets'] =>
  Array.from({ length: count }, () => ({ url: `${ws}/yjs/${sessionId}/${part}`, protocols: ['yishi', token] }));
const onCommands = ({ ws }: Target, token: string, count: number): Flood['sockets'] =>
  Array.from({ length: count }, () => ({
    url: `${ws}/socket.io/?EIO=4&transport=websocket`,
    protocols: [],
    greeting: `40${JSON.stringify({ token, wire: 1 })}`,
  }));

const yjs = (part: Part, content: string, { perSecond = 500, count = 4 } = {}) => {
  return (target: Target): Flood => ({
    sockets: onPart(target, part, count),
    frame: { base64: content },
    perSecond,
    comesBack: true,
  });
};

/** A state vector of a page that has seen a little: the answer cannot come from the cache. */
const someStateVector = Uint8Array.of(1, 5, 1);

const attacks: readonly [string, (target: Target) => Flood][] = [
  ['updates to the wall', yjs('wall', frame(2, forgedUpdate()))],
  ['updates to the stage, as answers', yjs('stage', frame(1, forgedUpdate()))],
  ['the seven-byte bomb', yjs('wall', frame(2, bomb))],
  ['awareness', yjs('wall', cursor(), { perSecond: 2500 })],
  ['questions for the whole', yjs('wall', frame(0, Uint8Array.of(0)), { perSecond: 2500 })],
  ['questions for the rest', yjs('wall', frame(0, someStateVector), { perSecond: 2500 })],
  ['frames above what a page may send', yjs('wall', base64(new Uint8Array(70_000)), { perSecond: 20 })],
  ['a forged token', (target) => yjs('wall', frame(2, forgedUpdate()))({ ...target, token: `${target.token.slice(0, -3)}AAA` })],
  ['another session’s id', (target) => yjs('backstage', frame(2, forgedUpdate()))({ ...target, sessionId: target.otherId })],
  [
    'a foreign Origin',
    (target) => {
      const flood = yjs('wall', frame(2, forgedUpdate()))(target);
      return { ...flood, sockets: flood.sockets.map((socket) => ({ ...socket, origin: 'http://evil.example' })) };
    },
  ],
  ['backstage', yjs('backstage', frame(2, forgedUpdate()))],
  [
    'ten thousand commands a second that are none',
    (target) => ({
      sockets: onCommands(target, target.token, 4),
      frame: { text: '42#["note:add",{"commandId":"x"}]' },
      perSecond: 2500,
      comesBack: true,
    }),
  ],
  [
    'greetings with a token of another session',
    (target) => ({
      sockets: onCommands(target, target.otherToken, 4),
      frame: { text: `40${JSON.stringify({ token: 'x.y', wire: 1 })}` },
      perSecond: 250,
      comesBack: true,
    }),
  ],
];

describe('[L3] a hostile phone', () => {
  let app: TestApp;
  let meeting: Meeting;
  let other: Meeting;
  let honest: Resident[];
  let target: Target;
  let before: string[];

  beforeAll(async () => {
    app = await startApp();
    meeting = await Meeting.open(app);
    other = await Meeting.open(app);
    await meeting.needs(...Array.from({ length: needsOnTheWall }, (_, i) => `need-${String(i)}-of-many`));
    await other.needs('need-theirs');
    const hostile = await meeting.resident();
    const stranger = await other.resident();
    honest = await meeting.residents(honestPeople);
    target = {
      ws: app.origin.replace(/^http/, 'ws'),
      sessionId: meeting.session.sessionId,
      otherId: other.session.sessionId,
      token: hostile.token,
      otherToken: stranger.token,
    };
    hostile.commander.close();
    stranger.commander.close();
    await eventually(async () => expect((await meeting.stage()).counts).toMatchObject({ joined: honestPeople + 1, online: honestPeople }));
  });
  afterAll(async () => {
    meeting.close();
    other.close();
    await app.close();
  });
  beforeEach(async () => {
    before = await hashes();
  });
  /** The attacker's own coming and going is counted; nothing else may have changed. */
  afterEach(async () => {
    await eventually(async () => expect((await meeting.stage()).counts.online).toBe(honestPeople));
    expect(await hashes()).toEqual(before);
  });

  /** The documents' bytes; of the stage and backstage, where people come and go, what they say. */
  async function hashes(): Promise<string[]> {
    const all: string[] = [];
    for (const [name, one] of [
      ['meeting', meeting],
      ['other', other],
    ] as const)
      for (const part of parts) {
        const doc = await one.stored(part);
        const names = [...doc.share.keys()].filter((name) => name !== 'live' && name !== 'people').sort();
        const said = names.map((name) => [name, doc.getMap(name).toJSON()]);
        const session = await app.sessions.get(one.session.sessionId);
        const bytes = part === 'wall' ? await session.atRest(() => session.encode(part)) : JSON.stringify(said);
        all.push(`${name} ${part} ${createHash('sha256').update(bytes).digest('hex')}`);
      }
    return all;
  }

  it.each(attacks)('[S2] [F65] that sends %s changes nothing and slows nobody down', async (name, attack) => {
    const { quiet, besieged, isBorne } = await besiege(honest, attack(target));
    console.log(`${name}: honest p95 ${quiet.toFixed(1)} ms when quiet, ${besieged.toFixed(1)} ms meanwhile`);
    expect({ isBorne, quiet, besieged }).toMatchObject({ isBorne: true });
    expect((await fetch(`${app.origin}/healthz`)).status).toBe(200);
  });
});
