import { ThinSocket } from '../thin-socket.ts';
import type { Peer, PeerPhone } from './peer.ts';

/** socket.io without its client library. */
export const socketIoRoom: Peer = {
  name: 'socket.io room',
  file: 'socket-io-room.ts',
  async connect(origin, onMove) {
    let whole = () => undefined as void;
    const isWhole = new Promise<void>((resolve) => (whole = resolve));
    const waiting = new Map<string, () => void>();
    let nextAck = 0;
    const socket = await ThinSocket.open(origin, '/socket.io/?EIO=4&transport=websocket', {
      onMessage: (data) => {
        const kind = data.toString('latin1', 0, 11);
        if (kind === '2') socket.send('3');
        else if (kind.startsWith('42["notes"')) whole();
        else if (kind.startsWith('43')) waiting.get(/^43(\d+)/.exec(kind)![1]!)?.();
        else if (kind.startsWith('42["')) {
          phone.frames += 1;
          phone.lastFrameAt = performance.now();
          if (onMove && kind.startsWith('42["move"')) onMove((JSON.parse(data.toString().slice(2)) as [string, number])[1]);
        }
      },
    });
    const phone: PeerPhone = {
      frames: 0,
      lastFrameAt: 0,
      vote: (i) =>
        new Promise((resolve) => {
          const id = String(nextAck++);
          waiting.set(id, resolve);
          socket.send(`42${id}${JSON.stringify(['vote', `voter-${i}`, { 'need-bench-1': 3, 'need-bench-2': 2 }])}`);
        }),
      move: (x) => socket.send(`42${JSON.stringify(['move', x])}`),
      close: () => socket.close(),
    };
    socket.send('40');
    await isWhole;
    return phone;
  },
};
