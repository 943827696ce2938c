import type { PostgresConnections } from './postgres-connections.ts';
import { sessionTables } from './postgres-schema.ts';
import type { RoundKeys, RoundName } from './round-keys.ts';
import type { Write } from './store.ts';

const everyMs = 60_000;
/** A key is on the disk before its first row is: only one that has been without rows for so long belongs to nothing. */
const orphanedAfterMs = 600_000;
const vacuumMs = 600_000;

const erasing = new Set<Write['op']>(['seal', 'forget-updates', 'erase-text', 'drop-authors', 'drop-participants', 'drop-seats']);

/** What is done beside commits: rows that were erased give their room back, and keys whose sealing was cut short by a crash are destroyed. */
export class Housekeeping {
  readonly #database: PostgresConnections;
  readonly #keys: RoundKeys;
  readonly #timer: NodeJS.Timeout;
  #isVacuumDue = false;
  #working: Promise<void> | null = null;
  #stop: () => void = () => undefined;
  readonly #stopped = new Promise<void>((resolve) => (this.#stop = resolve));

  constructor(database: PostgresConnections, keys: RoundKeys) {
    this.#database = database;
    this.#keys = keys;
    this.#timer = setInterval(() => this.#work(), everyMs).unref();
    this.#work();
  }

  follow(writes: readonly Write[]): void {
    if (writes.some(({ op }) => erasing.has(op))) this.erased();
  }

  erased(): void {
    this.#isVacuumDue = true;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stop();
    await this.#working;
  }

  /** What fails is done the next time. */
  #work(): void {
    this.#working ??= this.#all()
      .catch(() => undefined)
      .finally(() => (this.#working = null));
  }

  async #all(): Promise<void> {
    for (const name of await this.#keys.olderThan(orphanedAfterMs)) if (!(await this.#isInUse(name))) await this.#keys.destroy(name);
    if (this.#isVacuumDue) await this.#vacuum();
  }

  async #isInUse({ sessionId, round }: RoundName): Promise<boolean> {
    const rows = await this.#database.read({
      text: `SELECT 1 FROM hmac_key WHERE session_id = $1 AND key_id = $2
        UNION ALL SELECT 1 FROM open_receipt WHERE session_id = $1 AND key_id = $2
        UNION ALL SELECT 1 FROM ballot WHERE session_id = $1 AND exercise_id || '.' || round = $2 LIMIT 1`,
      values: [sessionId, round],
    });
    return rows.length > 0;
  }

  /** Beside whoever reads and writes: what rewrites a table whole would keep every room waiting. Nobody who stops waits for it. */
  async #vacuum(): Promise<void> {
    this.#isVacuumDue = false;
    const client = await this.#database.keep();
    try {
      await client.query('SET statement_timeout = 0');
      const vacuum = { text: `VACUUM ${['session', 'desk', ...sessionTables].join(', ')}`, query_timeout: vacuumMs };
      const done = client.query(vacuum).catch(() => {
        this.#isVacuumDue = true;
      });
      await Promise.race([done, this.#stopped]);
    } finally {
      client.release(true);
    }
  }
}
