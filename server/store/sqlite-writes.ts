import { randomBytes } from 'node:crypto';
import type { SqliteConnection, Value } from './sqlite-connection.ts';
import { lossesIn } from './losses.ts';
import { openRoundTables, sessionTables } from './sqlite-schema.ts';
import { type BallotRow, type Commit, type DeskRow, SeqTakenError, type SessionRow, type Snapshot, type Write } from './store.ts';

/** The secret of this store, made where there is none yet. */
export function writeSecret(database: SqliteConnection): Uint8Array {
  database.run(`INSERT INTO meta (name, value) VALUES ('secret', ?) ON CONFLICT DO NOTHING`, [randomBytes(32)]);
  const row = database.row<{ value: Uint8Array }>(`SELECT value FROM meta WHERE name = 'secret'`);
  if (!row) throw new Error('the secret was not stored');
  return row.value;
}

export function writeCheck(database: SqliteConnection): void {
  database.run(`INSERT INTO meta (name, value) VALUES ('check', ?) ON CONFLICT DO UPDATE SET value = excluded.value`, [randomBytes(8)]);
}

export function writeNewSession(database: SqliteConnection, session: SessionRow, commit: Commit): void {
  database.run(
    `INSERT INTO session (id, join_code, title, status, programme_id, created_at, ended_at, epoch, summary) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [session.id, ...sessionValues(session)],
  );
  writeRow(database, session.id, commit);
  for (const write of commit.writes) writeBeside(database, session.id, commit.row.seq, write);
}

export function writeCommit(database: SqliteConnection, commit: Commit): void {
  const { sessionId, row } = commit;
  writeRow(database, sessionId, commit);
  if (commit.session)
    database.run(
      `UPDATE session SET join_code = ?, title = ?, status = ?, programme_id = ?, created_at = ?, ended_at = ?, epoch = ?, summary = ? WHERE id = ?`,
      [...sessionValues(commit.session), sessionId],
    );
  for (const write of commit.writes) writeBeside(database, sessionId, row.seq, write);
}

export function writeSnapshot(database: SqliteConnection, sessionId: string, snapshot: Snapshot): void {
  database.run(`DELETE FROM snapshot WHERE session_id = ? AND seq <= ?`, [sessionId, snapshot.seq]);
  database.run(
    `INSERT INTO snapshot (session_id, seq, hash, state, stage, wall, backstage) SELECT id, ?, ?, ?, ?, ?, ? FROM session WHERE id = ?`,
    [snapshot.seq, snapshot.hash, snapshot.state, snapshot.stage, snapshot.wall, snapshot.backstage, sessionId],
  );
}

/** Whether there was one. */
export function eraseSession(database: SqliteConnection, sessionId: string): boolean {
  for (const table of sessionTables) database.run(`DELETE FROM ${table} WHERE session_id = ?`, [sessionId]);
  return database.run(`DELETE FROM session WHERE id = ?`, [sessionId]) > 0;
}

export function writeDeskRow(database: SqliteConnection, { kind, id, body }: DeskRow): void {
  database.run(`INSERT INTO desk (kind, id, body) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`, [
    kind,
    id,
    body,
  ]);
}

export function dropDeskRow(database: SqliteConnection, { kind, id }: Pick<DeskRow, 'kind' | 'id'>): void {
  database.run(`DELETE FROM desk WHERE kind = ? AND id = ?`, [kind, id]);
}

function sessionValues(session: SessionRow): Value[] {
  const { joinCode, title, status, programmeId, createdAt, endedAt, epoch, summary } = session;
  return [joinCode, title, status, programmeId, createdAt, endedAt, epoch, summary];
}

function writeRow(database: SqliteConnection, sessionId: string, { row, writes }: Pick<Commit, 'row' | 'writes'>): void {
  const { seq, at, events, stage, wall, backstage, eventsHash, updatesHash, hash } = row;
  const written = database.run(
    `INSERT INTO log (session_id, seq, at, events, stage, wall, backstage, events_hash, updates_hash, hash, lost)
     SELECT id, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM session WHERE id = ?`,
    [seq, at, events, stage, wall, backstage, eventsHash, updatesHash, hash, lossesIn(writes).join(' '), sessionId],
  );
  if (written === 0) throw new SeqTakenError(`session ${sessionId} is gone`);
}

function writeBeside(database: SqliteConnection, sessionId: string, seq: number, write: Write): void {
  switch (write.op) {
    case 'put-text':
      database.run(
        `INSERT INTO text (session_id, id, text, translations, salt, seq) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET text = excluded.text, translations = excluded.translations, salt = excluded.salt, seq = excluded.seq`,
        [sessionId, write.id, write.text, write.translations, write.salt, seq],
      );
      return;
    case 'drop-text':
    case 'erase-text':
      database.run(`DELETE FROM text WHERE session_id = ? AND id = ?`, [sessionId, write.id]);
      return;
    case 'put-author':
      database.run(
        `INSERT INTO author (session_id, note_id, participant_id, seq) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET participant_id = excluded.participant_id, seq = excluded.seq`,
        [sessionId, write.noteId, write.participantId, seq],
      );
      return;
    case 'drop-author':
      database.run(`DELETE FROM author WHERE session_id = ? AND note_id = ?`, [sessionId, write.noteId]);
      return;
    case 'drop-authors':
      database.run(`DELETE FROM author WHERE session_id = ?`, [sessionId]);
      return;
    case 'put-participant':
      database.run(
        `INSERT INTO participant (session_id, participant_id, body, seq) VALUES (?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET body = excluded.body, seq = excluded.seq`,
        [sessionId, write.participantId, write.body, seq],
      );
      return;
    case 'drop-participants':
      database.run(`DELETE FROM participant WHERE session_id = ? AND participant_id NOT IN (SELECT value FROM json_each(?))`, [
        sessionId,
        JSON.stringify(write.keep),
      ]);
      return;
    case 'put-seat':
      database.run(
        `INSERT INTO seat (session_id, seat, body, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET body = excluded.body, seq = excluded.seq`,
        [sessionId, write.seat, write.body, seq],
      );
      return;
    case 'drop-seats':
      database.run(`DELETE FROM seat WHERE session_id = ?`, [sessionId]);
      return;
    case 'put-ballot':
      putBallot(database, sessionId, seq, write);
      return;
    case 'drop-ballot':
      database.run(`DELETE FROM ballot WHERE session_id = ? AND exercise_id = ? AND round = ? AND voter = ?`, [
        sessionId,
        write.exerciseId,
        write.round,
        write.voter,
      ]);
      return;
    case 'put-receipt':
      database.run(
        `INSERT INTO ${write.keyId === '' ? 'receipt' : 'open_receipt'} (session_id, sender, command_id, seq, key_id, hmac, answer) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET seq = excluded.seq, key_id = excluded.key_id, hmac = excluded.hmac, answer = excluded.answer`,
        [sessionId, write.sender, write.commandId, seq, write.keyId, write.hmac, write.answer],
      );
      return;
    case 'put-key':
      database.run(
        `INSERT INTO hmac_key (session_id, key_id, key, seq) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET key = excluded.key, seq = excluded.seq`,
        [sessionId, write.keyId, write.key, seq],
      );
      return;
    case 'seal':
      sealRound(database, sessionId, seq, write);
      return;
    case 'forget-updates':
      database.run(`UPDATE log SET stage = NULL, wall = NULL, backstage = NULL WHERE session_id = ? AND seq <= ?`, [sessionId, seq]);
      database.run(`DELETE FROM snapshot WHERE session_id = ?`, [sessionId]);
      writeSnapshot(database, sessionId, write.snapshot);
      return;
    default:
      throw new Error(`unknown write ${JSON.stringify(write satisfies never)}`);
  }
}

/** The two tables of ballots share one order. */
const nextPlace = `1 + max((SELECT ifnull(max(position), 0) FROM ballot), (SELECT ifnull(max(position), 0) FROM sealed_ballot))`;

/** A ballot cast again keeps its place. */
function putBallot(database: SqliteConnection, sessionId: string, seq: number, { exerciseId, round, voter, body }: BallotRow): void {
  database.run(
    `INSERT INTO ballot (position, session_id, exercise_id, round, voter, body, seq) VALUES (${nextPlace}, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (session_id, exercise_id, round, voter) DO UPDATE SET body = excluded.body, seq = excluded.seq`,
    [sessionId, exerciseId, round, voter, body, seq],
  );
}

function sealRound(database: SqliteConnection, sessionId: string, seq: number, seal: Extract<Write, { op: 'seal' }>): void {
  const { exerciseId, round, keyId, bodies } = seal;
  for (const table of ['ballot', 'sealed_ballot'])
    database.run(`DELETE FROM ${table} WHERE session_id = ? AND exercise_id = ? AND round = ?`, [sessionId, exerciseId, round]);
  bodies.forEach((body, index) => {
    database.run(`INSERT INTO sealed_ballot (position, session_id, exercise_id, round, voter, body) VALUES (${nextPlace}, ?, ?, ?, ?, ?)`, [
      sessionId,
      exerciseId,
      round,
      String(index),
      body,
    ]);
  });
  database.run(
    `INSERT INTO receipt (session_id, sender, command_id, seq, key_id, hmac, answer)
     SELECT session_id, sender, command_id, ?, key_id, NULL, '{}' FROM open_receipt WHERE session_id = ? AND key_id = ?
     ON CONFLICT DO NOTHING`,
    [seq, sessionId, keyId],
  );
  database.run(`DELETE FROM open_receipt WHERE session_id = ? AND key_id = ?`, [sessionId, keyId]);
  database.run(`DELETE FROM hmac_key WHERE session_id = ? AND key_id = ?`, [sessionId, keyId]);
  for (const table of openRoundTables) refill(database, table);
}

/** Takes every row out and puts it back. Only a DELETE without WHERE blanks whole pages (see sqlite-schema.ts). */
function refill(database: SqliteConnection, table: string): void {
  const kept = database.rows<Record<string, Value>>(`SELECT * FROM ${table}`);
  database.run(`DELETE FROM ${table}`);
  for (const row of kept) {
    const names = Object.keys(row);
    database.run(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`, Object.values(row));
  }
}
