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

/** Who may read which part; facilitators alone write, and never the stage [S2]. */
const readersOf: Record<Part, ReadonlySet<TokenRole>> = {
  stage: new Set<TokenRole>(['facilitator', 'projector', 'kiosk', 'scribe', 'resident']),
  wall: new Set<TokenRole>(['facilitator', 'projector', 'kiosk', 'scribe', 'resident']),
  backstage: new Set<TokenRole>(['facilitator']),
};

const writesForgiven = 2;
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
  // Above this ws itself closes (1009); between it and our limits we do, and say why (4413).
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: 2 * arrangementBytesMax,
    handleProtocols: (offered) => (offered.has(yjsSubprotocol) ? yjsSubprotocol : false),
  });

  async function admit(socket: WebSocket, request: IncomingMessage): Promise<void> {
    const url = new URL(request.url ?? '', 'http://yjs');
    const [, sessionId, part] = pathPattern.exec(url.pathname) ?? [];
    const token = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())[1];
    if (!sessionId || !isPart(part)) return socket.close(closeCodes.notFound);
    const early: Uint8Array[] = [];
    const keep = (data: Buffer) => early.push(data);
    socket.on('message', keep);
    const { grant, session } = await sessions.grant(token ?? '', sessionId);
    if (!readersOf[part].has(grant.role)) return socket.close(closeCodes.notAllowed);
    const epoch = url.searchParams.get('epoch');
    if (epoch !== null && Number(epoch) !== session.row.epoch) return socket.close(closeCodes.otherEpoch);

    const room = rooms.of(session);
    const mayWrite = grant.role === 'facilitator' && part !== 'stage';
    const isWide = grant.role === 'facilitator' || grant.role === 'projector';
    const reader: Reader = { socket, part, audience: isWide ? 'wide' : 'phones', mayWrite, staleSince: null, grant };
    room.add(reader);
    socket.off('message', keep);
    serve(reader, room, session);
    for (const data of early) socket.emit('message', data, true);
  }

  function serve(reader: Reader, room: Room, session: LiveSession): void {
    const { socket, part, mayWrite } = reader;
    let refusedWrites = 0;
    let underWay = 0;
    const refuseWrite = () => {
      refusedWrites += 1;
      if (refusedWrites > writesForgiven) socket.close(closeCodes.notAllowed);
    };
    socket.on('message', (data: Buffer) => {
      if (data.length > (mayWrite ? arrangementBytesMax : frameBytesMax)) return socket.close(closeCodes.tooLarge);
      const frame = readFrame(data);
      switch (frame.is) {
        case 'sync-request':
          room.sync(reader, frame.stateVector).catch(() => socket.close(closeCodes.tryLater));
          return;
        case 'awareness':
          if (mayWrite) room.relay(reader, data);
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
            if (underWay < arrangementsAtOnce / 2 && socket.isPaused) socket.resume();
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
        socket.on('error', () => socket.terminate());
        admit(socket, request).catch((error: unknown) => {
          if (error instanceof RefusalError) return socket.close(error.code === 'bad-token' ? closeCodes.badToken : closeCodes.tryLater);
          onTrouble('a document socket failed', { error: String(error) });
          socket.close(closeCodes.tryLater);
        });
      });
    },
    close(): void {
      for (const socket of server.clients) socket.close(closeCodes.tryLater);
      server.close();
    },
  };
}

function isPart(name: string | undefined): name is Part {
  return parts.some((part) => part === name);
}
