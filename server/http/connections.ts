import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * A peer with whom nothing was exchanged for so long is asked by the system itself, once a second, and is gone after ten questions without an answer.
 * Sockets of the document are never that quiet; they have pings of their own (realtime/room.ts).
 */
const silentMs = 10_000;

/** Every TCP connection of a server, WebSockets included: of those `closeAllConnections` knows nothing. */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly max: number | null;

  /**
   * Beyond `max` Node hangs up at once, where the system, out of descriptors, would let phones wait for an answer that nobody can give. Null is without end.
   */
  constructor(httpServer: Server, max: number | null) {
    this.max = max;
    if (max !== null) httpServer.maxConnections = max;
    httpServer.on('connection', (socket) => {
      this.#open.add(socket);
      socket.setKeepAlive(true, silentMs);
      socket.once('close', () => this.#open.delete(socket));
    });
  }

  get count(): number {
    return this.#open.size;
  }

  /** Cuts what is still open after so long. A phone that is gone without a word would never answer a goodbye. */
  cutAfter(ms: number): void {
    setTimeout(() => {
      for (const socket of this.#open) socket.destroy();
    }, ms).unref();
  }
}
