import type { SqliteConnection } from './sqlite-connection.ts';
import { type Answer, errorOf, faultOf, type Method, type Methods, type Question } from './sqlite-messages.ts';
import {
  readChanges,
  readCommits,
  readDeskRows,
  readLog,
  readSession,
  readSessionByCode,
  readSessions,
  readStored,
} from './sqlite-reads.ts';
import {
  dropDeskRow,
  eraseSession,
  writeCheck,
  writeCommit,
  writeDeskRow,
  writeNewSession,
  writeSecret,
  writeSnapshot,
} from './sqlite-writes.ts';
import type { Write } from './store.ts';

const writing = new Set<Method>([
  'secret',
  'createSession',
  'commit',
  'saveSnapshot',
  'eraseSession',
  'putDeskRow',
  'dropDeskRow',
  'check',
]);
const sweeping = new Set<Write['op']>(['forget-updates', 'erase-text', 'drop-authors', 'drop-participants', 'drop-seats']);

/**
 * What an erasure asks of the files: `truncate` empties the write-ahead log, which suffices for a seal (see sqlite-schema.ts); `sweep` first writes the
 * whole database anew, for what b-trees left behind of a row that could lie anywhere.
 */
type Cleaning = 'none' | 'truncate' | 'sweep';

/** Answers questions in their order; neighbouring writes share a transaction, each in a savepoint of its own. */
export class SqliteTransactions {
  readonly #database: SqliteConnection;
  readonly #methods: Methods;
  #cleaning: Cleaning;
  #isErasing = false;

  constructor(database: SqliteConnection) {
    this.#database = database;
    this.#methods = {
      secret: () => writeSecret(database),
      createSession: (session, commit) => {
        this.#needFor(commit.writes);
        writeNewSession(database, session, commit);
      },
      commit: (commit) => {
        this.#needFor(commit.writes);
        writeCommit(database, commit);
      },
      load: (sessionId) => readStored(database, sessionId),
      changes: (sessionId, after) => readChanges(database, sessionId, after),
      commits: (sessionId, from) => readCommits(database, sessionId, from),
      log: (sessionId, from, most) => readLog(database, sessionId, from, most),
      session: (sessionId) => readSession(database, sessionId),
      sessionByCode: (joinCode) => readSessionByCode(database, joinCode),
      sessions: () => readSessions(database),
      saveSnapshot: (sessionId, snapshot) => {
        writeSnapshot(database, sessionId, snapshot);
      },
      eraseSession: (sessionId) => {
        if (eraseSession(database, sessionId)) this.#needSweep();
      },
      deskRows: (kind) => readDeskRows(database, kind),
      putDeskRow: (row) => {
        writeDeskRow(database, row);
      },
      dropDeskRow: (row) => {
        dropDeskRow(database, row);
      },
      check: () => {
        writeCheck(database);
      },
    };
    this.#cleaning = database.row(`SELECT 1 AS due FROM meta WHERE name = 'sweep'`) ? 'sweep' : 'truncate';
    this.clean();
  }

  /** Posts each answer once it is durable, those of one transaction together. */
  answer(questions: Question[], post: (answers: Answer[]) => void): void {
    let together: Question[] = [];
    const write = () => {
      if (together.length > 0) post(this.#transact(together));
      together = [];
    };
    for (const question of questions)
      if (writing.has(question.method)) together.push(question);
      else {
        write();
        post([this.#attempt(question)]);
      }
    write();
  }

  /** Finishes an erasure in the files. False where another process reads them or the disk refuses: then it is to be called again. */
  clean(): boolean {
    if (this.#cleaning === 'none') return true;
    try {
      if (this.#cleaning === 'sweep') {
        this.#database.exec('VACUUM');
        this.#database.run(`DELETE FROM meta WHERE name = 'sweep'`);
        this.#cleaning = 'truncate';
      }
      if (this.#database.row<{ busy: number }>('PRAGMA wal_checkpoint(TRUNCATE)')?.busy !== 0) return false;
      this.#cleaning = 'none';
      return true;
    } catch {
      return false;
    }
  }

  get isClean(): boolean {
    return this.#cleaning === 'none';
  }

  /** Leaves one file that needs nothing beside it. */
  close(): void {
    this.#need('truncate');
    this.clean();
    this.#database.close();
  }

  #transact(questions: Question[]): Answer[] {
    const answers: Answer[] = [];
    try {
      this.#database.run('BEGIN IMMEDIATE');
      if (questions.length === 1) answers.push(this.#alone(questions[0]!));
      else for (const question of questions) answers.push(this.#inSavepoint(question));
      this.#database.run('COMMIT');
    } catch (error) {
      const fault = faultOf(error);
      if (this.#database.isInTransaction) this.#database.exec('ROLLBACK');
      return questions.map(({ id }, index) => {
        const answer = answers[index];
        return answer && 'fault' in answer ? answer : { id, fault };
      });
    }
    // Whoever asked waits for this: a copy that is read onto a slow stick is not waited for.
    if (this.#isErasing) this.#database.atOnce(() => this.clean());
    this.#isErasing = false;
    return answers;
  }

  /** A write that shares its transaction with none: what it leaves half done goes with the transaction. */
  #alone(question: Question): Answer {
    const answer = this.#attempt(question);
    if ('fault' in answer) throw errorOf(answer.fault);
    return answer;
  }

  #inSavepoint(question: Question): Answer {
    this.#database.run('SAVEPOINT one');
    const answer = this.#attempt(question);
    if ('fault' in answer) {
      if (!this.#database.isInTransaction) throw errorOf(answer.fault);
      this.#database.run('ROLLBACK TO one');
    }
    this.#database.run('RELEASE one');
    return answer;
  }

  #attempt({ id, method, args }: Question): Answer {
    try {
      const answer = this.#methods[method as keyof Methods] as (...args: unknown[]) => unknown;
      return { id, value: answer(...args) };
    } catch (error) {
      return { id, fault: faultOf(error) };
    }
  }

  #needFor(writes: Write[]): void {
    if (writes.some(({ op }) => sweeping.has(op))) this.#needSweep();
    else if (writes.some(({ op }) => op === 'seal')) this.#need('truncate');
  }

  #need(cleaning: 'truncate' | 'sweep'): void {
    if (this.#cleaning !== 'sweep') this.#cleaning = cleaning;
    this.#isErasing = true;
  }

  /** Stored with the erasure itself, so that a server killed before it swept does so when it starts again. */
  #needSweep(): void {
    this.#database.run(`INSERT INTO meta (name, value) VALUES ('sweep', x'') ON CONFLICT DO NOTHING`);
    this.#need('sweep');
  }
}
