import type { SqliteConnection } from './sqlite-connection.ts';
import type {
  AuthorRow,
  BallotRow,
  CommitRow,
  DeskRow,
  KeyRow,
  ParticipantRow,
  ReceiptRow,
  SeatRow,
  SessionRow,
  Snapshot,
  StoredSession,
  TextRow,
} from './store.ts';

const sessionColumns = `id, join_code AS joinCode, title, status, programme_id AS programmeId, created_at AS createdAt, ended_at AS endedAt, epoch, summary`;
const logColumns = `seq, at, events, stage, wall, backstage, events_hash AS eventsHash, updates_hash AS updatesHash, hash`;
const ballotColumns = `position, exercise_id AS exerciseId, round, voter, body`;
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

export function readCommits(database: SqliteConnection, sessionId: string, from: number, most?: number): CommitRow[] {
  return database.rows<CommitRow>(`SELECT ${logColumns} FROM log WHERE session_id = ? AND seq >= ? ORDER BY seq LIMIT ?`, [
    sessionId,
    from,
    most ?? -1,
  ]);
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
    texts: database.rows<TextRow>(`SELECT id, text, translations, salt FROM text WHERE session_id = ?`, [sessionId]),
    authors: database.rows<AuthorRow>(`SELECT note_id AS noteId, participant_id AS participantId FROM author WHERE session_id = ?`, [
      sessionId,
    ]),
    participants: database.rows<ParticipantRow>(`SELECT participant_id AS participantId, body FROM participant WHERE session_id = ?`, [
      sessionId,
    ]),
    seats: database.rows<SeatRow>(`SELECT seat, body FROM seat WHERE session_id = ?`, [sessionId]),
    ballots: readBallots(database, sessionId),
    receipts: database.rows<ReceiptRow>(
      `SELECT ${receiptColumns} FROM receipt WHERE session_id = ? UNION ALL SELECT ${receiptColumns} FROM open_receipt WHERE session_id = ?`,
      [sessionId, sessionId],
    ),
    keys: database.rows<KeyRow>(`SELECT key_id AS keyId, key FROM hmac_key WHERE session_id = ?`, [sessionId]),
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
