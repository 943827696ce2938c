import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** Every TCP connection of a server, WebSockets included: of those `closeAllConnections` knows nothing. */
export class Connections {
  readonly #open = new Set<Socket>();

  constructor(httpServer: Server) {
    httpServer.on('connection', (socket) => {
      this.#open.add(socket);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  /** Cuts what is still open after so long. A phone that is gone without a word would never answer a goodbye. */
  cutAfter(ms: number): void {
    setTimeout(() => {
      for (const socket of this.#open) socket.destroy();
    }, ms).unref();
  }
}
