import type { PostgresConnections, Statement } from './postgres-connections.ts';
import { OpenRounds, type SealedBallot, type SealedReceipt } from './postgres-rounds.ts';
import type { RoundKeys } from './round-keys.ts';
import type {
  AuthorRow,
  BallotRow,
  CommitRow,
  KeyRow,
  ParticipantRow,
  ReceiptRow,
  SeatRow,
  SessionRow,
  Snapshot,
  StoredSession,
  TextRow,
} from './store.ts';

export const sessionColumns = `id, join_code AS "joinCode", title, status, programme_id AS "programmeId", created_at AS "createdAt", ended_at AS "endedAt", epoch, summary`;
const logColumns = `seq, at, events, stage, wall, backstage, events_hash AS "eventsHash", updates_hash AS "updatesHash", hash`;

export function commitsFrom(sessionId: string, from: number, most?: number): Statement {
  return {
    text: `SELECT ${logColumns} FROM log WHERE session_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3`,
    values: [sessionId, from, most ?? null],
  };
}

export function openReceipts(sessionId: string): Statement {
  return { text: `SELECT key_id AS "keyId", seq, sealed FROM open_receipt WHERE session_id = $1`, values: [sessionId] };
}

/** Everything of a session as it was at one moment; null where there is none. Rejects with RoundKeyLostError. */
export async function readStored(database: PostgresConnections, keys: RoundKeys, sessionId: string): Promise<StoredSession | null> {
  const rounds = new OpenRounds(sessionId, keys);
  return database.atOneMoment(async (rows) => {
    const of = <Row>(text: string) => rows<Row>({ text, values: [sessionId] });
    const [session] = await of<SessionRow>(`SELECT ${sessionColumns} FROM session WHERE id = $1`);
    if (!session) return null;
    const [snapshot] = await of<Snapshot>(`SELECT seq, hash, state, stage, wall, backstage FROM snapshot WHERE session_id = $1`);
    const commits = await rows<CommitRow>(commitsFrom(sessionId, snapshot ? snapshot.seq + 1 : 0));
    const [texts, authors, participants, seats, open, sealed, openReceiptRows, receipts, keyRows] = [
      await of<TextRow>(`SELECT id, text, translations, salt FROM text WHERE session_id = $1`),
      await of<AuthorRow>(`SELECT note_id AS "noteId", participant_id AS "participantId" FROM author WHERE session_id = $1`),
      await of<ParticipantRow>(`SELECT participant_id AS "participantId", body FROM participant WHERE session_id = $1`),
      await of<SeatRow>(`SELECT seat, body FROM seat WHERE session_id = $1`),
      await of<SealedBallot & Placed>(`SELECT place, exercise_id AS "exerciseId", round, sealed FROM ballot WHERE session_id = $1`),
      await of<BallotRow & Placed>(
        `SELECT place, exercise_id AS "exerciseId", round, voter, body FROM sealed_ballot WHERE session_id = $1`,
      ),
      await rows<SealedReceipt>(openReceipts(sessionId)),
      await of<ReceiptRow>(
        `SELECT sender, command_id AS "commandId", seq, key_id AS "keyId", hmac, answer FROM receipt WHERE session_id = $1`,
      ),
      await of<KeyRow>(`SELECT key_id AS "keyId", key FROM hmac_key WHERE session_id = $1`),
    ];
    const opened = await Promise.all(open.map(async (row) => ({ place: row.place, ...(await rounds.ballot(row)) })));
    const ballots = [...sealed, ...opened].sort((a, b) => a.place - b.place).map(({ place: _, ...row }) => row);
    return {
      session,
      snapshot: snapshot ?? null,
      commits,
      texts,
      authors,
      participants,
      seats,
      ballots,
      receipts: [...receipts, ...(await Promise.all(openReceiptRows.map((row) => rounds.receipt(row))))],
      keys: await Promise.all(keyRows.map((row) => rounds.key(row))),
    };
  });
}

interface Placed {
  place: number;
}
