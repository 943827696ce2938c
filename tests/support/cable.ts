import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

/** A way to a server that can be pulled out, as somebody's Wi-Fi is, while everybody else stays connected. */
export interface Cable {
  /** `http://localhost:PORT` */
  origin: string;
  /** Everything that is under way is cut, and nothing new gets through. */
  pull: () => void;
  plugIn: () => void;
  close: () => void;
}

/** Lays a cable to the server at `origin`. */
export async function layCable(origin: string): Promise<Cable> {
  const port = Number(new URL(origin).port);
  const ends = new Set<Socket>();
  let isPulled = false;
  const server = createServer((near) => {
    if (isPulled) return near.destroy();
    const far = connect(port, 'localhost');
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
      one.pipe(other);
    }
    return undefined;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    for (const end of ends) end.destroy();
  };
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    pull() {
      isPulled = true;
      cut();
    },
    plugIn: () => void (isPulled = false),
    close() {
      server.close();
      cut();
    },
  };
}
