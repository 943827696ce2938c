import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { readSyncMessage, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { syncRequest } from '../light-phone.ts';
import { ThinSocket } from '../thin-socket.ts';
import type { Peer, PeerPhone } from './peer.ts';

const syncStep2 = 1;
const update = 2;

/** y-websocket without its client library: a vote is a key in a map, and has arrived when it comes back. */
export const relay: Peer = {
  name: 'y-protocols relay',
  file: 'relay.ts',
  async connect(origin, onMove) {
    let whole = () => undefined as void;
    const isWhole = new Promise<void>((resolve) => (whole = resolve));
    const doc = new Y.Doc();
    let waiting: { key: Buffer; resolve: () => void } | null = null;
    if (onMove) doc.getMap('places').observe((event) => onMove(event.target.get('moved') as number));
    const socket = await ThinSocket.open(origin, '/room', {
      onMessage: (data) => {
        if (data[0] !== 0) return;
        if (data[1] === syncStep2) whole();
        if (onMove && data[1] !== 0) read(doc, data);
        if (data[1] !== update) return;
        phone.frames += 1;
        phone.lastFrameAt = performance.now();
        if (waiting && data.includes(waiting.key)) waiting.resolve();
      },
    });
    const phone: PeerPhone = {
      frames: 0,
      lastFrameAt: 0,
      vote: (i) =>
        new Promise((resolve) => {
          const key = `vote-${String(i).padStart(6, '0')}`;
          waiting = { key: Buffer.from(key), resolve: () => ((waiting = null), resolve()) };
          doc.once('update', (change: Uint8Array) => socket.send(frameOf(change)));
          doc.getMap('votes').set(key, { 'need-bench-1': 3, 'need-bench-2': 2 });
        }),
      move: (x) => {
        doc.once('update', (change: Uint8Array) => socket.send(frameOf(change)));
        doc.getMap('places').set('moved', x);
      },
      close: () => socket.close(),
    };
    socket.send(syncRequest);
    await isWhole;
    return phone;
  },
};

function frameOf(change: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  writeUpdate(encoder, change);
  return encoding.toUint8Array(encoder);
}

function read(doc: Y.Doc, data: Buffer): void {
  const decoder = decoding.createDecoder(data);
  decoding.readVarUint(decoder);
  readSyncMessage(decoder, encoding.createEncoder(), doc, 'server');
}
