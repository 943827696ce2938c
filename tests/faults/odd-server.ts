import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { once } from 'node:events';
import { WebSocketServer, type WebSocket } from 'ws';

/** A server that says to a socket.io client whatever the test wants, to see what the client makes of it. */
export class OddServer {
  readonly #http: Server = createHttpServer((_request, response) => response.writeHead(404).end());
  readonly #sockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'yishi' });
  /** Every connection, newest last. */
  readonly connections: OddConnection[] = [];
  /** How many sockets of the document came. */
  partsOpened = 0;
  /** How long a connection waits until it is served. */
  servesAfterMs = 0;
  /** Handshakes of the document are swallowed. */
  swallowsParts = false;
  /** The answer to a client's greeting. */
  greeting = `40${JSON.stringify({ sid: 'odd' })}`;

  static async start(): Promise<OddServer> {
    const server = new OddServer();
    server.#http.on('upgrade', (request, stream, head) => {
      if (server.swallowsParts && request.url?.startsWith('/yjs/')) {
        server.partsOpened += 1;
        return;
      }
      server.#sockets.handleUpgrade(request, stream, head, (socket) => {
        if (request.url?.startsWith('/socket.io/')) server.connections.push(new OddConnection(socket, server));
        else server.partsOpened += 1;
      });
    });
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }
  get origin(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** As a router that lost its power: every connection breaks off, and nobody listens. */
  async die(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    if (this.#http.listening) await new Promise((resolve) => this.#http.close(resolve));
  }
}

export class OddConnection {
  readonly #socket: WebSocket;
  /** What was asked, with the number that the answer carries. */
  readonly asked: { id: number; name: string; payload: { commandId: string } }[] = [];
  /** What to do with a command; silence by default. */
  onCommand: (id: number, payload: { commandId: string }) => void = () => undefined;

  constructor(socket: WebSocket, server: OddServer) {
    this.#socket = socket;
    setTimeout(
      () => this.send(`0${JSON.stringify({ sid: 'odd', upgrades: [], pingInterval: 25_000, pingTimeout: 20_000, maxPayload: 65_536 })}`),
      server.servesAfterMs,
    );
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('40')) {
        this.send(server.greeting);
        if (server.greeting.startsWith('40')) this.send('42["hello",{}]');
      }
      const command = /^42(\d+)(.*)$/s.exec(text);
      if (!command) return;
      const [name, payload] = JSON.parse(command[2]!) as [string, { commandId: string }];
      this.asked.push({ id: Number(command[1]), name, payload });
      this.onCommand(Number(command[1]), payload);
    });
  }

  send(packet: string): void {
    this.#socket.send(packet);
  }
  /** `43ID[answer]` */
  answer(id: number, answer: unknown): void {
    this.send(`43${String(id)}${JSON.stringify([answer])}`);
  }
}

/** Notes who knocks at a port, and when, and lets nobody in. */
export class DoorBell {
  readonly #server: TcpServer;
  readonly #sockets = new Set<Socket>();
  /** When each visitor came, by the name in its request: `session=NAME` or `/yjs/NAME/`. */
  readonly knocks = new Map<string, number[]>();

  constructor() {
    this.#server = createServer((socket) => {
      const at = performance.now();
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('data', (data: Buffer) => {
        const name = /session=([\w-]+)|\/yjs\/([\w-]+)\//.exec(data.toString());
        const who = name?.[1] ?? name?.[2] ?? 'somebody';
        this.knocks.set(who, [...(this.knocks.get(who) ?? []), at]);
        socket.destroy();
      });
    });
  }

  async listen(port: number): Promise<void> {
    this.#server.listen(port, '127.0.0.1');
    await once(this.#server, 'listening');
  }

  /** The largest share of the visitors that came first within the same `windowMs`. */
  crowding(windowMs: number): number {
    const firsts = [...this.knocks.values()].map((times) => times[0]!).sort((a, b) => a - b);
    const most = Math.max(...firsts.map((at) => firsts.filter((other) => other >= at && other < at + windowMs).length));
    return most / firsts.length;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
