import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { UnansweredError, type PostgresConnections, type Statement } from './postgres-connections.ts';
import { OpenRounds, roundOf, type SealedReceipt } from './postgres-rounds.ts';
import { openReceipts } from './postgres-reads.ts';
import { stepsOf, type Answered, type Step } from './postgres-steps.ts';
import type { RoundKeys } from './round-keys.ts';
import { NotStoredError, OutcomeUnknownError, SeqTakenError, type Commit, type SessionRow } from './store.ts';

/** So long it is asked what became of a commit whose answer was lost. */
const settlingMs = 2_500;
const settlingRetryMs = 100;

/**
 * Writes commits, each in one call. Where its answer is lost, nothing is said of it before it is known: either it is there, or it never will be [D31].
 */
export class PostgresCommits {
  readonly #database: PostgresConnections;
  readonly #keys: RoundKeys;

  constructor(database: PostgresConnections, keys: RoundKeys) {
    this.#database = database;
    this.#keys = keys;
  }

  /** Rejects as `Store.commit` does. `founding` is the row of a session that begins with this commit. */
  async write(commit: Commit, founding: SessionRow | null = null): Promise<void> {
    const steps = await this.#stepsOf(commit);
    const attempt = randomUUID();
    try {
      await this.#database.rows(callOf(commit, { founding, steps, attempt }));
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      await this.#settle(commit, attempt, error.message);
    }
    await this.#forgetSealed(commit);
  }

  #stepsOf({ sessionId, writes }: Commit): Promise<Step[]> {
    return stepsOf(writes, {
      sessionId,
      cipherOf: (round) => this.#keys.cipherOf({ sessionId, round }),
      answeredUnder: (keyId) => this.#answeredUnder(sessionId, keyId),
    });
  }

  /** Another commit may come between this and the one that seals: then that one is beaten to its seq. */
  async #answeredUnder(sessionId: string, keyId: string): Promise<Answered[]> {
    const rounds = new OpenRounds(sessionId, this.#keys);
    const rows = await this.#database.read<SealedReceipt>(openReceipts(sessionId));
    const receipts = await Promise.all(rows.filter((row) => row.keyId === keyId).map((row) => rounds.receipt(row)));
    return receipts.map(({ sender, commandId }) => ({ sender, commandId }));
  }

  /** Resolves where the commit is there. */
  async #settle({ sessionId, row }: Commit, attempt: string, why: string): Promise<void> {
    const until = performance.now() + settlingMs;
    while (performance.now() < until) {
      const outcome = await this.#outcome([attempt, sessionId, row.seq, row.hash]);
      if (outcome === 'stored') return;
      if (outcome === 'taken') throw new SeqTakenError('another commit was first');
      if (outcome === 'void') throw new NotStoredError(`The database did not answer (${why}), and the commit is not there.`);
      await wait(settlingRetryMs);
    }
    throw new OutcomeUnknownError(`The database did not answer (${why}), nor does it say what became of the commit.`);
  }

  /** Null while it cannot be known. */
  async #outcome(values: [string, string, number, string]): Promise<'stored' | 'taken' | 'void' | null> {
    try {
      const [row] = await this.#database.rowsAfresh<{ outcome: 'stored' | 'taken' | 'void' }>({
        text: 'SELECT settle_commit($1, $2, $3, $4) AS outcome',
        values,
      });
      return row?.outcome ?? null;
    } catch (error) {
      if (error instanceof NotStoredError || error instanceof UnansweredError) return null;
      throw error;
    }
  }

  /** A key that cannot be removed now is removed by the next sweep: the seal itself is stored. */
  async #forgetSealed({ sessionId, writes }: Commit): Promise<void> {
    for (const write of writes) {
      if (write.op !== 'seal') continue;
      for (const round of new Set([write.keyId, roundOf(write)])) await this.#keys.destroy({ sessionId, round }).catch(() => undefined);
    }
  }
}

function callOf(
  { sessionId, row, session }: Commit,
  { founding, steps, attempt }: { founding: SessionRow | null; steps: Step[]; attempt: string },
): Statement {
  const changed = founding ?? session;
  return {
    name: 'commit',
    text: 'SELECT write_commit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)',
    values: [
      attempt,
      sessionId,
      founding !== null,
      changed ? JSON.stringify(columnsOf(changed)) : null,
      row.seq,
      row.at,
      row.events,
      row.stage,
      row.wall,
      row.backstage,
      row.eventsHash,
      row.updatesHash,
      row.hash,
      JSON.stringify(steps),
    ],
  };
}

function columnsOf({ id, joinCode, title, status, programmeId, createdAt, endedAt, epoch, summary }: SessionRow) {
  return {
    ...{ id, title, status, epoch, summary },
    join_code: joinCode,
    programme_id: programmeId,
    created_at: createdAt,
    ended_at: endedAt,
  };
}
