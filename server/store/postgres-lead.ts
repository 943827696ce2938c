import type { PoolClient } from 'pg';
import type { PostgresConnections } from './postgres-connections.ts';
import { lockSpace } from './postgres-functions.ts';

/** The lock that one process has for as long as its line stands: PostgreSQL takes it back from one that is gone. */
export class Lead {
  readonly #database: PostgresConnections;
  #line: PoolClient | null = null;

  constructor(database: PostgresConnections) {
    this.#database = database;
  }

  /** Tries to get it where nobody has it. Where the database cannot be asked, nobody leads. */
  async isOurs(): Promise<boolean> {
    const line = this.#line ?? (await this.#database.keep().catch(() => null));
    try {
      const isOurs = line !== null && (line === this.#line ? await answers(line) : await isFirst(line));
      if (isOurs) this.#line = line;
      else line?.release();
      return isOurs;
    } catch {
      this.#line = null;
      line?.release(true);
      return false;
    }
  }

  close(): void {
    this.#line?.release(true);
    this.#line = null;
  }
}

async function answers(line: PoolClient): Promise<true> {
  await line.query('SELECT 1');
  return true;
}

async function isFirst(line: PoolClient): Promise<boolean> {
  const { rows } = await line.query<{ is_first: boolean }>(`SELECT pg_try_advisory_lock(${lockSpace}, 1) AS is_first`);
  return rows[0]?.is_first === true;
}
