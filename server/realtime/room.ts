import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { parts, type Part } from '../../shared/document.ts';
import { closeCodes } from '../../shared/wire.ts';
import type { Published } from '../session/live-session-options.ts';
import type { LiveSession } from '../session/live-session.ts';
import type { Grant } from '../session/tokens.ts';
import type { Meters } from '../session/meters.ts';
import { keepaliveFrame, pingFrame, syncRequestFrame, updateFrame, webSocketFrame, wholeFrame } from './frames.ts';

/** Projector and facilitators see a change within a frame of a slow screen; phones a few times a second. */
const tickMs = { wide: 33, phones: 200 } as const;
type Audience = keyof typeof tickMs;

/** What is sent to thousands is cut into slices, so that answers pass between them. */
const sliceSize = 100;
/**
 * Above so many bytes waiting a reader is sent no more single changes; above so many more, or behind for so long, it is cut. So is who did not answer a ping
 * by the next one: the system does not notice, since to it there is always something under way. A whole wall over a weak signal may take a minute.
 */
export const slowReaderLimits = {
  staleAboveBytes: 256 * 1024,
  cutAboveBytes: 1024 * 1024,
  staleForMs: 20_000,
  catchUpMs: 500,
  deadAfterMs: 60_000,
};
/** So often everybody hears that their line is alive: a phone that hears nothing for six seconds makes its lines anew. */
const keepaliveMs = 3_000;
const askWritersMs = 1_000;

interface Waiting {
  seq: number;
  update: Uint8Array;
}

export interface Reader {
  socket: WebSocket;
  /** What the socket writes to: frames that many are sent go there as they are. */
  stream: Duplex;
  part: Part;
  audience: Audience;
  mayWrite: boolean;
  grant: Grant;
  /** The last commit that is in what it was sent as a whole; before it has asked, every one is to come with that. */
  knownSeq: number;
  /** Since when it reads too slowly to be sent single changes; null while it keeps up. */
  staleSince: number | null;
  /** A ping went out to it, and no pong came back yet. */
  isAsked: boolean;
}

/**
 * Who is connected to a session's documents and what is still to be sent to them. A room sends on a tick, not on an event: what happened in a tick is one
 * update, one message, one frame, built once and written to every socket.
 */
export class Room {
  /** The history that its readers hold. */
  readonly epoch: number;
  readonly #session: LiveSession;
  readonly #meters: Meters;
  readonly #limits: typeof slowReaderLimits;
  readonly #readers = new Set<Reader>();
  /** The same readers, by what is sent to them together. */
  readonly #listening: Record<Audience, Record<Part, Set<Reader>>> = { wide: nobody(), phones: nobody() };
  readonly #writers = new Set<Reader>();
  readonly #pending: Record<Audience, Record<Part, Waiting[]>> = { wide: noUpdates(), phones: noUpdates() };
  readonly #timers: Partial<Record<Audience, NodeJS.Timeout>> = {};
  readonly #flushedAt: Record<Audience, number> = { wide: -Infinity, phones: -Infinity };
  readonly #whole = new Map<Part, { encoded: Uint8Array; frame: Buffer }>();
  readonly #stale = new Set<Reader>();
  readonly #timersOfRoom: readonly NodeJS.Timeout[];
  #askedAt = -Infinity;
  #askTimer: NodeJS.Timeout | null = null;

  constructor(session: LiveSession, meters: Meters, limits = slowReaderLimits) {
    this.#session = session;
    this.epoch = session.row.epoch;
    this.#meters = meters;
    this.#limits = limits;
    this.#timersOfRoom = [
      setInterval(() => void this.#keepAlive(), keepaliveMs),
      setInterval(() => this.#catchUp(), limits.catchUpMs),
      setInterval(() => void this.#cutTheDead(), limits.deadAfterMs),
    ];
    for (const timer of this.#timersOfRoom) timer.unref();
  }

  get session(): LiveSession {
    return this.#session;
  }
  /** Bytes that wait in its sockets. */
  get bufferedBytes(): number {
    let bytes = 0;
    for (const { socket } of this.#readers) bytes += socket.bufferedAmount;
    return bytes;
  }

  /** Lets a socket in; from now on it is sent what changes. Its first sync is its own request. */
  add(reader: Reader): void {
    const groups = [this.#readers, this.#listening[reader.audience][reader.part], ...(reader.mayWrite ? [this.#writers] : [])];
    for (const group of groups) group.add(reader);
    this.#meters.connected('documents', reader.grant.role, 1);
    reader.socket.on('pong', () => (reader.isAsked = false));
    reader.socket.once('close', () => {
      for (const group of [...groups, this.#stale]) group.delete(reader);
      this.#meters.connected('documents', reader.grant.role, -1);
    });
  }

  get isEmpty(): boolean {
    return this.#readers.size === 0;
  }
  readers(): Iterable<Reader> {
    return this.#readers;
  }

  /** Takes what a commit made public. */
  publish({ seq, updates, rebuilt }: Published): void {
    if (rebuilt) this.#sendWholeToAll();
    for (const part of parts) {
      const update = updates[part];
      if (!update) continue;
      for (const audience of ['wide', 'phones'] as const) this.#pending[audience][part].push({ seq, update });
    }
    this.#schedule('wide');
    this.#schedule('phones');
    this.#askWriters();
  }

  /** Answers a sync request: the whole from a frame built once a seq, or what the reader lacks. Who does not read the answers gets the whole when it does. */
  async sync(reader: Reader, stateVector: Uint8Array): Promise<void> {
    if (reader.staleSince !== null) return;
    if (reader.socket.bufferedAmount > this.#limits.staleAboveBytes) return this.#markStale(reader);
    let frame = await this.#frameFor(reader, stateVector);
    if (frame === null) {
      // [D53] What they know another process may have stored.
      await this.#session.lookElsewhere();
      frame = await this.#frameFor(reader, stateVector);
    }
    // [D11] Who only reads and knows more than there is knows a history that is no more.
    if (frame === null) return reader.socket.close(closeCodes.otherEpoch);
    send(reader, frame);
    if (reader.mayWrite) send(reader, await this.#requestFrame(reader.part));
  }

  /** What the reader lacks; null for who only reads and knows more than is known here. */
  #frameFor(reader: Reader, stateVector: Uint8Array): Promise<Buffer | null> {
    return this.#session.atRest((session) => {
      reader.knownSeq = session.seq;
      if (isEmptyStateVector(stateVector)) return this.#wholeFrame(reader.part);
      const doc = session.documents.parts[reader.part];
      return !reader.mayWrite && isAhead(stateVector, doc) ? null : wholeFrame(Y.encodeStateAsUpdate(doc, stateVector));
    });
  }

  /** Passes on where a facilitator's cursor is, to the other facilitators of the part. */
  relay(from: Reader, message: Uint8Array): void {
    const frame = webSocketFrame(message);
    for (const writer of this.#writers) {
      const isBehind = writer.staleSince !== null || writer.socket.bufferedAmount > this.#limits.staleAboveBytes;
      // Where a cursor was a moment ago is of no use to who reads slowly.
      if (writer !== from && writer.part === from.part && !isBehind) send(writer, frame);
    }
  }

  close(code: number): void {
    for (const timer of this.#timersOfRoom) clearInterval(timer);
    for (const timer of [...Object.values(this.#timers), this.#askTimer]) if (timer) clearTimeout(timer);
    for (const { socket } of this.#readers) socket.close(code);
  }

  #wholeFrame(part: Part): Buffer {
    const encoded = this.#session.encode(part);
    const known = this.#whole.get(part);
    if (known?.encoded === encoded) return known.frame;
    const frame = wholeFrame(encoded);
    this.#whole.set(part, { encoded, frame });
    return frame;
  }

  #requestFrame(part: Part): Promise<Buffer> {
    return this.#session.atRest((session) => syncRequestFrame(session.documents.parts[part]));
  }

  #schedule(audience: Audience): void {
    if (this.#timers[audience]) return;
    const wait = Math.max(0, this.#flushedAt[audience] + tickMs[audience] - performance.now());
    this.#timers[audience] = setTimeout(() => {
      void this.#flush(audience);
    }, wait);
  }

  async #flush(audience: Audience): Promise<void> {
    const started = performance.now();
    this.#flushedAt[audience] = started;
    let sent = 0;
    for (const part of parts) {
      const waiting = this.#pending[audience][part].splice(0);
      const [first] = waiting;
      if (!first) continue;
      // Built once for all who lack as many: in a hall that comes in, many have come in since.
      const frames = new Map<number, Buffer>();
      const readers = [...this.#listening[audience][part]];
      sent += readers.length;
      await inSlices(readers, (reader) => {
        // [N11] Who came in meanwhile is sent nothing of before: words that were taken away since are still in it.
        const lacking = reader.knownSeq < first.seq ? waiting : waiting.filter(({ seq }) => seq > reader.knownSeq);
        if (lacking.length > 0) this.#sendChange(reader, frameOf(lacking, frames));
      });
    }
    if (sent > 0) this.#meters.flushed(audience, (performance.now() - started) / 1000);
    delete this.#timers[audience];
    if (parts.some((part) => this.#pending[audience][part].length > 0)) this.#schedule(audience);
  }

  /** A slow reader's buffer is bounded: too much, and it gets one whole state later; far too much or for too long, and it is cut. */
  #sendChange(reader: Reader, frame: Buffer): void {
    if (this.#cutWhereFarBehind(reader) || reader.staleSince !== null) return;
    if (reader.socket.bufferedAmount > this.#limits.staleAboveBytes) this.#markStale(reader);
    else send(reader, frame);
  }

  #markStale(reader: Reader): void {
    reader.staleSince = performance.now();
    this.#stale.add(reader);
    this.#meters.slowReader('stale');
  }

  #cutWhereFarBehind(reader: Reader): boolean {
    const { cutAboveBytes, staleForMs } = this.#limits;
    const isTooLong = reader.staleSince !== null && performance.now() - reader.staleSince > staleForMs;
    if (!isTooLong && reader.socket.bufferedAmount <= cutAboveBytes) return false;
    this.#meters.slowReader('cut');
    reader.socket.terminate();
    return true;
  }

  async #keepAlive(): Promise<void> {
    await inSlices([...this.#readers], (reader) => send(reader, keepaliveFrame));
  }

  async #cutTheDead(): Promise<void> {
    await inSlices([...this.#readers], (reader) => {
      if (reader.isAsked) reader.socket.terminate();
      else send(reader, pingFrame);
      reader.isAsked = true;
    });
  }

  /** Who has read what was waiting for it gets the whole as it is now; who never does is cut, also where nothing happens any more. */
  #catchUp(): void {
    for (const reader of this.#stale) {
      if (reader.socket.bufferedAmount > 0) {
        this.#cutWhereFarBehind(reader);
        continue;
      }
      reader.staleSince = null;
      this.#stale.delete(reader);
      void this.#sendWhole(reader).catch(() => reader.socket.close(4503));
    }
  }

  async #sendWhole(reader: Reader): Promise<void> {
    const frame = await this.#session.atRest(({ seq }) => {
      reader.knownSeq = seq;
      return this.#wholeFrame(reader.part);
    });
    send(reader, frame);
  }

  #sendWholeToAll(): void {
    this.#whole.clear();
    for (const reader of this.#readers) void this.#sendWhole(reader).catch(() => reader.socket.close(4503));
  }

  /** What a writer has that was never stored (a lost frame, a failed commit) comes back when asked for. */
  #askWriters(): void {
    if (this.#askTimer || this.#writers.size === 0) return;
    const wait = Math.max(0, this.#askedAt + askWritersMs - performance.now());
    this.#askTimer = setTimeout(() => {
      this.#askTimer = null;
      this.#askedAt = performance.now();
      for (const part of ['wall', 'backstage'] as const) void this.#askWritersOf(part).catch(() => undefined);
    }, wait);
    this.#askTimer.unref();
  }

  async #askWritersOf(part: Part): Promise<void> {
    const writers = [...this.#writers].filter((writer) => writer.part === part);
    if (writers.length === 0) return;
    const frame = await this.#requestFrame(part);
    for (const writer of writers) send(writer, frame);
  }
}

/** A hall of readers, and between two slices of it a turn of the loop for whoever votes. */
async function inSlices(readers: readonly Reader[], act: (reader: Reader) => void): Promise<void> {
  for (const [i, reader] of readers.entries()) {
    if (i > 0 && i % sliceSize === 0) await new Promise(setImmediate);
    act(reader);
  }
}

function send(reader: Reader, frame: Buffer): void {
  if (reader.socket.readyState === reader.socket.OPEN) reader.stream.write(frame);
}

/** The last so many changes of a tick in one frame; `built` has those that were asked for before. */
function frameOf(waiting: readonly Waiting[], built: Map<number, Buffer>): Buffer {
  const known = built.get(waiting.length);
  if (known) return known;
  const frame = updateFrame(waiting.length === 1 ? waiting[0]!.update : Y.mergeUpdates(waiting.map(({ update }) => update)));
  built.set(waiting.length, frame);
  return frame;
}

function isAhead(stateVector: Uint8Array, doc: Y.Doc): boolean {
  for (const [client, clock] of Y.decodeStateVector(stateVector)) if (clock > Y.getState(doc.store, client)) return true;
  return false;
}

function isEmptyStateVector(stateVector: Uint8Array): boolean {
  return stateVector.length === 0 || (stateVector.length === 1 && stateVector[0] === 0);
}

function nobody(): Record<Part, Set<Reader>> {
  return { stage: new Set(), wall: new Set(), backstage: new Set() };
}

function noUpdates(): Record<Part, Waiting[]> {
  return { stage: [], wall: [], backstage: [] };
}
