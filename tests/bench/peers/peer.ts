import { fileURLToPath } from 'node:url';
import { Measured } from '../measured-server.ts';

/** A phone in a peer's room. */
export interface PeerPhone {
  /** Resolves when the phone knows that its vote arrived. */
  vote: (i: number) => Promise<void>;
  move: (x: number) => void;
  /** How often it was told something new, and when last. */
  frames: number;
  lastFrameAt: number;
  close: () => void;
}

/** A kind of server that does the same work without storing anything. */
export interface Peer {
  name: string;
  file: string;
  /** Resolves when the phone has all that a joiner is sent. `onMove` is called with every place that it is told of. */
  connect: (origin: string, onMove?: (x: number) => void) => Promise<PeerPhone>;
}

export interface RunningPeer {
  origin: string;
  measured: Measured;
}

/** Starts a peer in a process of its own, with so many notes of 200 characters in its room. */
export async function startPeer({ file }: Peer, { notes }: { notes: number }): Promise<RunningPeer> {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const measured = new Measured(process.execPath, ['--import', 'tsx', path], { PEER_NOTES: String(notes) });
  const [, port] = await measured.saying(/^ready (\d+)$/m);
  return { origin: `http://127.0.0.1:${port}`, measured };
}
