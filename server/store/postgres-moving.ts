import type { PoolClient } from 'pg';
import { PostgresConnections } from './postgres-connections.ts';
import { stepsOf } from './postgres-steps.ts';
import { RoundKeys } from './round-keys.ts';
import { roundOf } from './postgres-rounds.ts';
import {
  MoveError,
  type BallotRow,
  type CommitRow,
  type DeskRow,
  type ReceiptRow,
  type SessionRow,
  type StoredSession,
  type Write,
} from './store.ts';

/** A session with its whole log. */
export interface WholeSession {
  stored: StoredSession;
  commits: readonly CommitRow[];
}

const rowsAtOnce = 200;
/** Nobody waits for it but who moves. */
const waitMs = 600_000;

/** Writes what another store has into a PostgreSQL database that this program has brought up to date. */
export class PostgresMoving {
  readonly #database: PostgresConnections;
  readonly #keys: RoundKeys;

  private constructor(database: PostgresConnections, keys: RoundKeys) {
    this.#database = database;
    this.#keys = keys;
  }

  static async open({ url, keysDir }: { url: string; keysDir: string }): Promise<PostgresMoving> {
    return new PostgresMoving(new PostgresConnections(url, { waitMs }), await RoundKeys.open(keysDir));
  }

  /** Tokens that were given out go on: they are signed with this. Rejects with MoveError where the database has sessions that go by another one. */
  async takeSecret(secret: Uint8Array): Promise<void> {
    const [row] = await this.#database.rows<{ value: Uint8Array; sessions: number }>({
      text: `SELECT value, (SELECT count(*) FROM session) AS sessions FROM meta WHERE name = 'secret'`,
    });
    if (row && Buffer.from(row.value).equals(secret)) return;
    if (row && row.sessions > 0)
      throw new MoveError('The database has sessions of another server: name an empty one. Nothing was changed.');
    await this.#database.rows({ text: `UPDATE meta SET value = $1 WHERE name = 'secret'`, values: [secret] });
  }

  /** All of it or nothing. */
  async take(whole: WholeSession): Promise<void> {
    const { id } = whole.stored.session;
    const client = await this.#database.keep();
    try {
      await client.query('BEGIN');
      for (const name of ['statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout'])
        await client.query(`SET LOCAL ${name} = 0`);
      await this.#insert(client, whole);
      const open = new Set(whole.stored.keys.map(({ keyId }) => keyId).filter((keyId) => keyId !== ''));
      for (const [seq, writes] of writesOf(whole.stored, open)) await this.#write(client, id, seq, writes);
      const kept = whole.stored.receipts.filter(({ keyId }) => !open.has(keyId)).map(receiptRow);
      await client.query(
        `INSERT INTO receipt SELECT $1, r.* FROM jsonb_to_recordset($2)
           AS r(sender text, command_id text, seq integer, key_id text, hmac text, answer text)`,
        [id, JSON.stringify(kept)],
      );
      await client.query('COMMIT');
    } finally {
      client.release(true);
    }
  }

  async takeDesk(rows: readonly DeskRow[]): Promise<void> {
    for (const { kind, id, body } of rows)
      await this.#database.rows({
        text: 'INSERT INTO desk (kind, id, body) VALUES ($1, $2, $3) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body',
        values: [kind, id, body],
      });
  }

  close(): Promise<void> {
    return this.#database.close();
  }

  async #insert(client: PoolClient, { stored: { session, snapshot }, commits }: WholeSession): Promise<void> {
    await client.query('INSERT INTO session VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)', valuesOf(session));
    for (let from = 0; from < commits.length; from += rowsAtOnce)
      await client.query(
        `INSERT INTO log SELECT $1, r.seq, r.at, r.events, decode(r.stage, 'base64'), decode(r.wall, 'base64'), decode(r.backstage, 'base64'),
           r.events_hash, r.updates_hash, r.hash
         FROM jsonb_to_recordset($2) AS r(
           seq integer, at bigint, events text, stage text, wall text, backstage text, events_hash text, updates_hash text, hash text)`,
        [session.id, JSON.stringify(commits.slice(from, from + rowsAtOnce).map(logRow))],
      );
    if (!snapshot) return;
    const { seq, hash, state } = snapshot;
    const documents = [snapshot.stage, snapshot.wall, snapshot.backstage].map((bytes) => Buffer.from(bytes));
    await client.query('INSERT INTO snapshot VALUES ($1, $2, $3, $4, $5, $6, $7)', [session.id, seq, hash, state, ...documents]);
  }

  async #write(client: PoolClient, sessionId: string, seq: number, writes: readonly Write[]): Promise<void> {
    const steps = await stepsOf(writes, {
      sessionId,
      cipherOf: (round) => this.#keys.cipherOf({ sessionId, round }),
      answeredUnder: () => Promise.resolve([]),
    });
    for (const { op, rows } of steps) await client.query('SELECT write_step($1, $2, $3, $4)', [sessionId, seq, op, JSON.stringify(rows)]);
  }
}

function valuesOf({ id, joinCode, title, status, programmeId, createdAt, endedAt, epoch, summary }: SessionRow) {
  return [id, joinCode, title, status, programmeId, createdAt, endedAt, epoch, summary];
}

function logRow({ eventsHash, updatesHash, stage, wall, backstage, ...row }: CommitRow) {
  const text = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString('base64');
  return { ...row, stage: text(stage), wall: text(wall), backstage: text(backstage), events_hash: eventsHash, updates_hash: updatesHash };
}

function receiptRow({ sender, commandId, seq, keyId, hmac, answer }: ReceiptRow) {
  return { sender, command_id: commandId, seq, key_id: keyId, hmac, answer };
}

/** What stands beside the log but for receipts that stay when a round is sealed, by the seq it was written with where that matters. */
function writesOf(stored: StoredSession, open: ReadonlySet<string>): Map<number, Write[]> {
  const { texts, authors, participants, seats, ballots, receipts, keys } = stored;
  const beside: Write[] = [
    ...keys.map((row) => ({ op: 'put-key' as const, ...row })),
    ...texts.map((row) => ({ op: 'put-text' as const, ...row })),
    ...authors.map((row) => ({ op: 'put-author' as const, ...row })),
    ...participants.map((row) => ({ op: 'put-participant' as const, ...row })),
    ...seats.map((row) => ({ op: 'put-seat' as const, ...row })),
    ...ballotWrites(ballots, open),
  ];
  const writes = new Map([[0, beside]]);
  for (const { seq, ...row } of receipts)
    if (open.has(row.keyId)) writes.set(seq, [...(writes.get(seq) ?? []), { op: 'put-receipt', ...row }]);
  return writes;
}

/** Ballots in their order; those of a sealed round are written as sealing writes them. */
function ballotWrites(ballots: readonly BallotRow[], open: ReadonlySet<string>): Write[] {
  const rounds = new Map<string, Extract<Write, { op: 'seal' }>>();
  return ballots.flatMap((ballot): Write[] => {
    const keyId = roundOf(ballot);
    if (open.has(keyId)) return [{ op: 'put-ballot', ...ballot }];
    const known = rounds.get(keyId);
    if (known) {
      known.bodies.push(ballot.body);
      return [];
    }
    const { exerciseId, round, body } = ballot;
    const sealed = { op: 'seal' as const, exerciseId, round, keyId, bodies: [body] };
    rounds.set(keyId, sealed);
    return [sealed];
  });
}
