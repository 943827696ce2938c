import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Ack } from '../../shared/wire.ts';

/** A bare WebSocket that counts its acks by hand: what it sends is exactly what it is told to, as a hostile phone would. */
export class RawCommander {
  readonly socket: WebSocket;
  readonly #answers = new Map<number, (answer: Ack) => void>();
  #sent = 0;

  private constructor(origin: string) {
    this.socket = new WebSocket(`${origin.replace(/^http/, 'ws')}/socket.io/?EIO=4&transport=websocket`);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => this.#hear(data.toString()));
  }

  static async open(origin: string, token: string): Promise<RawCommander> {
    const raw = new RawCommander(origin);
    const isIn = new Promise<void>((resolve) => {
      raw.socket.on('message', (data: Buffer) => {
        if (data.toString().startsWith('42["hello"')) resolve();
      });
    });
    await once(raw.socket, 'open');
    raw.socket.send(`40${JSON.stringify({ token, wire: 1 })}`);
    await isIn;
    return raw;
  }

  /** Sends `text` as the payload, whatever JSON would say of it. */
  send(name: string, text: string): Promise<Ack> {
    this.#sent += 1;
    const id = this.#sent;
    return new Promise((resolve) => {
      this.#answers.set(id, resolve);
      this.socket.send(`42${id}[${JSON.stringify(name)},${text}]`);
    });
  }

  /** Resolves with the code the server closed with. */
  closed(): Promise<number> {
    if (this.socket.readyState === WebSocket.CLOSED) return Promise.resolve(0);
    return new Promise((resolve) => this.socket.once('close', resolve));
  }

  close(): void {
    this.socket.terminate();
  }

  #hear(frame: string): void {
    if (frame === '2') return this.socket.send('3');
    const ack = /^43(\d+)(\[.*)$/s.exec(frame);
    if (!ack) return;
    const [answer] = JSON.parse(ack[2]!) as [Ack];
    this.#answers.get(Number(ack[1]))?.(answer);
  }
}

/** A bare WebSocket on a part of the document: frames as they are, and the code it was closed with. */
export class RawPart {
  readonly socket: WebSocket;
  readonly frames: Uint8Array[] = [];
  /** Resolves with the code that the server closed with; 1006 where it broke off without one. */
  readonly closed: Promise<number>;
  readonly opened: Promise<void>;

  constructor(origin: string, path: string, protocols: string[]) {
    this.socket = new WebSocket(`${origin.replace(/^http/, 'ws')}${path}`, protocols);
    this.socket.on('error', () => undefined);
    this.socket.on('message', (data: Buffer) => this.frames.push(new Uint8Array(data)));
    this.closed = new Promise((resolve) => this.socket.once('close', resolve));
    this.opened = new Promise((resolve) => this.socket.once('open', () => resolve()));
  }

  send(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  close(): void {
    this.socket.terminate();
  }
}
