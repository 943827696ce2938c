import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { WebSocketServer, type WebSocket } from 'ws';
import { readSyncMessage, writeSyncStep1, writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { roomNotes } from './room-notes.ts';

/** A bare relay of the y-websocket protocol: one document, every update to every socket at once, nothing stored, nobody asked who they are. */
const doc = new Y.Doc();
const sockets = new Set<WebSocket>();
const messageSync = 0;

for (const { id, text } of roomNotes()) doc.getMap('notes').set(id, { id, text });
doc.on('update', (update: Uint8Array) => {
  const frame = syncFrame((encoder) => writeUpdate(encoder, update));
  for (const socket of sockets) socket.send(frame);
});

const httpServer = createServer();
new WebSocketServer({ server: httpServer, perMessageDeflate: false }).on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(data);
    if (decoding.readVarUint(decoder) !== messageSync) return;
    const answer = syncFrame((encoder) => void readSyncMessage(decoder, encoder, doc, socket));
    if (answer.length > 1) socket.send(answer);
  });
  socket.send(syncFrame((encoder) => writeSyncStep1(encoder, doc)));
});
httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () =>
  process.stdout.write(`ready ${(httpServer.address() as AddressInfo).port}\n`),
);

function syncFrame(write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageSync);
  write(encoder);
  return encoding.toUint8Array(encoder);
}
