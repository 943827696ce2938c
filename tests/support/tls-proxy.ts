import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import type { Duplex } from 'node:stream';
import { join } from 'node:path';

/** One request as it came, before it is passed on. */
export interface Asked {
  method: string;
  url: string;
  headers: NodeJS.Dict<string | string[]>;
  isUpgrade: boolean;
}

/** A certificate for yishi.test that nobody signed but itself. Null where no openssl is. */
export function selfSigned(): { key: Buffer; cert: Buffer } | null {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-tls-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  try {
    const made = ['-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=yishi.test', '-addext', 'subjectAltName=DNS:yishi.test'];
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', ...made], {
      stdio: 'ignore',
    });
    return { key: readFileSync(key), cert: readFileSync(cert) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** What stands before a hosted server: it ends TLS, says in headers who asked, passes WebSockets on, and remembers all that it was asked. */
export class TlsProxy {
  readonly asked: Asked[] = [];
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  /** The port of the server behind it. */
  behind = 0;

  private constructor(server: Server) {
    this.#server = server;
    server.on('connection', (socket: Duplex) => this.#keep(socket));
    server.on('request', (request, response) => {
      const { method = 'GET', url = '/' } = request;
      this.#note(request, false);
      const onwards = httpRequest({ host: '127.0.0.1', port: this.behind, method, path: url, headers: headersOf(request) }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onwards.on('error', () => response.destroy());
      request.pipe(onwards);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#note(request, true);
      const onwards = this.#keep(connect(this.behind, '127.0.0.1'));
      const lines = Object.entries(headersOf(request)).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      onwards.write(`GET ${request.url ?? '/'} HTTP/1.1\r\n${lines.join('')}\r\n`);
      onwards.write(head);
      onwards.pipe(socket).pipe(onwards);
      for (const [one, other] of [
        [socket, onwards],
        [onwards, socket],
      ] as const)
        one.on('error', () => other.destroy()).on('close', () => other.destroy());
    });
  }

  static async open(certificate: { key: Buffer; cert: Buffer }): Promise<TlsProxy> {
    const server = createServer(certificate);
    const proxy = new TlsProxy(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    server.unref();
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** `https://yishi.test:PORT` */
  get origin(): string {
    return `https://yishi.test:${this.port}`;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  #note({ method = 'GET', url = '/', headers }: IncomingMessage, isUpgrade: boolean): void {
    this.asked.push({ method, url, headers, isUpgrade });
  }

  #keep<T extends Duplex>(socket: T): T {
    this.#sockets.add(socket);
    return socket.on('close', () => this.#sockets.delete(socket)).on('error', () => undefined);
  }
}

/** Those of the request, and who asked. */
function headersOf({ headers, socket }: IncomingMessage): NodeJS.Dict<string | string[]> {
  return {
    ...headers,
    'x-forwarded-for': socket.remoteAddress ?? '',
    'x-forwarded-proto': 'https',
    'x-forwarded-host': headers.host,
  };
}
