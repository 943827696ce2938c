import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { parts, type Part } from '../../shared/document.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { TokenRole } from '../../shared/session.ts';
import { arrangementBytesMax, closeCodes, frameBytesMax, yjsSubprotocol } from '../../shared/wire.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Sessions } from '../session/sessions.ts';
import { isEmptyUpdate, isReadableUpdate, readFrame } from './frames.ts';
import type { Reader, Room } from './room.ts';
import type { Rooms } from './rooms.ts';
import { TokenBucket, type Rate } from '../session/token-bucket.ts';

/** Who may read which part; facilitators alone write, and never the stage [S2]. */
const readersOf: Record<Part, ReadonlySet<TokenRole>> = {
  stage: new Set<TokenRole>(['facilitator', 'projector', 'kiosk', 'scribe', 'resident']),
  wall: new Set<TokenRole>(['facilitator', 'projector', 'kiosk', 'scribe', 'resident']),
  backstage: new Set<TokenRole>(['facilitator']),
};

const writesForgiven = 2;
/** What a page says by itself is far below: two frames when it connects; a cursor and a note that are dragged. Beyond it a socket is read more slowly. */
const paceOfReaders: Rate = { burst: 30, perSecond: 10 };
const paceOfWriters: Rate = { burst: 300, perSecond: 100 };
const restMs = 1_000;
/** A facilitator with this many changes not yet stored is read more slowly. */
const arrangementsAtOnce = 64;

const pathPattern = /^\/yjs\/([A-Za-z0-9_-]{1,64})\/([a-z]+)$/;

export interface SyncOptions {
  sessions: Sessions;
  rooms: Rooms;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
}

/** The three Yjs rooms of every session, over the y-websocket protocol. */
export function createSync({ sessions, rooms, onTrouble }: SyncOptions) {
  // Above this ws does not read on at all.
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 2 * arrangementBytesMax,
    handleProtocols: (offered) => (offered.has(yjsSubprotocol) ? yjsSubprotocol : false),
  });

  async function admit(socket: WebSocket, stream: Duplex, request: IncomingMessage): Promise<void> {
    const url = new URL(request.url ?? '', 'http://yjs');
    const [, sessionId, part] = pathPattern.exec(url.pathname) ?? [];
    const token = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())[1];
    if (!sessionId || !isPart(part)) return socket.close(closeCodes.notFound);
    // What comes before the token was looked at waits in the network, not here.
    socket.pause();
    const { grant, session } = await granted(token ?? '', sessionId);
    if (!readersOf[part].has(grant.role)) return refuse(socket, closeCodes.notAllowed);
    const epoch = url.searchParams.get('epoch');
    if (epoch !== null && Number(epoch) !== session.row.epoch) return refuse(socket, closeCodes.otherEpoch);

    const room = rooms.of(session);
    const mayWrite = grant.role === 'facilitator' && part !== 'stage';
    const isWide = grant.role === 'facilitator' || grant.role === 'projector';
    const reader: Reader = {
      socket,
      stream,
      part,
      audience: isWide ? 'wide' : 'phones',
      mayWrite,
      knownSeq: Infinity,
      staleSince: null,
      isAsked: false,
      grant,
    };
    room.add(reader);
    serve(reader, room, session);
    socket.resume();
  }

  /** Tells a wrong token from a session that is gone: nobody need come back to that one. */
  async function granted(token: string, sessionId: string) {
    try {
      return await sessions.grant(token, sessionId);
    } catch (error) {
      const isGone = error instanceof RefusalError && error.code === 'bad-token' && !(await sessions.store.session(sessionId));
      throw isGone ? new RefusalError('not-found') : error;
    }
  }

  function serve(reader: Reader, room: Room, session: LiveSession): void {
    const { socket, part, mayWrite } = reader;
    let refusedWrites = 0;
    let underWay = 0;
    const pace = new TokenBucket(mayWrite ? paceOfWriters : paceOfReaders, performance.now());
    let isResting = false;
    /** What was asked while it rested: the last question is answered for all of them. */
    let asked: Uint8Array | null = null;
    const answer = (stateVector: Uint8Array) => void room.sync(reader, stateVector).catch(() => socket.close(closeCodes.tryLater));
    const resume = () => {
      if (!isResting && underWay < arrangementsAtOnce / 2 && socket.isPaused) socket.resume();
    };
    /** ws hands on what it has read already: some frames still come. */
    const rest = () => {
      isResting = true;
      socket.pause();
      setTimeout(() => {
        isResting = false;
        if (asked) answer(asked);
        asked = null;
        resume();
      }, restMs).unref();
    };
    const refuseWrite = () => {
      refusedWrites += 1;
      if (refusedWrites > writesForgiven) socket.close(closeCodes.notAllowed);
    };
    socket.on('message', (data: Buffer) => {
      // Whoever was told to go is not listened to any more.
      if (socket.readyState !== socket.OPEN) return;
      if (data.length > (mayWrite ? arrangementBytesMax : frameBytesMax)) return socket.close(closeCodes.tooLarge);
      if (!pace.take(performance.now()) && !isResting) rest();
      const frame = readFrame(data);
      switch (frame.is) {
        case 'sync-request':
          if (isResting) asked = frame.stateVector;
          else answer(frame.stateVector);
          return;
        case 'awareness':
          if (mayWrite && !isResting && data.length <= frameBytesMax) room.relay(reader, data);
          return;
        case 'unreadable':
          return refuseWrite();
        case 'write':
          if (isEmptyUpdate(frame.update)) return;
          if (!mayWrite || part === 'stage' || !isReadableUpdate(frame.update)) return refuseWrite();
          underWay += 1;
          if (underWay >= arrangementsAtOnce) socket.pause();
          void session.arrange(part, frame.update).then(() => {
            underWay -= 1;
            resume();
          });
          return;
        default:
          frame satisfies never;
      }
    });
  }

  return {
    /** True for the paths that are ours. */
    isOurs: (request: IncomingMessage) => (request.url ?? '').startsWith('/yjs/'),
    /** Accepts the handshake, so that a browser hears the closing code, and then looks at the token. */
    upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
      server.handleUpgrade(request, stream, head, (socket) => {
        closeWithReason(socket);
        admit(socket, stream, request).catch((error: unknown) => {
          if (!(error instanceof RefusalError)) onTrouble('a document socket failed', { error: String(error) });
          refuse(socket, error instanceof RefusalError ? refusalCloses(error) : closeCodes.tryLater);
        });
      });
    },
    close(): void {
      for (const socket of server.clients) socket.close(closeCodes.tryLater);
      server.close();
    },
  };
}

function refuse(socket: WebSocket, code: number): void {
  socket.resume();
  socket.close(code);
}

function refusalCloses({ code }: RefusalError): number {
  if (code === 'bad-token') return closeCodes.badToken;
  return code === 'not-found' ? closeCodes.notFound : closeCodes.tryLater;
}

/** A frame that ws itself refuses to read is closed with our own code: a client comes back after 1009, and sends the same again. */
function closeWithReason(socket: WebSocket): void {
  const close = socket.close.bind(socket);
  socket.close = (code, reason) => close(code === 1009 ? closeCodes.tooLarge : code, reason);
  socket.on('error', () => {
    if (socket.readyState === socket.OPEN) socket.terminate();
  });
}

function isPart(name: string | undefined): name is Part {
  return parts.some((part) => part === name);
}
