import { Client, DatabaseError, Pool, types, type ClientBase, type ClientConfig, type PoolClient } from 'pg';
import { raised } from './postgres-functions.ts';
import { schemaName } from './postgres-schema.ts';
import { JoinCodeTakenError, NotStoredError, SeqTakenError } from './store.ts';

/** So many statements of this process are under way at once; what comes meanwhile waits. */
const connectionsMax = 10;
/** A paused process, or a paused backend, holds others up no longer than this. */
const patienceMs = 2_000;
/** Longer than PostgreSQL's own patience: whoever does not answer by then does not answer at all. */
const answerMs = patienceMs + 1_000;
const int8 = 20;
const bytea = 17;

export type Value = string | number | boolean | Uint8Array | null | readonly string[];

export interface Statement {
  text: string;
  values?: Value[];
  /** Where it is asked often: it is then parsed once a connection. */
  name?: string;
}

/** What PostgreSQL was asked and whether it was done is not known: its line broke before it answered. */
export class UnansweredError extends Error {
  override name = 'UnansweredError';
}

const settings = Object.entries({
  search_path: schemaName,
  synchronous_commit: 'on',
  default_transaction_isolation: 'read\\ committed',
  statement_timeout: patienceMs,
  lock_timeout: patienceMs,
  idle_in_transaction_session_timeout: patienceMs,
});

/** Lines to one PostgreSQL database, made when they are needed. */
export class PostgresConnections {
  readonly #settings: ClientConfig;
  readonly #pool: Pool;

  /** `waitMs`: how long an answer may take before its line counts as broken. */
  constructor(url: string, { waitMs = answerMs } = {}) {
    this.#settings = {
      connectionString: url,
      connectionTimeoutMillis: patienceMs,
      query_timeout: waitMs,
      keepAlive: true,
      application_name: 'yishi',
      options: settings.map(([name, value]) => `-c ${name}=${String(value)}`).join(' '),
      types: { getTypeParser: parserOf },
    };
    this.#pool = new Pool({ ...this.#settings, max: connectionsMax });
    // One that breaks while nobody uses it is replaced by the next question; who uses it is told by the answer.
    this.#pool.on('error', () => undefined);
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  /**
   * All rows, under the column names of the query; the caller's type must say what it selects. Rejects with what PostgreSQL refused it for, with NotStoredError
   * where it was never asked, and with UnansweredError.
   */
  async rows<Row>(statement: Statement): Promise<Row[]> {
    return this.#using((client) => ask<Row>(client, statement), { isWhole: true });
  }

  /** The same for what changes nothing: asked once more where its line broke. Rejects with NotStoredError where there is no answer. */
  async read<Row>(statement: Statement): Promise<Row[]> {
    return once(() => this.rows<Row>(statement));
  }

  /** As `rows`, over a line that is made for it: where one broke, those that are kept may be broken too. */
  async rowsAfresh<Row>(statement: Statement): Promise<Row[]> {
    const client = new Client(this.#settings);
    client.on('error', () => undefined);
    try {
      await client.connect().catch(unreached);
      return await ask<Row>(client, statement);
    } finally {
      client.end().catch(() => undefined);
    }
  }

  /** Reads several things as they were at one moment. */
  async atOneMoment<Result>(look: (rows: <Row>(statement: Statement) => Promise<Row[]>) => Promise<Result>): Promise<Result> {
    return once(() =>
      this.#using(
        async (client) => {
          await ask(client, { text: 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY' });
          const result = await look((statement) => ask(client, statement));
          await ask(client, { text: 'COMMIT' });
          return result;
        },
        { isWhole: false },
      ),
    );
  }

  /** Gives a line of its own for as long as it is used. One that broke is thrown away, and so is one that was left within a transaction. */
  async #using<Result>(use: (client: PoolClient) => Promise<Result>, { isWhole }: { isWhole: boolean }): Promise<Result> {
    const client = await this.#pool.connect().catch(unreached);
    try {
      const result = await use(client);
      client.release();
      return result;
    } catch (error) {
      client.release(!isWhole || error instanceof UnansweredError);
      throw error;
    }
  }

  /** A line that is kept for as long as the caller wants. */
  async keep(): Promise<PoolClient> {
    return this.#pool.connect();
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

async function ask<Row>(client: ClientBase, { text, values = [], name }: Statement): Promise<Row[]> {
  try {
    const { rows } = await client.query<Row & Record<string, unknown>>({ text, values: values.map(given), ...(name && { name }) });
    return rows;
  } catch (error) {
    throw errorOf(error);
  }
}

function unreached(error: unknown): never {
  throw new NotStoredError(`The database cannot be reached: ${messageOf(error)}`);
}

async function once<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UnansweredError)) throw error;
  }
  try {
    return await read();
  } catch (error) {
    throw error instanceof UnansweredError ? new NotStoredError(error.message) : error;
  }
}

function given(value: Value) {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

/** Any oid, not only those that its types list. */
const libraryParserOf = types.getTypeParser as (oid: number, format: 'text' | 'binary') => (text: string) => unknown;

/** Numbers of Yishi's are exact as JavaScript has them, and bytes are nobody's buffer. */
function parserOf(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  const parse = libraryParserOf(oid, format ?? 'text');
  if (oid === int8) return Number;
  return oid === bytea ? (text) => new Uint8Array(parse(text) as Buffer) : parse;
}

const uniqueViolation = '23505';
/** Out of resources, an operator's hand, an object in use, a transaction that has to be tried again, read-only, the system. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const refusing = /^(53|57|55|40|25|58)/;

/** Only what PostgreSQL said as an ERROR has surely changed nothing: a FATAL one may come after the commit. */
function errorOf(error: unknown): Error {
  if (!(error instanceof DatabaseError) || error.severity !== 'ERROR') return new UnansweredError(messageOf(error));
  const { code = '', constraint, message } = error;
  if (code === uniqueViolation && (constraint === 'log_pkey' || constraint === 'session_pkey'))
    return new SeqTakenError('this seq was written before');
  if (code === uniqueViolation && constraint === 'session_join_code_key')
    return new JoinCodeTakenError('another session holds this join code');
  if (code === raised.sessionGone) return new SeqTakenError(message);
  if (code === raised.attemptVoid || refusing.test(code)) return new NotStoredError(`The database did not take it: ${message}`);
  return new Error(`PostgreSQL refused (${code}): ${message}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message || error.name : String(error);
}
