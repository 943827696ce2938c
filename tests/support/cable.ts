import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { Transform } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { isOverTls, proxyAt } from './over-tls.ts';

/** A way to a server that can be pulled out, as somebody's Wi-Fi is, while everybody else stays connected. */
export interface Cable {
  /** `http://localhost:PORT`, or `https:` where a proxy stands before it */
  origin: string;
  /** Everything that is under way is cut, and nothing new gets through. */
  pull: () => void;
  /** Nothing gets through any more, and nobody is told: as an access point that drops what comes. */
  hush: () => void;
  /** What comes from now on gets through. */
  plugIn: () => void;
  /** From now on every WebSocket is cut, and its handshake refused. */
  refuseWebSockets: () => void;
  close: () => void;
}

export interface CableOptions {
  /** What becomes of a WebSocket's handshake: some networks refuse it, and some let it vanish. */
  webSockets?: 'pass' | 'refuse' | 'vanish';
  /** So much comes through from the server, as over the last bar of a signal. */
  bytesPerSecond?: number;
}

/** Lays a cable to the server at `origin`. */
export async function layCable(origin: string, options: CableOptions = {}): Promise<Cable> {
  let { webSockets = 'pass' } = options;
  const port = Number(new URL(origin).port);
  // What a cable looks at is not encrypted: over TLS it lies behind a proxy of its own, and leads past the server's.
  const [before, around] = isOverTls ? await Promise.all([proxyAt(null), proxyAt(port)]) : [null, null];
  const ends = new Set<Socket>();
  let state: 'plugged' | 'pulled' | 'hushed' = 'plugged';
  const server = createServer((near) => {
    if (state === 'pulled') return near.destroy();
    if (state === 'hushed') return void ends.add(near.on('error', () => undefined));
    if (webSockets === 'pass') return through(near);
    near.once('data', (head: Buffer) => {
      near.pause().unshift(head);
      if (!/^upgrade: websocket/im.test(head.toString())) through(near);
      else if (webSockets === 'refuse') near.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      else ends.add(near.on('error', () => undefined));
    });
    return undefined;
  });

  function through(near: Socket): void {
    const far = connect(around?.behind ?? port, 'localhost');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        ends.delete(one);
        other.destroy();
      });
    }
    near.pipe(far);
    if (options.bytesPerSecond === undefined) far.pipe(near);
    else far.pipe(trickle(options.bytesPerSecond)).pipe(near);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const ownPort = (server.address() as AddressInfo).port;
  if (before) before.behind = ownPort;
  const cut = () => {
    for (const end of ends) end.destroy();
  };
  return {
    origin: before ? `https://localhost:${before.port}` : `http://localhost:${ownPort}`,
    pull() {
      state = 'pulled';
      cut();
    },
    hush() {
      state = 'hushed';
      for (const end of ends) end.unpipe().pause();
    },
    plugIn: () => void (state = 'plugged'),
    refuseWebSockets() {
      webSockets = 'refuse';
      cut();
    },
    close() {
      server.close();
      cut();
    },
  };
}

/** Lets a tenth of `bytesPerSecond` through each tenth of a second. */
function trickle(bytesPerSecond: number): Transform {
  const atOnce = Math.ceil(bytesPerSecond / 10);
  const drip = async (stream: Transform, bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += atOnce) {
      await wait(100);
      stream.push(bytes.subarray(at, at + atOnce));
    }
  };
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      void drip(this, chunk).then(() => done());
    },
  });
}
