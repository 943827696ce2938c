import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** The y-websocket protocol: one message a frame, since its client reads only the first. */
const messageSync = 0;
const messageAwareness = 1;
const syncStep1 = 0;
const syncStep2 = 1;
const syncUpdate = 2;

/** What a frame from a client says. Anything else is `unreadable`. */
export type ClientFrame =
  { is: 'sync-request'; stateVector: Uint8Array } | { is: 'write'; update: Uint8Array } | { is: 'awareness' } | { is: 'unreadable' };

/** Reads a frame without touching any document. */
export function readFrame(bytes: Uint8Array): ClientFrame {
  try {
    const decoder = decoding.createDecoder(bytes);
    const message = decoding.readVarUint(decoder);
    if (message === messageAwareness || message === 2 || message === 3) return { is: 'awareness' };
    if (message !== messageSync) return { is: 'unreadable' };
    const step = decoding.readVarUint(decoder);
    const content = decoding.readVarUint8Array(decoder);
    if (step === syncStep1) return { is: 'sync-request', stateVector: content };
    if (step === syncStep2 || step === syncUpdate) return { is: 'write', update: content };
    return { is: 'unreadable' };
  } catch {
    return { is: 'unreadable' };
  }
}

/** True where an update changes nothing: no structs and no deletions. */
export function isEmptyUpdate(update: Uint8Array): boolean {
  return update.length === 2 && update[0] === 0 && update[1] === 0;
}

/**
 * True where an update can be read to its end. `Y.decodeUpdate` walks it without allocating what a hostile header announces; `applyUpdate` would not
 * (yjs#687).
 */
export function isReadableUpdate(update: Uint8Array): boolean {
  try {
    Y.decodeUpdate(update);
    return true;
  } catch {
    return false;
  }
}

/**
 * A message as the bytes of a WebSocket frame (RFC 6455, 5.2: final, binary, unmasked), so that a thousand sockets are written the same buffer: building
 * it anew for each costs as much as sending it.
 */
export function webSocketFrame(message: Uint8Array): Buffer {
  const { length } = message;
  const headerBytes = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerBytes + length);
  frame[0] = 0x82;
  if (headerBytes === 2) frame[1] = length;
  else if (headerBytes === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(message, headerBytes);
  return frame;
}

/** A change, as a frame. */
export function updateFrame(update: Uint8Array): Buffer {
  return syncFrame(syncUpdate, update);
}

/** The answer to a sync request, as a frame. */
export function wholeFrame(update: Uint8Array): Buffer {
  return syncFrame(syncStep2, update);
}

/** A request for what the other side has and this document lacks, as a frame. */
export function syncRequestFrame(doc: Y.Doc): Buffer {
  return syncFrame(syncStep1, Y.encodeStateVector(doc));
}

/** Awareness of nobody: a y-websocket client gives up after 30 s without data. */
export const keepaliveFrame: Buffer = webSocketFrame(Uint8Array.of(messageAwareness, 1, 0));

/** A WebSocket's own ping, empty (RFC 6455, 5.5.2): every browser answers it by itself. */
export const pingFrame: Buffer = Buffer.of(0x89, 0);

function syncFrame(step: number, content: Uint8Array): Buffer {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageSync);
  encoding.writeVarUint(encoder, step);
  encoding.writeVarUint8Array(encoder, content);
  return webSocketFrame(encoding.toUint8Array(encoder));
}
