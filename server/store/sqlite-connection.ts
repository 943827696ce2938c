import Database from 'libsql';

export type Value = string | number | Uint8Array | null;

/** One connection with its statements kept. Errors are libsql's, with `rawCode` SQLite's extended result code. */
export class SqliteConnection {
  readonly #database;
  readonly #busyTimeoutMs: number;
  readonly #statements = new Map<string, ReturnType<typeof this.prepare>>();

  constructor(file: string, busyTimeoutMs: number) {
    this.#database = new Database(file);
    this.#busyTimeoutMs = busyTimeoutMs;
    this.#waitFor(busyTimeoutMs);
  }

  private prepare(sql: string) {
    return this.#database.prepare(sql);
  }

  #statement(sql: string) {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  /** Does what cannot wait for another connection to let go. */
  atOnce<Result>(work: () => Result): Result {
    this.#waitFor(0);
    try {
      return work();
    } finally {
      this.#waitFor(this.#busyTimeoutMs);
    }
  }

  #waitFor(busyTimeoutMs: number): void {
    this.exec(`PRAGMA busy_timeout = ${String(busyTimeoutMs)}`);
  }

  get isInTransaction(): boolean {
    return this.#database.inTransaction;
  }

  /** Runs statements that answer nothing. */
  exec(sql: string): void {
    this.#database.exec(sql);
  }

  /** How many rows changed. */
  run(sql: string, values: Value[] = []): number {
    return this.#statement(sql).run(values).changes;
  }

  /* eslint-disable @typescript-eslint/no-unnecessary-type-parameters -- what a query selects is known where it is written */
  /** All rows, under the column names of the query; the caller's type must say what the query selects. */
  rows<Row>(sql: string, values: Value[] = []): Row[] {
    return this.#statement(sql).all(values).map(withBytes) as Row[];
  }

  row<Row>(sql: string, values: Value[] = []): Row | null {
    return this.rows<Row>(sql, values)[0] ?? null;
  }
  /* eslint-enable @typescript-eslint/no-unnecessary-type-parameters */

  /** Releases the file, a transaction that is under way included. */
  close(): void {
    if (this.isInTransaction) this.exec('ROLLBACK');
    this.#statements.clear();
    this.#database.close();
  }
}

/** libsql answers blobs as ArrayBuffer. */
function withBytes(row: unknown): unknown {
  const entries = Object.entries(row as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name, value instanceof ArrayBuffer ? new Uint8Array(value) : value]));
}
