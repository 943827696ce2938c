import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

export interface Upgrades {
  httpServer: Server;
  sync: { isOurs: (request: IncomingMessage) => boolean; upgrade: (request: IncomingMessage, stream: Duplex, head: Buffer) => void };
  isAllowed: (headers: { host?: string | undefined; origin?: string | undefined }) => boolean;
}

/**
 * Leads each WebSocket handshake to whom it belongs. socket.io takes its own path by a listener of its own, with `destroyUpgrade: false`: a `ws` server with
 * a path would break it (socket.io#3366).
 */
export function routeUpgrades({ httpServer, sync, isAllowed }: Upgrades): void {
  httpServer.on('upgrade', (request, stream, head) => {
    if (request.url?.startsWith('/socket.io/')) return;
    stream.on('error', () => stream.destroy());
    if (!isAllowed(request.headers)) return refuse(stream, '403 Forbidden');
    if (!sync.isOurs(request)) return refuse(stream, '404 Not Found');
    sync.upgrade(request, stream, head);
  });
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
