/**
 * What one process takes, and why. Rates of commands stand beside their buckets (session/token-bucket.ts), the size of a frame beside the wire
 * (shared/wire.ts), of what is written to a slow reader beside the room (realtime/room.ts).
 */

/**
 * A file descriptor per socket, two sockets a phone. Node raises its soft limit to the hard one as it starts; what is left over is for the database, the log
 * and the odd request. `null` where the system sets none (Windows).
 */
export function socketsMax(): number | null {
  known ??= { openFiles: openFilesMax() };
  return known.openFiles === null ? null : Math.max(64, known.openFiles - descriptorsKept);
}

const descriptorsKept = 128;
let known: { openFiles: number | null } | null = null;

function openFilesMax(): number | null {
  // The one place where Node tells it, whatever the system. It takes some milliseconds.
  const report = process.report.getReport() as { userLimits?: { open_files?: { hard: number | 'unlimited' } } };
  const hard = report.userLimits?.open_files?.hard;
  return typeof hard === 'number' ? hard : null;
}

export const http = {
  /** Handshakes that may wait to be accepted: a hall that scans within a second, while the loop writes to another. The system may allow fewer. */
  backlog: 4096,
  /** A body beyond it is `too-long`: the largest that anybody sends is a session's details, but for records that are imported (shared/imported.ts). */
  requestBytesMax: 65_536,
  server: {
    /** A phone asks for the page, then for its seat: longer than a slow phone reads in between. */
    keepAliveTimeout: 20_000,
    /** A slow-loris has so long for its head, and for all of it. */
    headersTimeout: 15_000,
    requestTimeout: 30_000,
    /** Node looks every thirty seconds who is over the time; until then a thousand slow senders would add up. */
    connectionsCheckingInterval: 1_000,
  },
} as const;

/** New people are asked to wait while the loop runs later than this: whoever is inside would feel each of them. */
export const busyAboveMs = 400;

/** So many may come into one session at once, and so many a second after that: the largest hall, and its late-comers. */
export const joinRate = { burst: 6_000, perSecond: 50 };

/** A session that nobody is connected to and nobody asked for is kept in memory so long; so often it is looked. */
export const idle = { afterMs: 15 * 60_000, lookEveryMs: 60_000 };

/** Of the time that a process takes to leave, proxies have this share to notice, while it serves as before; in the rest people move. */
export const noticeShare = 0.3;
