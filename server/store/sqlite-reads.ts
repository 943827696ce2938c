import type { SqliteConnection } from './sqlite-connection.ts';
import { lossesOf } from './losses.ts';
import type {
  AuthorRow,
  BallotRow,
  Changes,
  CommitRow,
  DeskRow,
  KeyRow,
  LogRow,
  Losable,
  ParticipantRow,
  ReceiptRow,
  SeatRow,
  SessionRow,
  Snapshot,
  StoredSession,
  TextRow,
} from './store.ts';

const sessionColumns = `id, join_code AS joinCode, title, status, programme_id AS programmeId, created_at AS createdAt, ended_at AS endedAt, epoch, summary`;
const logColumns = `seq, at, events, events_hash AS eventsHash, updates_hash AS updatesHash, hash`;
const ballotColumns = `position, exercise_id AS exerciseId, round, voter, body`;
const texts = `id, text, translations, salt FROM text`;
const authors = `note_id AS noteId, participant_id AS participantId FROM author`;
const participants = `participant_id AS participantId, body FROM participant`;
const seats = `seat, body FROM seat`;
const keys = `key_id AS keyId, key FROM hmac_key`;
/** Every row was written after it. */
const everything = -1;
const receiptColumns = `sender, command_id AS commandId, seq, key_id AS keyId, hmac, answer`;

export function readSession(database: SqliteConnection, sessionId: string): SessionRow | null {
  return database.row<SessionRow>(`SELECT ${sessionColumns} FROM session WHERE id = ?`, [sessionId]);
}

export function readSessionByCode(database: SqliteConnection, joinCode: string): SessionRow | null {
  return database.row<SessionRow>(`SELECT ${sessionColumns} FROM session WHERE join_code = ?`, [joinCode]);
}

export function readSessions(database: SqliteConnection): SessionRow[] {
  return database.rows<SessionRow>(`SELECT ${sessionColumns} FROM session ORDER BY created_at DESC, id DESC`);
}

export function readCommits(database: SqliteConnection, sessionId: string, from: number): CommitRow[] {
  return database.rows<CommitRow>(`SELECT ${logColumns}, stage, wall, backstage FROM log WHERE session_id = ? AND seq >= ? ORDER BY seq`, [
    sessionId,
    from,
  ]);
}

export function readLog(database: SqliteConnection, sessionId: string, from: number, most: number): LogRow[] {
  return database.rows<LogRow>(`SELECT ${logColumns} FROM log WHERE session_id = ? AND seq >= ? ORDER BY seq LIMIT ?`, [
    sessionId,
    from,
    most,
  ]);
}

export function readChanges(database: SqliteConnection, sessionId: string, after: number): Changes | null {
  const session = readSession(database, sessionId);
  if (!session) return null;
  const told = database.rows<{ lost: string }>(`SELECT lost FROM log WHERE session_id = ? AND seq > ? AND lost <> ''`, [sessionId, after]);
  const lost = lossesOf(told.map((row) => row.lost));
  const since = (seq: number, rows: string) => database.rows(`SELECT ${rows} WHERE session_id = ? AND seq > ?`, [sessionId, seq]);
  const of = (name: Losable, rows: string) => since(lost.includes(name) ? everything : after, rows);
  return {
    session,
    commits: readCommits(database, sessionId, after + 1),
    lost,
    texts: of('texts', texts) as TextRow[],
    authors: of('authors', authors) as AuthorRow[],
    participants: of('participants', participants) as ParticipantRow[],
    seats: of('seats', seats) as SeatRow[],
    ballots: (of('ballots', `${ballotColumns} FROM ballot`) as (BallotRow & { position: number })[])
      .sort((a, b) => a.position - b.position)
      .map(({ position: _, ...row }) => row),
    receipts: [...since(after, `${receiptColumns} FROM receipt`), ...since(after, `${receiptColumns} FROM open_receipt`)] as ReceiptRow[],
    keys: of('keys', keys) as KeyRow[],
  };
}

export function readStored(database: SqliteConnection, sessionId: string): StoredSession | null {
  const session = readSession(database, sessionId);
  if (!session) return null;
  const snapshot = database.row<Snapshot>(
    `SELECT seq, hash, state, stage, wall, backstage FROM snapshot WHERE session_id = ? ORDER BY seq DESC LIMIT 1`,
    [sessionId],
  );
  return {
    session,
    snapshot,
    commits: readCommits(database, sessionId, snapshot ? snapshot.seq + 1 : 0),
    texts: database.rows<TextRow>(`SELECT ${texts} WHERE session_id = ?`, [sessionId]),
    authors: database.rows<AuthorRow>(`SELECT ${authors} WHERE session_id = ?`, [sessionId]),
    participants: database.rows<ParticipantRow>(`SELECT ${participants} WHERE session_id = ?`, [sessionId]),
    seats: database.rows<SeatRow>(`SELECT ${seats} WHERE session_id = ?`, [sessionId]),
    ballots: readBallots(database, sessionId),
    receipts: database.rows<ReceiptRow>(
      `SELECT ${receiptColumns} FROM receipt WHERE session_id = ? UNION ALL SELECT ${receiptColumns} FROM open_receipt WHERE session_id = ?`,
      [sessionId, sessionId],
    ),
    keys: database.rows<KeyRow>(`SELECT ${keys} WHERE session_id = ?`, [sessionId]),
  };
}

function readBallots(database: SqliteConnection, sessionId: string): BallotRow[] {
  return database.rows<BallotRow>(
    `SELECT exerciseId, round, voter, body FROM (
       SELECT ${ballotColumns} FROM sealed_ballot WHERE session_id = ? UNION ALL SELECT ${ballotColumns} FROM ballot WHERE session_id = ?
     ) ORDER BY position`,
    [sessionId, sessionId],
  );
}

export function readDeskRows(database: SqliteConnection, kind: DeskRow['kind']): DeskRow[] {
  return database.rows<DeskRow>(`SELECT kind, id, body FROM desk WHERE kind = ? ORDER BY position`, [kind]);
}
