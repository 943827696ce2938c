import { randomBytes, randomUUID } from 'node:crypto';
import { PostgresCommits } from './postgres-commits.ts';
import { PostgresConnections, UnansweredError, type Statement } from './postgres-connections.ts';
import { Housekeeping } from './postgres-housekeeping.ts';
import { Lead } from './postgres-lead.ts';
import { migrate } from './postgres-migrate.ts';
import { commitsFrom, logFrom, readChanges, readStored, sessionColumns } from './postgres-reads.ts';
import { RoundKeyLostError } from './postgres-rounds.ts';
import { RoundKeys } from './round-keys.ts';
import {
  NotStoredError,
  type Changes,
  type Commit,
  type CommitRow,
  type DeskRow,
  type LogRow,
  type SessionRow,
  type SharedStore,
  type Snapshot,
  type StoredSession,
} from './store.ts';

/** A round that is sealed while a session is read is found without its key: then it is read again. */
const loadTriesMax = 3;

export interface PostgresOptions {
  /** `postgres://USER:PASSWORD@HOST:PORT/DATABASE` */
  url: string;
  /** The folder of round keys, which every process on this database shares. */
  keysDir: string;
}

/**
 * A store in a PostgreSQL database, for as many processes as there are [D33]. Rejects with an Error whose message is a sentence for whoever starts Yishi:
 * the database cannot be reached, was written by a newer Yishi, does not keep what it acknowledges, or goes with another folder of round keys.
 */
export async function openPostgresStore({ url, keysDir }: PostgresOptions): Promise<SharedStore> {
  const keys = await RoundKeys.open(keysDir);
  const database = new PostgresConnections(url);
  try {
    await migrate(database, await keys.mark());
    return new PostgresStore(database, keys);
  } catch (error) {
    await database.close();
    throw error;
  }
}

class PostgresStore implements SharedStore {
  readonly #database: PostgresConnections;
  readonly #keys: RoundKeys;
  readonly #commits: PostgresCommits;
  readonly #housekeeping: Housekeeping;
  readonly #lead: Lead;
  readonly #process = randomUUID();
  readonly #underWay = new Set<Promise<unknown>>();
  #closed: Promise<void> | null = null;

  constructor(database: PostgresConnections, keys: RoundKeys) {
    this.#database = database;
    this.#keys = keys;
    this.#commits = new PostgresCommits(database, keys);
    this.#housekeeping = new Housekeeping(database, keys);
    this.#lead = new Lead(database);
  }

  secret(): Promise<Uint8Array> {
    return this.#accept(async () => {
      const [row] = await this.#database.read<{ value: Uint8Array }>({ text: `SELECT value FROM meta WHERE name = 'secret'` });
      if (!row) throw new Error('the secret is not stored');
      return row.value;
    });
  }

  createSession(session: SessionRow, commit: Commit): Promise<void> {
    return this.#accept(() => this.#commits.write(commit, session));
  }

  commit(commit: Commit): Promise<void> {
    return this.#accept(async () => {
      try {
        await this.#commits.write(commit);
      } catch (error) {
        // A key that was made for it belongs to nothing, and may be swept away by any process.
        this.#keys.forget(commit.sessionId);
        throw error;
      }
      this.#housekeeping.follow(commit.writes);
    });
  }

  load(sessionId: string): Promise<StoredSession | null> {
    return this.#accept(async () => {
      if (!isHoldable(sessionId)) return null;
      this.#keys.forget(sessionId);
      return this.#readRounds(sessionId, () => readStored(this.#database, this.#keys, sessionId));
    });
  }

  changes(sessionId: string, after: number): Promise<Changes | null> {
    return this.#accept(async () => {
      if (!isHoldable(sessionId)) return null;
      const changes = await this.#readRounds(sessionId, () => readChanges(this.#database, this.#keys, { sessionId, after }));
      if (changes?.lost.includes('keys')) this.#keys.forget(sessionId);
      return changes;
    });
  }

  async #readRounds<Result>(sessionId: string, read: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await read();
      } catch (error) {
        if (!(error instanceof RoundKeyLostError) || tries >= loadTriesMax) throw error;
        this.#keys.forget(sessionId);
      }
    }
  }

  async commits(sessionId: string, from: number): Promise<CommitRow[]> {
    return isHoldable(sessionId) ? this.#rows<CommitRow>(commitsFrom(sessionId, from)) : [];
  }

  async log(sessionId: string, from: number, most: number): Promise<LogRow[]> {
    return isHoldable(sessionId) ? this.#rows<LogRow>(logFrom(sessionId, from, most)) : [];
  }

  session(sessionId: string): Promise<SessionRow | null> {
    return this.#sessionWhere('id', sessionId);
  }

  sessionByCode(joinCode: string): Promise<SessionRow | null> {
    return this.#sessionWhere('join_code', joinCode);
  }

  sessions(): Promise<SessionRow[]> {
    return this.#rows<SessionRow>({ text: `SELECT ${sessionColumns} FROM session ORDER BY created_at DESC, id COLLATE "C" DESC` });
  }

  saveSnapshot(sessionId: string, { seq, hash, state, stage, wall, backstage }: Snapshot): Promise<void> {
    return this.#write({
      text: `INSERT INTO snapshot SELECT id, $2, $3, $4, $5, $6, $7 FROM session WHERE id = $1
        ON CONFLICT (session_id) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, state = excluded.state, stage = excluded.stage,
          wall = excluded.wall, backstage = excluded.backstage WHERE snapshot.seq <= excluded.seq`,
      values: [sessionId, seq, hash, state, stage, wall, backstage],
    });
  }

  async eraseSession(sessionId: string): Promise<void> {
    await this.#write({ text: 'SELECT erase_session($1)', values: [sessionId] });
    await this.#accept(() => this.#keys.destroyAll(sessionId));
    this.#housekeeping.erased();
  }

  deskRows(kind: DeskRow['kind']): Promise<DeskRow[]> {
    return this.#rows<DeskRow>({ text: 'SELECT kind, id, body FROM desk WHERE kind = $1 ORDER BY place', values: [kind] });
  }

  putDeskRow({ kind, id, body }: DeskRow): Promise<void> {
    return this.#write({
      text: 'INSERT INTO desk (kind, id, body) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
      values: [kind, id, body],
    });
  }

  dropDeskRow({ kind, id }: Pick<DeskRow, 'kind' | 'id'>): Promise<void> {
    return this.#write({ text: 'DELETE FROM desk WHERE kind = $1 AND id = $2', values: [kind, id] });
  }

  async heads(sessionIds: readonly string[]): Promise<Map<string, number>> {
    const rows = await this.#rows<{ id: string; seq: number }>({
      name: 'heads',
      text: `SELECT s.id, (SELECT max(seq) FROM log WHERE session_id = s.id) AS seq FROM session s WHERE s.id = ANY ($1)`,
      values: [sessionIds],
    });
    return new Map(rows.map(({ id, seq }) => [id, seq]));
  }

  async exchangePresent(ours: ReadonlyMap<string, string>): Promise<Map<string, string[]>> {
    const rows = await this.#rows<{ session: string; said: string }>({
      name: 'present',
      text: 'SELECT session, said FROM exchange_present($1, $2)',
      values: [this.#process, JSON.stringify(Object.fromEntries(ours))],
    });
    const theirs = new Map<string, string[]>();
    for (const { session, said } of rows) theirs.set(session, [...(theirs.get(session) ?? []), said]);
    return theirs;
  }

  leads(): Promise<boolean> {
    return this.#accept(() => this.#lead.isOurs());
  }

  check(): Promise<void> {
    return this.#write({
      text: `INSERT INTO meta VALUES ('check', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
      values: [randomBytes(8)],
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#end();
    return this.#closed;
  }

  async #sessionWhere(column: 'id' | 'join_code', value: string): Promise<SessionRow | null> {
    if (!isHoldable(value)) return null;
    const text = `SELECT ${sessionColumns} FROM session WHERE ${column} = $1`;
    const [row] = await this.#rows<SessionRow>({ text, values: [value] });
    return row ?? null;
  }

  async #end(): Promise<void> {
    await Promise.allSettled(this.#underWay);
    await this.#housekeeping.close();
    this.#lead.close();
    await this.#database.close();
  }

  #rows<Row>(statement: Statement): Promise<Row[]> {
    return this.#accept(() => this.#database.read<Row>(statement));
  }

  /** What may be written twice without another effect: where its answer was lost it is written again. */
  #write(statement: Statement): Promise<void> {
    return this.#accept(async () => {
      try {
        await this.#database.read(statement);
      } catch (error) {
        throw error instanceof UnansweredError ? new NotStoredError(error.message) : error;
      }
    });
  }

  async #accept<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#closed) throw new NotStoredError('The store is closed.');
    const working = work();
    this.#underWay.add(working);
    try {
      return await working;
    } finally {
      this.#underWay.delete(working);
    }
  }
}

/** PostgreSQL refuses a text with U+0000, also to look for one: nothing goes by it. */
function isHoldable(text: string): boolean {
  return !text.includes('\0');
}
