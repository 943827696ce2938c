import type { Server } from 'node:http';

/**
 * Counts the connections of a server and lets in no more than there may be: Node then hangs up at once, where the system, out of descriptors, would let
 * phones wait for an answer that nobody can give.
 */
export class OpenSockets {
  readonly max: number | null;
  #count = 0;

  constructor(httpServer: Server, max: number | null) {
    this.max = max;
    if (max !== null) httpServer.maxConnections = max;
    httpServer.on('connection', (socket) => {
      this.#count += 1;
      socket.once('close', () => (this.#count -= 1));
    });
  }

  get count(): number {
    return this.#count;
  }
}
