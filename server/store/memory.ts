import { lossesIn } from './losses.ts';
import {
  type Changes,
  type Commit,
  type CommitRow,
  type DeskRow,
  JoinCodeTakenError,
  type Losable,
  type LogRow,
  NotStoredError,
  SeqTakenError,
  type SessionRow,
  type Snapshot,
  type Store,
  type StoredSession,
  type Write,
} from './store.ts';

/** A store that is gone with its process. Rows go in and come out as copies. */
export class MemoryStore implements Store {
  readonly #sessions = new Map<string, Shelf>();
  readonly #desk = new Map<string, DeskRow>();
  readonly #secret = crypto.getRandomValues(new Uint8Array(32));
  #isClosed = false;

  async secret(): Promise<Uint8Array> {
    await this.check();
    return structuredClone(this.#secret);
  }

  async createSession(session: SessionRow, commit: Commit): Promise<void> {
    await this.check();
    if (this.#sessions.has(session.id)) throw new SeqTakenError(`session ${session.id} is there already`);
    this.#refuseTakenCode(session);
    const shelf = new Shelf(structuredClone(session));
    shelf.add(structuredClone({ ...commit, session: null }));
    this.#sessions.set(session.id, shelf);
  }

  async commit(commit: Commit): Promise<void> {
    await this.check();
    const shelf = this.#sessions.get(commit.sessionId);
    if (!shelf || shelf.log.has(commit.row.seq)) throw new SeqTakenError(`seq ${String(commit.row.seq)} of ${commit.sessionId} is taken`);
    if (commit.session) this.#refuseTakenCode(commit.session);
    shelf.add(structuredClone(commit));
  }

  async load(sessionId: string): Promise<StoredSession | null> {
    await this.check();
    return structuredClone(this.#sessions.get(sessionId)?.stored() ?? null);
  }

  async changes(sessionId: string, after: number): Promise<Changes | null> {
    await this.check();
    return structuredClone(this.#sessions.get(sessionId)?.changes(after) ?? null);
  }

  async commits(sessionId: string, from: number): Promise<CommitRow[]> {
    await this.check();
    return structuredClone(this.#sessions.get(sessionId)?.commits(from) ?? []);
  }

  async log(sessionId: string, from: number, most: number): Promise<LogRow[]> {
    const commits = (await this.commits(sessionId, from)).slice(0, most);
    return commits.map(({ stage: _stage, wall: _wall, backstage: _backstage, ...row }) => row);
  }

  async session(sessionId: string): Promise<SessionRow | null> {
    await this.check();
    return structuredClone(this.#sessions.get(sessionId)?.session ?? null);
  }

  async sessionByCode(joinCode: string): Promise<SessionRow | null> {
    return (await this.sessions()).find((session) => session.joinCode === joinCode) ?? null;
  }

  async sessions(): Promise<SessionRow[]> {
    await this.check();
    const rows = [...this.#sessions.values()].map(({ session }) => session);
    return structuredClone(rows.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1)));
  }

  async saveSnapshot(sessionId: string, snapshot: Snapshot): Promise<void> {
    await this.check();
    this.#sessions.get(sessionId)?.keep(structuredClone(snapshot));
  }

  async eraseSession(sessionId: string): Promise<void> {
    await this.check();
    this.#sessions.delete(sessionId);
  }

  async deskRows(kind: DeskRow['kind']): Promise<DeskRow[]> {
    await this.check();
    return structuredClone([...this.#desk.values()].filter((row) => row.kind === kind));
  }

  async putDeskRow(row: DeskRow): Promise<void> {
    await this.check();
    this.#desk.set(`${row.kind} ${row.id}`, structuredClone(row));
  }

  async dropDeskRow({ kind, id }: Pick<DeskRow, 'kind' | 'id'>): Promise<void> {
    await this.check();
    this.#desk.delete(`${kind} ${id}`);
  }

  check(): Promise<void> {
    return this.#isClosed ? Promise.reject(new NotStoredError('The store is closed.')) : Promise.resolve();
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return Promise.resolve();
  }

  #refuseTakenCode({ id, joinCode }: SessionRow): void {
    for (const { session } of this.#sessions.values())
      if (session.joinCode === joinCode && session.id !== id) throw new JoinCodeTakenError(`another session holds ${joinCode}`);
  }
}

/** One session's rows, by what makes each unique. */
class Shelf {
  session: SessionRow;
  readonly log = new Map<number, CommitRow>();
  readonly #lost = new Map<number, readonly Losable[]>();
  /** The seq that each row was last written with. */
  readonly #seqs = new WeakMap<object, number>();
  readonly #sealed = new Set<string>();
  #snapshot: Snapshot | null = null;
  readonly #texts = new Map<string, StoredSession['texts'][number]>();
  readonly #authors = new Map<string, StoredSession['authors'][number]>();
  readonly #participants = new Map<string, StoredSession['participants'][number]>();
  readonly #seats = new Map<string, StoredSession['seats'][number]>();
  readonly #ballots = new Map<string, StoredSession['ballots'][number]>();
  readonly #receipts = new Map<string, StoredSession['receipts'][number]>();
  readonly #keys = new Map<string, StoredSession['keys'][number]>();

  constructor(session: SessionRow) {
    this.session = session;
  }

  add({ row, writes, session }: Commit): void {
    this.log.set(row.seq, row);
    this.#lost.set(row.seq, lossesIn(writes));
    if (session) this.session = session;
    for (const write of writes) this.#put(row.seq, write);
  }

  keep(snapshot: Snapshot): void {
    if (!this.#snapshot || this.#snapshot.seq <= snapshot.seq) this.#snapshot = snapshot;
  }

  commits(from: number): CommitRow[] {
    return [...this.log.values()].filter(({ seq }) => seq >= from).sort((a, b) => a.seq - b.seq);
  }

  stored(): StoredSession {
    return {
      session: this.session,
      snapshot: this.#snapshot,
      commits: this.commits(this.#snapshot ? this.#snapshot.seq + 1 : 0),
      texts: [...this.#texts.values()],
      authors: [...this.#authors.values()],
      participants: [...this.#participants.values()],
      seats: [...this.#seats.values()],
      ballots: [...this.#ballots.values()],
      receipts: [...this.#receipts.values()],
      keys: [...this.#keys.values()],
    };
  }

  changes(after: number): Changes {
    const commits = this.commits(after + 1);
    const lost = [...new Set(commits.flatMap(({ seq }) => this.#lost.get(seq) ?? []))];
    const isNew = (row: object) => (this.#seqs.get(row) ?? 0) > after;
    const of = <Row extends object>(name: Losable, rows: Map<string, Row>) =>
      [...rows.values()].filter((row) => lost.includes(name) || isNew(row));
    return {
      session: this.session,
      commits,
      lost,
      texts: of('texts', this.#texts),
      authors: of('authors', this.#authors),
      participants: of('participants', this.#participants),
      seats: of('seats', this.#seats),
      ballots: of('ballots', this.#ballots).filter(({ exerciseId, round }) => !this.#sealed.has(`${exerciseId}.${round}`)),
      receipts: [...this.#receipts.values()].filter(({ seq }) => seq > after),
      keys: of('keys', this.#keys),
    };
  }

  #at<Row extends object>(seq: number, row: Row): Row {
    this.#seqs.set(row, seq);
    return row;
  }

  #put(seq: number, write: Write): void {
    switch (write.op) {
      case 'put-text': {
        const { id, text, translations, salt } = write;
        this.#texts.set(id, this.#at(seq, { id, text, translations, salt }));
        return;
      }
      case 'drop-text':
      case 'erase-text':
        this.#texts.delete(write.id);
        return;
      case 'put-author':
        this.#authors.set(write.noteId, this.#at(seq, { noteId: write.noteId, participantId: write.participantId }));
        return;
      case 'drop-author':
        this.#authors.delete(write.noteId);
        return;
      case 'drop-authors':
        this.#authors.clear();
        return;
      case 'put-participant':
        this.#participants.set(write.participantId, this.#at(seq, { participantId: write.participantId, body: write.body }));
        return;
      case 'drop-participants':
        for (const id of this.#participants.keys()) if (!write.keep.includes(id)) this.#participants.delete(id);
        return;
      case 'put-seat':
        this.#seats.set(write.seat, this.#at(seq, { seat: write.seat, body: write.body }));
        return;
      case 'drop-seats':
        this.#seats.clear();
        return;
      case 'put-ballot': {
        const { exerciseId, round, voter, body } = write;
        this.#ballots.set(JSON.stringify([exerciseId, round, voter]), this.#at(seq, { exerciseId, round, voter, body }));
        return;
      }
      case 'drop-ballot':
        this.#ballots.delete(JSON.stringify([write.exerciseId, write.round, write.voter]));
        return;
      case 'put-receipt': {
        const { sender, commandId, keyId, hmac, answer } = write;
        this.#receipts.set(JSON.stringify([sender, commandId]), { sender, commandId, seq, keyId, hmac, answer });
        return;
      }
      case 'put-key':
        this.#keys.set(write.keyId, this.#at(seq, { keyId: write.keyId, key: write.key }));
        return;
      case 'seal':
        this.#seal(seq, write);
        return;
      case 'forget-updates':
        for (const row of this.log.values()) if (row.seq <= seq) Object.assign(row, { stage: null, wall: null, backstage: null });
        this.#snapshot = write.snapshot;
        return;
      default:
        throw new Error(`unknown write ${JSON.stringify(write satisfies never)}`);
    }
  }

  #seal(seq: number, { exerciseId, round, keyId, bodies }: Extract<Write, { op: 'seal' }>): void {
    this.#sealed.add(`${exerciseId}.${round}`);
    for (const [id, ballot] of this.#ballots) if (ballot.exerciseId === exerciseId && ballot.round === round) this.#ballots.delete(id);
    bodies.forEach((body, index) => {
      this.#put(seq, { op: 'put-ballot', exerciseId, round, voter: String(index), body });
    });
    for (const receipt of this.#receipts.values()) if (receipt.keyId === keyId) Object.assign(receipt, { hmac: null, answer: '{}', seq });
    this.#keys.delete(keyId);
  }
}
