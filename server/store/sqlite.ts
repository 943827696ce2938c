import { Worker } from 'node:worker_threads';
import type { Method } from './sqlite-messages.ts';
import { SqliteThread } from './sqlite-thread.ts';
import type { Commit, Snapshot, Store } from './store.ts';

/** Starts the thread that opens a data folder. */
export type StartWorker = (dir: string) => Worker;

/**
 * A store in one SQLite database, `yishi.db`, in the folder `dir`, which is made where there is none. All of its work is done in a worker thread, and commits
 * that arrive while a transaction runs share the next one. Rejects with an Error whose message is a sentence for whoever starts Yishi: another Yishi uses the
 * folder, it cannot be written, or what is in it is damaged.
 *
 * Erasures are in the files when they resolve; where another process is reading the database just then, they are finished as soon as it lets go.
 */
export async function openSqliteStore({
  dir,
  startWorker = startSqliteWorker,
}: {
  dir: string;
  startWorker?: StartWorker;
}): Promise<Store> {
  const thread = new SqliteThread(() => startWorker(dir));
  await thread.open();
  const ask =
    <Name extends Method>(method: Name) =>
    (...args: Parameters<Store[Name]>) =>
      thread.ask(method, args) as ReturnType<Store[Name]>;
  const [createSession, commit, saveSnapshot] = [ask('createSession'), ask('commit'), ask('saveSnapshot')];
  return {
    secret: ask('secret'),
    createSession: (session, first) => createSession(session, tightCommit(first)),
    commit: (next) => commit(tightCommit(next)),
    load: ask('load'),
    changes: ask('changes'),
    commits: ask('commits'),
    log: ask('log'),
    session: ask('session'),
    sessionByCode: ask('sessionByCode'),
    sessions: ask('sessions'),
    saveSnapshot: (sessionId, snapshot) => saveSnapshot(sessionId, tightSnapshot(snapshot)),
    eraseSession: ask('eraseSession'),
    deskRows: ask('deskRows'),
    putDeskRow: ask('putDeskRow'),
    dropDeskRow: ask('dropDeskRow'),
    check: ask('check'),
    close: () => thread.close(),
  };
}

/** The worker that the build put beside main.js (which this file is part of, as long as nothing imports it dynamically), or the one in source. */
export function startSqliteWorker(dir: string): Worker {
  if (import.meta.url.endsWith('.ts')) return startFromSource(dir);
  return new Worker(new URL('./sqlite-worker.js', import.meta.url), { workerData: { dir } });
}

/** On Node 20 `--import tsx` does not reach a worker's own file, so a line of JavaScript registers tsx there. */
function startFromSource(dir: string): Worker {
  const file = new URL('./sqlite-worker.ts', import.meta.url).href;
  return new Worker(`import('tsx/esm/api').then(({ register }) => { register(); return import('${file}'); })`, {
    eval: true,
    workerData: { dir },
  });
}

/** A message copies the whole buffer that a view looks at: views of larger ones are cut out first. */
function tight<Bytes extends Uint8Array | null>(bytes: Bytes): Bytes | Uint8Array {
  return bytes && bytes.byteLength < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
}

function tightCommit(commit: Commit): Commit {
  const { stage, wall, backstage } = commit.row;
  return {
    ...commit,
    row: { ...commit.row, stage: tight(stage), wall: tight(wall), backstage: tight(backstage) },
    writes: commit.writes.map((write) => (write.op === 'put-key' ? { ...write, key: tight(write.key) } : write)),
  };
}

function tightSnapshot(snapshot: Snapshot): Snapshot {
  return { ...snapshot, stage: tight(snapshot.stage), wall: tight(snapshot.wall), backstage: tight(snapshot.backstage) };
}
