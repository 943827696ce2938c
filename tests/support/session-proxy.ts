import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a server is. */
export interface Place {
  host: string;
  port: number;
}

/** A server behind the proxy. */
interface Behind extends Place {
  isReady: boolean;
}

const lookEveryMs = 250;
const lookWaitsMs = 1_000;
const connectsWithinMs = 2_000;

/**
 * What stands before several processes: the same session goes to the same one as long as that is ready, and to the next one then. It looks at `/readyz` as
 * proxies do, and tries the next where nobody takes a connection.
 */
export class SessionProxy {
  readonly #server: Server;
  readonly #behind: Behind[];
  readonly #sockets = new Set<Socket>();
  readonly #isSpread: boolean;
  #turn = 0;
  #isClosed = false;

  private constructor(server: Server, places: readonly Place[], isSpread: boolean) {
    this.#server = server;
    this.#behind = places.map((place) => ({ ...place, isReady: true }));
    this.#isSpread = isSpread;
    server.on('connection', (near) => this.#take(near));
  }

  /** `spread`: each connection goes to the next process, whatever it is about. */
  static async before(places: readonly Place[], { spread = false } = {}): Promise<SessionProxy> {
    const server = createServer();
    const proxy = new SessionProxy(server, places, spread);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    for (const behind of proxy.#behind) void proxy.#look(behind);
    return proxy;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Another process took a place. */
  replace(index: number, place: Place): void {
    Object.assign(this.#behind[index]!, { ...place, isReady: true });
  }

  /** Which process a session goes to while all are ready. */
  placeOf(sessionId: string): number {
    return createHash('sha256').update(sessionId).digest().readUInt32BE(0) % this.#behind.length;
  }

  close(): void {
    this.#isClosed = true;
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #look(behind: Behind): Promise<void> {
    while (!this.#isClosed) {
      const { host, port } = behind;
      const isReady = await fetch(`http://${host}:${port}/readyz`, { signal: AbortSignal.timeout(lookWaitsMs) })
        .then(({ ok }) => ok)
        .catch(() => false);
      if (behind.port === port) behind.isReady = isReady;
      await wait(lookEveryMs, undefined, { ref: false });
    }
  }

  #take(near: Socket): void {
    this.#keep(near);
    near.once('data', (head: Buffer) => {
      near.pause().unshift(head);
      const places = this.#places(sessionIn(head.toString('latin1')));
      void this.#through(near, [...places.filter(({ isReady }) => isReady), ...places.filter(({ isReady }) => !isReady)]);
    });
  }

  #places(sessionId: string | null): Behind[] {
    this.#turn += 1;
    const first = sessionId === null || this.#isSpread ? this.#turn % this.#behind.length : this.placeOf(sessionId);
    return [...this.#behind.slice(first), ...this.#behind.slice(0, first)];
  }

  async #through(near: Socket, places: readonly Behind[]): Promise<void> {
    for (const { host, port } of places) {
      const far = this.#keep(connect(port, host));
      try {
        await once(far, 'connect', { signal: AbortSignal.timeout(connectsWithinMs) });
      } catch {
        far.destroy();
        continue;
      }
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const)
        one.once('close', () => other.destroy());
      if (near.destroyed) return void far.destroy();
      near.pipe(far).pipe(near);
      return;
    }
    near.destroy();
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('error', () => undefined).once('close', () => this.#sockets.delete(socket));
    return socket;
  }
}

/** The session that a request is about, by its address. */
function sessionIn(head: string): string | null {
  const [, inPath, inQuery] = /^[A-Z]+ (?:\/(?:api\/sessions|yjs|f|p)\/([\w-]+)|[^ ]*[?&]session=([\w-]+))/.exec(head) ?? [];
  return inPath ?? inQuery ?? null;
}
