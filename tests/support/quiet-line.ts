import * as decoding from 'lib0/decoding';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Part } from '../../shared/document.ts';
import type { Reader, Room } from '../../server/realtime/room.ts';
import type { LiveSession } from '../../server/session/live-session.ts';
import type { Grant } from '../../server/session/tokens.ts';

const ping = 0x89;
const emptyStateVector = Uint8Array.of(0);

/**
 * A document socket without a network: what the room sends waits until the test lets it through, one frame after the other, and is lost when the line drops.
 * Who may write is asked and answers as a y-websocket client does.
 */
export class QuietLine {
  readonly doc = new Y.Doc();
  readonly #room: Room;
  readonly #session: LiveSession;
  readonly #grant: Grant;
  readonly #part: Part;
  #reader: Reader | null = null;
  #onClose: (() => void)[] = [];
  #onPong: (() => void)[] = [];
  #down: Buffer[] = [];
  #up: Uint8Array[] = [];
  /** The frames are kept, but count as waiting in the socket. */
  isStuck = false;
  /** How many bytes were let through, and how many frames that held a whole part. */
  heardBytes = 0;
  wholes = 0;

  constructor({ room, session, grant, part }: { room: Room; session: LiveSession; grant: Grant; part: Part }) {
    this.#room = room;
    this.#session = session;
    this.#grant = grant;
    this.#part = part;
    this.doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#up.push(update);
    });
  }

  get mayWrite(): boolean {
    return this.#grant.role === 'facilitator' && this.#part !== 'stage';
  }
  get isOpen(): boolean {
    return this.#reader !== null;
  }
  get waitingBytes(): number {
    return this.#down.reduce((sum, { length }) => sum + length, 0);
  }

  connect(): void {
    if (this.#reader) return;
    const socket = {
      OPEN: 1,
      readyState: 1,
      once: (_event: string, callback: () => void) => this.#onClose.push(callback),
      on: (_event: string, callback: () => void) => this.#onPong.push(callback),
      close: () => this.drop(),
      terminate: () => this.drop(),
    };
    Object.defineProperty(socket, 'bufferedAmount', { get: () => (this.isStuck ? this.waitingBytes : 0) });
    const stream = {
      write: (frame: Buffer) => {
        if (this.#reader === reader) this.#down.push(frame);
      },
    };
    const isWide = this.#grant.role === 'facilitator' || this.#grant.role === 'projector';
    const reader: Reader = {
      socket: socket as unknown as WebSocket,
      stream: stream as unknown as Duplex,
      part: this.#part,
      audience: isWide ? 'wide' : 'phones',
      mayWrite: this.mayWrite,
      grant: this.#grant,
      knownSeq: Infinity,
      staleSince: null,
      isAsked: false,
    };
    this.#reader = reader;
    this.#room.add(reader);
    this.ask();
  }

  /** A sync request, with what is here already. */
  ask(): void {
    if (!this.#reader) return;
    const isEmpty = this.doc.store.clients.size === 0;
    void this.#room.sync(this.#reader, isEmpty ? emptyStateVector : Y.encodeStateVector(this.doc)).catch(() => this.drop());
  }

  /** The line breaks: what was under way on it, either way, is lost. */
  drop(): void {
    this.#reader = null;
    this.#down = [];
    this.#up = [];
    this.#onPong = [];
    for (const callback of this.#onClose.splice(0)) callback();
  }

  /** Lets so many frames through to the page, and as many of its own out. */
  let(count = Infinity): void {
    for (const frame of this.#down.splice(0, count)) this.#hear(frame);
    if (!this.#reader) return;
    for (const update of this.#up.splice(0, count)) this.#say(update);
  }

  #hear(frame: Buffer): void {
    if (frame[0] === ping) return this.#onPong.forEach((answer) => answer());
    const length = frame[1]! & 127;
    this.heardBytes += frame.length;
    const decoder = decoding.createDecoder(new Uint8Array(frame.subarray(length === 126 ? 4 : length === 127 ? 10 : 2)));
    if (decoding.readVarUint(decoder) !== 0) return;
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === 0) return this.#say(Y.encodeStateAsUpdate(this.doc, content));
    if (step === 1) this.wholes += 1;
    Y.applyUpdate(this.doc, content, this);
  }

  #say(update: Uint8Array): void {
    const isEmpty = update.length === 2 && update[0] === 0 && update[1] === 0;
    if (this.mayWrite && this.#part !== 'stage' && !isEmpty) void this.#session.arrange(this.#part, update);
  }
}
