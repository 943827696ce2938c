import { randomBytes } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { readStage, type Stage } from '../../shared/stage.ts';
import { readWall, type Wall } from '../../shared/wall.ts';
import type { Part } from '../../shared/document.ts';
import type { Ack, CommandName, CreatedSession, Hello, Joined, Mine, Payload, Value } from '../../shared/wire.ts';
import { isOverTls } from './over-tls.ts';

// Each stock y-websocket client listens for the end of the process.
process.setMaxListeners(0);

/** 128 random bits in the id alphabet. */
export function freshId(): string {
  return randomBytes(16).toString('base64url');
}

/** A JSON call. Returns the status and the parsed body. */
export async function call<T = Record<string, unknown>>(
  origin: string,
  path: string,
  options: { method?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: T; headers: Headers }> {
  const response = await fetch(`${origin}${path}`, {
    method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body !== undefined && { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
  });
  const text = await response.text();
  let body: unknown = text;
  if ((response.headers.get('content-type') ?? '').includes('json')) body = JSON.parse(text);
  return { status: response.status, body: body as T, headers: response.headers };
}

/** Makes a session as the organizer. */
export async function makeSession(
  origin: string,
  key: string,
  details: Record<string, unknown> = { title: '槐树里社区 居民需求工作坊' },
): Promise<CreatedSession> {
  const { status, body } = await call<CreatedSession>(origin, '/api/sessions', { token: key, body: details });
  if (status !== 201) throw new Error(`no session: ${status} ${JSON.stringify(body)}`);
  return body;
}

/** One socket of a person, with what it was told and every frame it was sent. */
export class Commander {
  readonly socket: Socket;
  readonly hello: Promise<Hello>;
  /** The latest the server said of the person's own doings. */
  mine: Mine | null = null;
  /** Everything received, as text, for scans. */
  readonly received: string[] = [];

  constructor(
    origin: string,
    {
      token,
      sessionId,
      ...options
    }: { token: string; sessionId: string; auth?: Record<string, unknown>; headers?: Record<string, string>; transports?: string[] },
  ) {
    this.socket = io(origin, {
      path: '/socket.io/',
      transports: options.transports ?? ['websocket'],
      query: { session: sessionId },
      auth: { token, wire: 1, ...options.auth },
      extraHeaders: options.headers ?? {},
      forceNew: true,
      reconnection: false,
      rejectUnauthorized: !isOverTls,
    });
    this.socket.io.on('packet', (packet) => this.received.push(JSON.stringify(packet.data ?? '')));
    this.socket.on('mine', (mine: Mine) => (this.mine = mine));
    this.hello = new Promise((resolve, reject) => {
      this.socket.once('hello', (hello: Hello) => {
        this.mine = hello.mine ?? null;
        resolve(hello);
      });
      this.socket.once('connect_error', reject);
    });
    this.hello.catch(() => undefined);
  }

  /** Sends a command with a fresh id, or the one given; resolves with the answer. */
  async send<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'> & { commandId?: string }): Promise<Ack<Value<N>>> {
    return this.raw(name, { commandId: freshId(), ...payload });
  }

  /** Sends anything under any name. */
  async raw(name: string, ...payload: unknown[]): Promise<Ack<never>> {
    return (await this.socket.timeout(10_000).emitWithAck(name, ...payload)) as Ack<never>;
  }

  /** Like `send`, but a refusal is thrown. */
  async must<N extends CommandName>(name: N, payload: Omit<Payload<N>, 'commandId'> & { commandId?: string }): Promise<Value<N>> {
    const answer = await this.send(name, payload);
    if (!answer.ok) throw new Error(`${name} was refused: ${answer.refusal.code}`);
    return answer.value;
  }

  close(): void {
    this.socket.disconnect();
  }
}

/** One part of the document, read with a stock y-websocket client. */
export class PartReader {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  readonly synced: Promise<void>;
  /** Every frame received, for scans. */
  readonly received: Uint8Array[] = [];

  constructor(origin: string, { token, sessionId, part }: { token: string; sessionId: string; part: Part }) {
    const received = this.received;
    class RecordingSocket extends WebSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols);
        this.on('message', (data: Buffer) => received.push(new Uint8Array(data)));
      }
    }
    this.provider = new WebsocketProvider(`${origin.replace(/^http/, 'ws')}/yjs`, `${sessionId}/${part}`, this.doc, {
      // The stock client wants the browser's WebSocket; ws is the same to it.
      WebSocketPolyfill: RecordingSocket as unknown as typeof globalThis.WebSocket,
      protocols: ['yishi', token],
      disableBc: true,
      maxBackoffTime: 300,
    });
    this.provider.awareness.setLocalState(null);
    this.synced = new Promise((resolve) => {
      this.provider.on('sync', (isSynced: boolean) => {
        if (isSynced) resolve();
      });
    });
  }

  get stage(): Stage {
    return readStage(this.doc);
  }
  get wall(): Wall {
    return readWall(this.doc);
  }

  close(): void {
    this.provider.destroy();
    this.doc.destroy();
  }
}

/** A resident's phone: joined over HTTP, one socket for commands, one for the stage. */
export class Phone {
  readonly participantId: string;
  readonly token: string;
  readonly commander: Commander;
  readonly stage: PartReader;

  constructor(origin: string, sessionId: string, { participantId, token }: Joined) {
    this.participantId = participantId;
    this.token = token;
    this.commander = new Commander(origin, { token, sessionId });
    this.stage = new PartReader(origin, { token, sessionId, part: 'stage' });
  }

  static async join(origin: string, sessionId: string): Promise<Phone> {
    const { status, body } = await call<Joined>(origin, `/api/sessions/${sessionId}/participants`, { body: { commandId: freshId() } });
    if (status !== 201) throw new Error(`could not join: ${status} ${JSON.stringify(body)}`);
    const phone = new Phone(origin, sessionId, body);
    await phone.commander.hello;
    await phone.stage.synced;
    return phone;
  }

  close(): void {
    this.commander.close();
    this.stage.close();
  }
}

/** A facilitator's page: commands, and all three parts. */
export class Facilitator {
  readonly commander: Commander;
  readonly stage: PartReader;
  readonly wall: PartReader;
  readonly backstage: PartReader;

  constructor(origin: string, { sessionId, facilitatorToken: token }: CreatedSession) {
    this.commander = new Commander(origin, { token, sessionId });
    this.stage = new PartReader(origin, { token, sessionId, part: 'stage' });
    this.wall = new PartReader(origin, { token, sessionId, part: 'wall' });
    this.backstage = new PartReader(origin, { token, sessionId, part: 'backstage' });
  }

  static async open(origin: string, session: CreatedSession): Promise<Facilitator> {
    const facilitator = new Facilitator(origin, session);
    await facilitator.commander.hello;
    await Promise.all([facilitator.stage.synced, facilitator.wall.synced, facilitator.backstage.synced]);
    return facilitator;
  }

  close(): void {
    for (const part of [this.commander, this.stage, this.wall, this.backstage]) part.close();
  }
}
