import { lossesOf } from './losses.ts';
import type { PostgresConnections, Statement } from './postgres-connections.ts';
import { OpenRounds, type SealedBallot, type SealedReceipt } from './postgres-rounds.ts';
import type { RoundKeys } from './round-keys.ts';
import type {
  AuthorRow,
  BallotRow,
  Changes,
  CommitRow,
  KeyRow,
  Losable,
  ParticipantRow,
  ReceiptRow,
  SeatRow,
  SessionRow,
  Snapshot,
  StoredSession,
  TextRow,
} from './store.ts';

export const sessionColumns = `id, join_code AS "joinCode", title, status, programme_id AS "programmeId", created_at AS "createdAt", ended_at AS "endedAt", epoch, summary`;
const logColumns = `seq, at, events, events_hash AS "eventsHash", updates_hash AS "updatesHash", hash`;

export function commitsFrom(sessionId: string, from: number): Statement {
  return {
    text: `SELECT ${logColumns}, stage, wall, backstage FROM log WHERE session_id = $1 AND seq >= $2 ORDER BY seq`,
    values: [sessionId, from],
  };
}

export function logFrom(sessionId: string, from: number, most: number): Statement {
  return {
    text: `SELECT ${logColumns} FROM log WHERE session_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3`,
    values: [sessionId, from, most],
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

/** A row as JSON has it. */
type Base64<Row, Bytes extends keyof Row> = {
  [Name in keyof Row]: Name extends Bytes ? string | Exclude<Row[Name], Uint8Array> : Row[Name];
};

interface ChangesRow extends Pick<Changes, 'texts' | 'authors' | 'participants' | 'seats' | 'receipts'> {
  session: SessionRow | null;
  lost: string;
  commits: Base64<CommitRow, 'stage' | 'wall' | 'backstage'>[];
  ballots: Base64<SealedBallot, 'sealed'>[];
  open: Base64<SealedReceipt, 'sealed'>[];
  keys: Base64<KeyRow, 'key'>[];
}

/** One statement, and so one round trip and one moment. */
const changesText = `
  WITH told AS (SELECT coalesce(string_agg(lost, ' '), '') AS lost FROM log WHERE session_id = $1 AND seq > $2)
  SELECT
    (SELECT row_to_json(s) FROM (SELECT ${sessionColumns} FROM session WHERE id = $1) AS s) AS session,
    told.lost,
    ${listOf(`SELECT seq, at, events, ${['stage', 'wall', 'backstage'].map(base64).join(', ')}, events_hash AS "eventsHash", updates_hash AS "updatesHash", hash
      FROM log WHERE session_id = $1 AND seq > $2 ORDER BY seq`)} AS commits,
    ${listOf(`SELECT id, text, translations, salt FROM text WHERE ${isNew('texts')}`)} AS texts,
    ${listOf(`SELECT note_id AS "noteId", participant_id AS "participantId" FROM author WHERE ${isNew('authors')}`)} AS authors,
    ${listOf(`SELECT participant_id AS "participantId", body FROM participant WHERE ${isNew('participants')}`)} AS participants,
    ${listOf(`SELECT seat, body FROM seat WHERE ${isNew('seats')}`)} AS seats,
    ${listOf(`SELECT exercise_id AS "exerciseId", round, ${base64('sealed')} FROM ballot WHERE ${isNew('ballots')} ORDER BY place`)} AS ballots,
    ${listOf(`SELECT sender, command_id AS "commandId", seq, key_id AS "keyId", hmac, answer FROM receipt WHERE session_id = $1 AND seq > $2`)} AS receipts,
    ${listOf(`SELECT key_id AS "keyId", seq, ${base64('sealed')} FROM open_receipt WHERE session_id = $1 AND seq > $2`)} AS open,
    ${listOf(`SELECT key_id AS "keyId", ${base64('key')} FROM hmac_key WHERE ${isNew('keys')}`)} AS keys
  FROM told`;

function listOf(select: string): string {
  return `(SELECT coalesce(json_agg(r), '[]') FROM (${select}) AS r)`;
}

function base64(column: string): string {
  return `encode(${column}, 'base64') AS ${column}`;
}

function isNew(name: Losable): string {
  return `session_id = $1 AND (seq > $2 OR told.lost LIKE '%${name}%')`;
}

/** What was written to a session after a seq; null where there is no such session. Rejects with RoundKeyLostError. */
export async function readChanges(
  database: PostgresConnections,
  keys: RoundKeys,
  { sessionId, after }: { sessionId: string; after: number },
): Promise<Changes | null> {
  const [row] = await database.read<ChangesRow>({ name: 'changes', text: changesText, values: [sessionId, after] });
  if (!row?.session) return null;
  const { session, texts, authors, participants, seats } = row;
  const rounds = new OpenRounds(sessionId, keys);
  const open = await Promise.all(row.open.map((one) => rounds.receipt({ ...one, sealed: bytesOf(one.sealed) })));
  return {
    ...{ session, texts, authors, participants, seats },
    lost: lossesOf([row.lost]),
    commits: row.commits.map(({ stage, wall, backstage, ...commit }) => ({
      ...commit,
      ...{ stage: bytesOrNone(stage), wall: bytesOrNone(wall), backstage: bytesOrNone(backstage) },
    })),
    ballots: await Promise.all(row.ballots.map((one) => rounds.ballot({ ...one, sealed: bytesOf(one.sealed) }))),
    receipts: [...row.receipts, ...open],
    keys: await Promise.all(row.keys.map((one) => rounds.key({ ...one, key: bytesOf(one.key) }))),
  };
}

function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'base64'));
}

function bytesOrNone(text: string | null): Uint8Array | null {
  return text === null ? null : bytesOf(text);
}
