import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { roomNotes } from './room-notes.ts';

/** A bare socket.io room: a vote is counted and the new count told to everybody at once; nothing stored, nobody asked who they are. */
const httpServer = createServer();
const io = new Server(httpServer, { serveClient: false, perMessageDeflate: false });
const votes = new Map<string, unknown>();
const notes = roomNotes();

io.on('connection', (socket) => {
  socket.emit('notes', notes);
  socket.on('vote', (voter: string, dots: unknown, ack: () => void) => {
    votes.set(voter, dots);
    io.emit('count', votes.size);
    ack();
  });
  socket.on('move', (x: number) => io.emit('move', x));
});
httpServer.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () =>
  process.stdout.write(`ready ${(httpServer.address() as AddressInfo).port}\n`),
);
