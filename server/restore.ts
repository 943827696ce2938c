import { randomBytes } from 'node:crypto';
import { stores } from './app.ts';
import { chainStart, firstBroken } from './session/digest.ts';
import { noMeters } from './session/meters.ts';
import { Sessions } from './session/sessions.ts';
import { Tokens } from './session/tokens.ts';
import { RestoreError, type CopyStamp, type SessionRow, type Store } from './store/store.ts';

export interface RestoreOptions {
  /** The folder with the copy, or the data folder of a computer that died. */
  from: string;
  dataDir: string;
  /** Puts the sessions that `dataDir` has aside instead of refusing. */
  isReplacing: boolean;
  now: () => number;
}

/** What lies in the data folder now. */
export interface RestoreReport {
  /** When the copy was taken, or where it does not say so its last commit; null of a copy without sessions. */
  copiedAt: number | null;
  /** Newest first. `alteredAt` is the first entry of its log that does not follow; such a session is not opened [D6]. */
  sessions: { row: SessionRow; commits: number; lastAt: number | null; alteredAt: number | null }[];
  /** Where what was there before lies now. */
  putAside: string | null;
}

/**
 * [D10] Lets the sessions of a copy go on in `dataDir`. Everything is verified and written beside what is there, and takes its place at the end: a restore
 * that fails has changed nothing. Throws RestoreError, or what the disk says.
 */
export async function restore({ from, dataDir, isReplacing, now }: RestoreOptions): Promise<RestoreReport> {
  const restoring = stores.restoring(from, dataDir, { isReplacing, at: now() });
  try {
    const report = await verifyAndTell(restoring.dir, { stamp: restoring.stamp, now });
    return { ...report, putAside: restoring.finish() };
  } finally {
    restoring.close();
  }
}

async function verifyAndTell(
  dir: string,
  { stamp, now }: { stamp: CopyStamp | null; now: () => number },
): Promise<Omit<RestoreReport, 'putAside'>> {
  const store = await stores.sqlite(dir);
  try {
    const sessions = await Promise.all((await store.sessions()).map((row) => verify(store, row)));
    const lastAt = Math.max(0, ...sessions.map((session) => session.lastAt ?? 0));
    const copiedAt = stamp?.copiedAt ?? (lastAt > 0 ? lastAt : null);
    const open = sessions.filter(({ row, alteredAt }) => alteredAt === null && row.status === 'open').map(({ row }) => row);
    await tell(store, open, { copiedAt: copiedAt ?? now(), origin: stamp?.origin ?? null, now });
    return { copiedAt, sessions };
  } finally {
    await store.close();
  }
}

async function verify(store: Store, row: SessionRow): Promise<RestoreReport['sessions'][number]> {
  const commits = await store.commits(row.id, 1);
  return {
    row,
    commits: commits.length,
    lastAt: commits.at(-1)?.at ?? null,
    alteredAt: firstBroken({ seq: 0, hash: chainStart }, commits),
  };
}

/** Sessions that go on say so in their own log; those that have ended stay as they were signed. */
async function tell(
  store: Store,
  open: readonly SessionRow[],
  { copiedAt, origin, now }: CopyStamp & { now: () => number },
): Promise<void> {
  const sessions = new Sessions({
    store,
    tokens: new Tokens(randomBytes(32)),
    now,
    meters: noMeters,
    computeStability: () => Promise.resolve(null),
    onTrouble: () => undefined,
  });
  for (const { id } of open) {
    const session = await sessions.get(id);
    const answer = await session.edit(() => ({ events: [{ type: 'session-restored', copiedAt, origin }], writes: [], value: {} }));
    if (!answer.ok) throw new RestoreError(`Session ${id} could not be written (${answer.code}). Nothing was changed.`);
  }
  await sessions.close();
}
