import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { ExerciseKind } from '../shared/exercises/kind.ts';
import { writeNeed } from '../shared/wall.ts';
import { wireVersion, yjsSubprotocol, type Joined } from '../shared/wire.ts';
import { createApp, stores, type App } from './app.ts';
import { rulesOf } from './session/find.ts';
import type { LiveSession } from './session/live-session.ts';
import type { ExerciseState } from './session/state.ts';

/** After so many joins, notes and ballots V8 has compiled what a hall needs; twice as many make no difference. */
const phones = 1500;
const phonesPerSession = 150;
/** At most so much of a core is taken from whoever comes meanwhile. */
const shareOfCore = 0.5;
const atOnce = 4;

/** A room that is open for notes, or for ballots. */
interface Room {
  session: LiveSession;
  say: () => [name: string, payload: Record<string, unknown>];
}

/** Whoever starts a server wants the desk first. */
const afterMs = 2_000;

/**
 * Lives through meetings of nobody, in memory and on loopback, until the engine has compiled the code that a hall runs a thousand times in two seconds:
 * cold, the first thousand joins cost twice the time. Ends early where `signal` is aborted; never rejects. Resolves with how many phones it played.
 */
export async function warmUp(signal: AbortSignal): Promise<number> {
  await pause(afterMs, undefined, { signal, ref: false }).catch(() => undefined);
  if (signal.aborted) return 0;
  const app = await createApp({
    store: await stores.memory(),
    organizerKey: randomId(),
    publicUrl: null,
    isDeskRemote: false,
    address: () => null,
    pagesDir: '',
    toolVersion: '',
    now: () => Date.now(),
    computeStability: () => Promise.resolve(null),
    isRehearsal: true,
    onTrouble: () => undefined,
  });
  let played = 0;
  try {
    const origin = `127.0.0.1:${String(await app.listen(0, '127.0.0.1'))}`;
    const isOver = () => signal.aborted || played >= phones;
    while (!isOver()) {
      const rooms = [await roomForNotes(app), await roomForBallots(app)];
      for (let i = 0; i < phonesPerSession && !isOver(); i += atOnce) {
        const startedAt = performance.now();
        await Promise.all(Array.from({ length: atOnce }, (_, j) => playPhone(origin, rooms[(i + j) % 2]!)));
        played += atOnce;
        await pause((performance.now() - startedAt) * (1 / shareOfCore - 1));
      }
    }
  } catch {
    // A warm server is a kindness; a cold one works as well.
  }
  await app.close().catch(() => undefined);
  return played;
}

async function roomForNotes(app: App): Promise<Room> {
  const { session, exercise } = await openSession(app, (kind) => kind.ballot === null);
  return {
    session,
    say: () => ['note:add', { exerciseId: exercise.id, noteId: randomId(), text: '楼道的灯坏了三个月，晚上老人不敢下楼。' }],
  };
}

async function roomForBallots(app: App): Promise<Room> {
  const { session, exercise } = await openSession(app, (kind) => kind.isAboutNeeds && kind.ballot?.sample !== undefined);
  const terms = { settings: exercise.settings, options: needIds };
  return {
    session,
    say: () => ['ballot:cast', { exerciseId: exercise.id, ballot: rulesOf(exercise).ballot?.sample?.(terms, Math.random) }],
  };
}

const needIds = Array.from({ length: 10 }, (_, i) => `need-warm-${String(i)}`);

/** A session whose first exercise of such a kind is open. */
async function openSession(
  app: App,
  isWanted: (kind: ExerciseKind) => boolean,
): Promise<{ session: LiveSession; exercise: ExerciseState }> {
  const { id } = await app.sessions.create({ title: '预热' });
  const session = await app.sessions.get(id);
  const wall = new Y.Doc();
  for (const [i, needId] of needIds.entries()) writeNeed(wall, { id: needId, title: needId }, { x: i, y: 0, order: `a${String(i)}` }, {});
  await session.arrange('wall', Y.encodeStateAsUpdate(wall));
  const exercise = [...session.state.exercises.values()].find((one) => isWanted(rulesOf(one)));
  if (!exercise) throw new Error('no exercise of that kind');
  const facilitator = { role: 'facilitator', participantId: null } as const;
  await session.command({ name: 'exercise:open', payload: { commandId: randomId(), exerciseId: exercise.id } }, facilitator);
  return { session, exercise };
}

/** A phone from the scan to its answer, and away again. */
async function playPhone(origin: string, { session, say }: Room): Promise<void> {
  const { token } = await joinOverHttp(origin, session.id);
  const commands = new WebSocket(`ws://${origin}/socket.io/?EIO=4&transport=websocket&session=${session.id}`, quick);
  const stage = new WebSocket(`ws://${origin}/yjs/${session.id}/stage`, [yjsSubprotocol, token], quick);
  try {
    await Promise.all([talk(commands, token, say()), hear(stage)]);
  } finally {
    commands.terminate();
    stage.terminate();
  }
}

const quick = { perMessageDeflate: false };

function joinOverHttp(origin: string, sessionId: string): Promise<Joined> {
  const body = JSON.stringify({ commandId: randomId() });
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': body.length };
    const asked = request(
      `http://${origin}/api/sessions/${sessionId}/participants`,
      { method: 'POST', headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => (response.statusCode === 201 ? resolve(JSON.parse(text) as Joined) : reject(new Error(text))));
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Socket.io's packets by hand: opened, connected, greeted, one command, its answer. */
function talk(socket: WebSocket, token: string, [name, payload]: [string, Record<string, unknown>]): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.on('message', (data: Buffer) => {
      const packet = data.toString();
      if (packet.startsWith('0')) socket.send(`40${JSON.stringify({ token, wire: wireVersion })}`);
      else if (packet.startsWith('42["hello"')) socket.send(`420${JSON.stringify([name, { commandId: randomId(), ...payload }])}`);
      else if (packet.startsWith('43')) resolve();
    });
  });
}

/** A sync request with an empty state vector, and the whole stage. */
function hear(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('closed')));
    socket.on('open', () => socket.send(Uint8Array.of(0, 0, 1, 0)));
    socket.on('message', () => resolve());
  });
}

function randomId(): string {
  return randomBytes(18).toString('base64url');
}
