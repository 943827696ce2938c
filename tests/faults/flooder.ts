import { WebSocket } from 'ws';

/** A process of its own that sends what a hostile phone would, so that the room and the one who measures it share no loop with it. */
export interface Flood {
  /** A URL for each socket, with its subprotocols, and what it sends first, as text. */
  sockets: { url: string; protocols: string[]; origin?: string; greeting?: string }[];
  /** What each sends over and over: base64 of a binary frame, or text in which `#` is a running number. */
  frame: { base64: string } | { text: string };
  perSecond: number;
  /** The server hung up: come again, so many times a second at most. */
  comesBack: boolean;
}

const { sockets, frame, perSecond, comesBack } = JSON.parse(process.argv[2] ?? '') as Flood;
const everyMs = 20;
let count = 0;

function attack(one: Flood['sockets'][number]): void {
  const { url, protocols, origin, greeting } = one;
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false, ...(origin !== undefined && { origin }) });
  let owed = 0;
  const ticking = setInterval(() => {
    if (socket.readyState !== WebSocket.OPEN) return;
    owed += (perSecond * everyMs) / 1000;
    for (; owed >= 1; owed -= 1) {
      count += 1;
      if ('base64' in frame) socket.send(Buffer.from(frame.base64, 'base64'));
      else socket.send(frame.text.replaceAll('#', String(count)));
    }
  }, everyMs);
  socket.on('open', () => {
    if (greeting !== undefined) socket.send(greeting);
  });
  socket.on('message', (data: Buffer) => {
    if (data.length === 1 && data.toString() === '2') socket.send('3');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    count += 1;
    clearInterval(ticking);
    if (comesBack) setTimeout(() => attack(one), 200);
  });
}

for (const socket of sockets) attack(socket);
setInterval(() => process.stdout.write(`${String(count)}\n`), 50);
