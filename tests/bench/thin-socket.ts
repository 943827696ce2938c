import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';

/** One buffer takes what every socket reads: a chunk is looked at before the next one comes. */
const reading = Buffer.allocUnsafe(256 * 1024);
const nothing = Buffer.alloc(0);
const text = 0x81;
const binary = 0x82;
const ping = 9;
/** Masked with zeros, empty. */
const pong = Buffer.of(0x8a, 0x80, 0, 0, 0, 0);

interface Hears {
  /** The payload is only good until the call ends. */
  onMessage: (payload: Buffer) => void;
  onClose?: () => void;
}

/**
 * A WebSocket client that costs the load generator little more than its system calls: a thousand phones must not slow down the clock that measures them.
 * Frames go out under a mask of zeros; those that come in are whole or wait for their rest.
 */
export class ThinSocket {
  readonly #socket: Socket;
  #rest: Buffer = nothing;
  #isOpen = false;
  readonly #hears: Hears;

  private constructor(origin: string, hears: Hears, onChunk: (thin: () => ThinSocket, chunk: Buffer) => void) {
    this.#hears = hears;
    const { hostname, port } = new URL(origin);
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: reading,
        callback: (bytes) => {
          onChunk(() => this, reading.subarray(0, bytes));
          return true;
        },
      },
    });
  }

  /** Resolves when the handshake is done. Rejects where the server says no or hangs up. */
  static open(origin: string, path: string, { protocols = [], ...hears }: Hears & { protocols?: readonly string[] }): Promise<ThinSocket> {
    return new Promise((resolve, reject) => {
      const thin = new ThinSocket(origin, hears, (self, chunk) => self().#read(chunk, resolve, reject));
      thin.#socket.on('error', reject);
      thin.#socket.on('close', () => {
        reject(new Error('closed during the handshake'));
        hears.onClose?.();
      });
      const lines = [
        `GET ${path} HTTP/1.1`,
        `Host: ${new URL(origin).host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        ...(protocols.length > 0 ? [`Sec-WebSocket-Protocol: ${protocols.join(', ')}`] : []),
      ];
      thin.#socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    });
  }

  send(message: string | Uint8Array): void {
    const payload = typeof message === 'string' ? Buffer.from(message) : message;
    const wide = payload.length > 125;
    const frame = Buffer.alloc((wide ? 8 : 6) + payload.length);
    frame[0] = typeof message === 'string' ? text : binary;
    frame[1] = 128 | (wide ? 126 : payload.length);
    if (wide) frame.writeUInt16BE(payload.length, 2);
    frame.set(payload, frame.length - payload.length);
    this.#socket.write(frame);
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: Buffer, opened: (thin: ThinSocket) => void, refused: (error: Error) => void): void {
    let bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    if (!this.#isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0 && !bytes.toString('latin1', 0, 12).endsWith('101')) refused(new Error(bytes.toString('latin1', 0, 40)));
      this.#isOpen = end >= 0;
      if (end >= 0) {
        opened(this);
        bytes = bytes.subarray(end + 4);
      }
    }
    const left = this.#isOpen ? this.#frames(bytes) : bytes;
    // What stays is copied: the buffer is the next chunk's.
    this.#rest = left.length > 0 ? Buffer.from(left) : nothing;
  }

  #frames(bytes: Buffer): Buffer {
    let left = bytes;
    while (left.length >= 2) {
      const short = left[1]! & 127;
      const head = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (left.length < head) break;
      const length = short < 126 ? short : short === 126 ? left.readUInt16BE(2) : Number(left.readBigUInt64BE(2));
      if (left.length < head + length) break;
      const opcode = left[0]! & 15;
      if (opcode === ping) this.#socket.write(pong);
      else if (opcode < 3) this.#hears.onMessage(left.subarray(head, head + length));
      left = left.subarray(head + length);
    }
    return left;
  }
}

/** One POST on a connection of its own, as a phone makes it. */
export function post(origin: string, path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(origin);
    const json = JSON.stringify(body);
    const chunks: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', reject);
    socket.on('end', () => {
      const answer = Buffer.concat(chunks).toString();
      const [head = '', content = ''] = answer.split('\r\n\r\n');
      resolve({ status: Number(head.slice(9, 12)), body: JSON.parse(content) });
    });
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\nConnection: close\r\n\r\n${json}`,
    );
  });
}
