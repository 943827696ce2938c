/**
 * Bytes at rest. One interface, the same contract suite over every implementation. The store knows rows, not rules: what an event means, who may do
 * what and how a chain is verified is `session`'s.
 */

/** One line of a session's log. `hash` = SHA-256(previous hash ‖ eventsHash ‖ updatesHash); all hashes are 64 lower-case hex digits. */
export interface LogRow {
  seq: number;
  /** Milliseconds since 1970. */
  at: number;
  /** JSON. */
  events: string;
  eventsHash: string;
  updatesHash: string;
  hash: string;
}

/** The same with what it wrote to the documents: Yjs updates, one a part at most. */
export interface CommitRow extends LogRow {
  stage: Uint8Array | null;
  wall: Uint8Array | null;
  backstage: Uint8Array | null;
}

/** What is needed to list and find sessions without opening them. */
export interface SessionRow {
  id: string;
  joinCode: string;
  title: string;
  status: 'open' | 'ended';
  programmeId: string | null;
  createdAt: number;
  endedAt: number | null;
  /** Raised when history was rewritten. */
  epoch: number;
  /** JSON of what lists show. */
  summary: string;
}

/** What an organizer keeps beside the sessions, such as a programme. */
export interface DeskRow {
  /** What it is, such as `programme`; ids are unique within it. */
  kind: string;
  id: string;
  /** JSON. */
  body: string;
}

export interface TextRow {
  /** A note's id, or the id of a need's title as it was frozen. */
  id: string;
  text: string;
  /** JSON, or null. */
  translations: string | null;
  salt: string;
}
export interface AuthorRow {
  noteId: string;
  participantId: string;
}
export interface ParticipantRow {
  participantId: string;
  /** JSON. */
  body: string;
}
export interface SeatRow {
  /** A keyed hash of the seat card's code. */
  seat: string;
  /** JSON. */
  body: string;
}
export interface BallotRow {
  exerciseId: string;
  round: number;
  /** A keyed hash of whoever cast it, under the round's key; after sealing a number without meaning. */
  voter: string;
  /** JSON of everything about the ballot but its voter; after sealing of the ballot alone. */
  body: string;
}
export interface ReceiptRow {
  /** A keyed hash of the sender. */
  sender: string;
  commandId: string;
  seq: number;
  /** The key the hmac was made with: a round's, or '' for the session's. */
  keyId: string;
  /** HMAC of the payload; null once the key is gone. */
  hmac: string | null;
  /** JSON of the answer's value. */
  answer: string;
}
export interface KeyRow {
  keyId: string;
  key: Uint8Array;
}

/** What is written beside the log in the same transaction. */
export type Write =
  | ({ op: 'put-text' } & TextRow)
  /** The text is no longer part of the session; its bytes may stay in files. */
  | { op: 'drop-text'; id: string }
  /** Nothing of the text stays readable in files: dear, since the whole database is written again. */
  | { op: 'erase-text'; id: string }
  | ({ op: 'put-author' } & AuthorRow)
  | { op: 'drop-author'; noteId: string }
  | { op: 'drop-authors' }
  | ({ op: 'put-participant' } & ParticipantRow)
  /** Every participant but these. */
  | { op: 'drop-participants'; keep: string[] }
  | ({ op: 'put-seat' } & SeatRow)
  | { op: 'drop-seats' }
  | ({ op: 'put-ballot' } & BallotRow)
  | { op: 'drop-ballot'; exerciseId: string; round: number; voter: string }
  /** `seq` is the commit's. */
  | ({ op: 'put-receipt' } & Omit<ReceiptRow, 'seq'>)
  | ({ op: 'put-key' } & KeyRow)
  /**
   * Erases the voters of a round: its ballots are replaced by `bodies` under meaningless voters in the order given, its key goes, and the receipts made
   * with the key keep only that they were answered: hmac null, answer `{}`, seq this commit's. Nothing of it stays readable in files.
   */
  | { op: 'seal'; exerciseId: string; round: number; keyId: string; bodies: string[] }
  /**
   * The bytes of the documents go from every commit so far, this one among them; their hashes stay. The snapshot, which is of this commit, stands for them
   * and for all earlier snapshots. Nothing of them stays readable in files.
   */
  | { op: 'forget-updates'; snapshot: Snapshot };

export interface Commit {
  sessionId: string;
  row: CommitRow;
  writes: Write[];
  /** The session's own row where this commit changes it. */
  session: SessionRow | null;
}

export interface Snapshot {
  seq: number;
  hash: string;
  /** JSON. */
  state: string;
  stage: Uint8Array;
  wall: Uint8Array;
  backstage: Uint8Array;
}

/** What stands beside a session's log. */
export interface RowsBeside {
  texts: TextRow[];
  authors: AuthorRow[];
  participants: ParticipantRow[];
  seats: SeatRow[];
  /** In insertion order. */
  ballots: BallotRow[];
  receipts: ReceiptRow[];
  keys: KeyRow[];
}

export interface StoredSession extends RowsBeside {
  session: SessionRow;
  /** The newest one. */
  snapshot: Snapshot | null;
  /** Those after the snapshot, ascending by seq. */
  commits: CommitRow[];
}

/** The rows beside the log that a commit may take away. */
export type Losable = 'texts' | 'authors' | 'participants' | 'seats' | 'ballots' | 'keys';

/** What was written to a session after some seq, as it was at one moment: of ballots those of rounds that are not sealed, and receipts that sealing blanked. */
export interface Changes extends RowsBeside {
  session: SessionRow;
  /** Ascending by seq. */
  commits: CommitRow[];
  /** Of these, commits took rows away: then what stands beside is all that is left of them, and else what was written. */
  lost: Losable[];
}

/** Another process wrote this seq first: rebuild from the store and decide afresh. */
export class SeqTakenError extends Error {
  override name = 'SeqTakenError';
}

/** The disk refused (full, read-only, I/O error): nothing was changed. */
export class NotStoredError extends Error {
  override name = 'NotStoredError';
}

/** The database stopped answering while it stored something, and has not said since what became of it: it may be there. */
export class OutcomeUnknownError extends Error {
  override name = 'OutcomeUnknownError';
}

/** A join code that another session holds. */
export class JoinCodeTakenError extends Error {
  override name = 'JoinCodeTakenError';
}

export interface Store {
  /** The 32 bytes that sign tokens: made on the first call ever, the same for every process on this store. */
  secret(): Promise<Uint8Array>;
  /** Writes a session and its first commit (seq 1). Rejects with JoinCodeTakenError or NotStoredError. */
  createSession(session: SessionRow, commit: Commit): Promise<void>;
  /**
   * Resolves once the commit is durable. Rejects with SeqTakenError where (session, seq) is taken or the session is gone, with JoinCodeTakenError, or with
   * NotStoredError; nothing has changed then. With OutcomeUnknownError nobody knows. Commits of many sessions may be under way at once and share one sync to disk.
   */
  commit(commit: Commit): Promise<void>;
  /** Everything of a session; null where there is none. */
  load(sessionId: string): Promise<StoredSession | null>;
  /** What was written to a session after this seq; null where there is no such session. */
  changes(sessionId: string, after: number): Promise<Changes | null>;
  /** All commits of a session with seq ≥ `from`, ascending. */
  commits(sessionId: string, from: number): Promise<CommitRow[]>;
  /** At most so many of them, without what they wrote to the documents. */
  log(sessionId: string, from: number, most: number): Promise<LogRow[]>;
  session(sessionId: string): Promise<SessionRow | null>;
  sessionByCode(joinCode: string): Promise<SessionRow | null>;
  /** Newest first. */
  sessions(): Promise<SessionRow[]>;
  /** Keeps this snapshot and drops older ones. */
  saveSnapshot(sessionId: string, snapshot: Snapshot): Promise<void>;
  /** Erases a session and all that belongs to it, from files too. Resolves without effect where there is none. */
  eraseSession(sessionId: string): Promise<void>;
  /** In the order in which they were first put. */
  deskRows(kind: DeskRow['kind']): Promise<DeskRow[]>;
  /** Makes the row, or replaces it. */
  putDeskRow(row: DeskRow): Promise<void>;
  /** Resolves without effect where there is none. */
  dropDeskRow(row: Pick<DeskRow, 'kind' | 'id'>): Promise<void>;
  /** Rejects with NotStoredError where nothing could be written now. */
  check(): Promise<void>;
  /** Resolves when everything accepted is durable and the files are released. */
  close(): Promise<void>;
}

/** A store that several processes write to at once. */
export interface SharedStore extends Store {
  /** The seq of the last commit of each of these sessions that is there. */
  heads(sessionIds: readonly string[]): Promise<Map<string, number>>;
  /** Says of sessions who is here, which is not kept, and answers with what each of the other processes said lately, by session. */
  exchangePresent(ours: ReadonlyMap<string, string>): Promise<Map<string, string[]>>;
  /** True in one of these processes: what only one must do, that one does. Another takes over once it is gone. */
  leads(): Promise<boolean>;
}

export function isShared(store: Store): store is SharedStore {
  return 'heads' in store;
}

/** What a copy of a store says of itself. */
export interface CopyStamp {
  /** When it was taken, in milliseconds since 1970: what was stored later is not in it. */
  copiedAt: number;
  /** Where phones joined then, such as `http://192.168.3.20:8080`; null where nobody could. */
  origin: string | null;
}

/** A copy that cannot be restored there; its message is a sentence for the person who asked. */
export class RestoreError extends Error {
  override name = 'RestoreError';
}

/** Sessions that cannot be moved there; its message is a sentence for the person who asked. */
export class MoveError extends Error {
  override name = 'MoveError';
}
