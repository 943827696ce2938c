import { WebSocket } from 'ws';

/** A process of its own that sends what a hostile phone would, so that the room and the one who measures it share no loop with it. */
export interface Flood {
  /** A URL for each socket, with its subprotocols. */
  sockets: { url: string; protocols: string[] }[];
  /** What each socket sends first, as text. */
  greeting: string | null;
  /** What each sends over and over: base64 of a binary frame, or text in which `#` is a running number. */
  frame: { base64: string } | { text: string };
  perSecond: number;
  /** The server hung up: come again, so many times a second at most. */
  comesBack: boolean;
}

const { sockets, greeting, frame, perSecond, comesBack } = JSON.parse(process.argv[2] ?? '') as Flood;
const everyMs = 20;
let count = 0;

function attack({ url, protocols }: Flood['sockets'][number]): void {
  const socket = new WebSocket(url, protocols, { perMessageDeflate: false });
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
    if (greeting !== null) socket.send(greeting);
  });
  socket.on('message', (data: Buffer) => {
    if (data.length === 1 && data.toString() === '2') socket.send('3');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    clearInterval(ticking);
    if (comesBack) setTimeout(() => attack({ url, protocols }), 200);
  });
}

for (const socket of sockets) attack(socket);
process.stdout.write('flooding\n');
setInterval(() => process.stdout.write(`${String(count)}\n`), 200);
