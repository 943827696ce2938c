import { vi } from 'vitest';
import { WebSocket } from 'ws';

/** Gives the client's own network code the little it wants of a browser: where the page came from, and WebSockets. `vi.unstubAllGlobals` takes it away. */
export function pretendPage(origin: string): void {
  const { protocol, host, hostname, port } = new URL(origin);
  vi.stubGlobal('location', { origin, protocol, host, hostname, port });
  vi.stubGlobal('WebSocket', WebSocket);
}
