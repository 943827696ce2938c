import { copyFileSync, constants, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { stores } from './app.ts';
import { chainStart, firstBroken } from './session/digest.ts';
import { MoveError, type CommitRow, type SessionRow, type Store, type StoredSession } from './store/store.ts';

export interface MoveOptions {
  /** The embedded data folder. */
  from: string;
  /** `postgres://…` */
  to: string;
  /** The data folder that processes on the database will be started with. */
  dataDir: string;
  /** Told of each session, one after the other. */
  onSession: (session: MovedSession) => void;
}

export interface MovedSession {
  row: SessionRow;
  commits: number;
  /** `there`: an earlier move had brought it. `altered`: its log does not follow from its beginning; it stays behind [D6]. */
  is: 'moved' | 'there' | 'altered';
}

interface Whole {
  stored: StoredSession;
  commits: CommitRow[];
}

/**
 * [D35] Brings everything of a data folder to PostgreSQL, session by session, each whole or not at all: what was interrupted goes on where it stopped. Every
 * session is read back and compared, and its log followed from its beginning. The folder is left as it is. Throws MoveError, or what the disk or the database say.
 */
export async function move({ from, to, dataDir, onSession }: MoveOptions): Promise<MovedSession[]> {
  const moving = await stores.moving({ dir: from, url: to, dataDir });
  try {
    const sessions: MovedSession[] = [];
    for (const row of (await moving.from.sessions()).toReversed()) {
      const session = await moveOne(row, moving);
      sessions.push(session);
      onSession(session);
    }
    await moving.takeDesk();
    takeKey(from, dataDir);
    return sessions;
  } finally {
    await moving.close();
  }
}

async function moveOne(row: SessionRow, { from, to, take }: Awaited<ReturnType<typeof stores.moving>>): Promise<MovedSession> {
  const whole = await wholeOf(from, row.id);
  const commits = whole.commits.length;
  if (firstBroken({ seq: 0, hash: chainStart }, whole.commits) !== null) return { row, commits, is: 'altered' };
  const isThere = (await to.session(row.id)) !== null;
  if (!isThere) await take(whole);
  const there = await wholeOf(to, row.id);
  if (firstBroken({ seq: 0, hash: chainStart }, there.commits) !== null || !isDeepStrictEqual(inOrder(there), inOrder(whole)))
    throw new MoveError(
      isThere
        ? `Session “${row.title}” is in the database already and differs from the folder's: somebody has gone on with one of them. It was left as it is there.`
        : `Session “${row.title}” did not arrive as it left: start anew with an empty database.`,
    );
  return { row, commits, is: isThere ? 'there' : 'moved' };
}

async function wholeOf(store: Store, sessionId: string): Promise<Whole> {
  const stored = await store.load(sessionId);
  if (!stored) throw new MoveError(`Session ${sessionId} is gone.`);
  return { stored, commits: await store.commits(sessionId, 1) };
}

/** Only ballots and commits have an order that a store keeps. */
function inOrder({ stored, commits }: Whole): unknown {
  const sorted = (rows: readonly object[]) => rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted();
  const { texts, authors, participants, seats, receipts, keys, ...rest } = stored;
  return { ...rest, log: commits, beside: [texts, authors, participants, seats, receipts, keys].map(sorted) };
}

/** The organizer key goes along, where it does not come from the surroundings; one that is there is kept. */
function takeKey(from: string, dataDir: string): void {
  const key = join(from, 'organizer.key');
  if (!existsSync(key) || existsSync(join(dataDir, 'organizer.key'))) return;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  copyFileSync(key, join(dataDir, 'organizer.key'), constants.COPYFILE_EXCL);
}
