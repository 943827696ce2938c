/** The first number of advisory locks, so that other programs in the same database keep theirs: of the few that have a name, and of sessions. */
export const lockSpace = 0x59495348;
const sessionLockSpace = lockSpace + 1;

/** What functions raise beside PostgreSQL's own codes. */
export const raised = { sessionGone: 'YS001', attemptVoid: 'YS002' } as const;

const lockSession = `PERFORM pg_advisory_xact_lock(${sessionLockSpace}, hashtext(session_));`;

/**
 * What writes a commit. `isNumbered`: as of the second version, rows have the seq that they were last written with, and commits what they took away (see
 * losses.ts).
 */
function writeCommit({ isNumbered }: { isNumbered: boolean }): string {
  const numbered = (words: string) => (isNumbered ? words : '');
  const create = `CREATE${numbered(' OR REPLACE')}`;
  const [seq, column, again] = [numbered(', seq_'), numbered(', seq'), numbered(', seq = excluded.seq')];
  const [declare, lost, attempt] = [numbered(' lost_ text;'), numbered(', lost_'), numbered(', attempt_')];
  const count = numbered(`    SELECT coalesce(string_agg(DISTINCT loss.name, ' '), '') INTO lost_ FROM jsonb_array_elements(steps) AS s
      JOIN (VALUES ('drop-text', 'texts'), ('drop-author', 'authors'), ('drop-authors', 'authors'), ('drop-participants', 'participants'),
        ('drop-seats', 'seats'), ('drop-ballot', 'ballots'), ('seal', 'ballots'), ('seal', 'keys')) AS loss(op, name) ON loss.op = s.value ->> 'op';
`);
  return `
  ${create} FUNCTION write_commit(
    attempt_ uuid, session_ text, is_new boolean, session_row jsonb,
    seq_ integer, at_ bigint, events_ text, stage_ bytea, wall_ bytea, backstage_ bytea,
    events_hash_ text, updates_hash_ text, hash_ text, steps jsonb
  ) RETURNS void LANGUAGE plpgsql AS $$
  DECLARE step jsonb;${declare}
  BEGIN
    ${lockSession}
    IF EXISTS (SELECT 1 FROM void_attempt WHERE attempt = attempt_) THEN
      RAISE EXCEPTION 'this attempt was given up' USING ERRCODE = '${raised.attemptVoid}';
    END IF;
    IF is_new THEN
      INSERT INTO session SELECT (jsonb_populate_record(NULL::session, session_row)).*;
    ELSIF NOT EXISTS (SELECT 1 FROM session WHERE id = session_) THEN
      RAISE EXCEPTION 'the session is gone' USING ERRCODE = '${raised.sessionGone}';
    END IF;
${count}    INSERT INTO log VALUES (session_, seq_, at_, events_, stage_, wall_, backstage_, events_hash_, updates_hash_, hash_${lost}${attempt});
    IF NOT is_new AND session_row IS NOT NULL THEN
      UPDATE session SET (join_code, title, status, programme_id, created_at, ended_at, epoch, summary) =
        (SELECT join_code, title, status, programme_id, created_at, ended_at, epoch, summary FROM jsonb_populate_record(NULL::session, session_row))
        WHERE id = session_;
    END IF;
    FOR step IN SELECT value FROM jsonb_array_elements(steps) LOOP
      PERFORM write_step(session_, seq_, step ->> 'op', step -> 'rows');
    END LOOP;
  END $$;

  ${create} FUNCTION write_step(session_ text, seq_ integer, op text, rows_ jsonb) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    CASE op
      WHEN 'put-text' THEN
        INSERT INTO text SELECT session_, r.*${seq} FROM jsonb_to_recordset(rows_) AS r(id text, text text, translations text, salt text)
          ON CONFLICT (session_id, id) DO UPDATE SET text = excluded.text, translations = excluded.translations, salt = excluded.salt${again};
      WHEN 'drop-text' THEN
        DELETE FROM text WHERE session_id = session_ AND id IN (SELECT jsonb_array_elements_text(rows_));
      WHEN 'put-author' THEN
        INSERT INTO author SELECT session_, r.*${seq} FROM jsonb_to_recordset(rows_) AS r(note_id text, participant_id text)
          ON CONFLICT (session_id, note_id) DO UPDATE SET participant_id = excluded.participant_id${again};
      WHEN 'drop-author' THEN
        DELETE FROM author WHERE session_id = session_ AND note_id IN (SELECT jsonb_array_elements_text(rows_));
      WHEN 'drop-authors' THEN
        DELETE FROM author WHERE session_id = session_;
      WHEN 'put-participant' THEN
        INSERT INTO participant SELECT session_, r.*${seq} FROM jsonb_to_recordset(rows_) AS r(participant_id text, body text)
          ON CONFLICT (session_id, participant_id) DO UPDATE SET body = excluded.body${again};
      WHEN 'drop-participants' THEN
        DELETE FROM participant WHERE session_id = session_ AND participant_id NOT IN (SELECT jsonb_array_elements_text(rows_));
      WHEN 'put-seat' THEN
        INSERT INTO seat SELECT session_, r.*${seq} FROM jsonb_to_recordset(rows_) AS r(seat text, body text)
          ON CONFLICT (session_id, seat) DO UPDATE SET body = excluded.body${again};
      WHEN 'drop-seats' THEN
        DELETE FROM seat WHERE session_id = session_;
      WHEN 'put-ballot' THEN
        INSERT INTO ballot (session_id, exercise_id, round, name, sealed${column})
          SELECT session_, r.exercise_id, r.round, decode(r.name, 'base64'), decode(r.sealed, 'base64')${seq}
          FROM ROWS FROM (jsonb_to_recordset(rows_) AS (exercise_id text, round integer, name text, sealed text)) WITH ORDINALITY AS r
          ORDER BY r.ordinality
          ON CONFLICT (session_id, exercise_id, round, name) DO UPDATE SET sealed = excluded.sealed${again};
      WHEN 'drop-ballot' THEN
        DELETE FROM ballot USING jsonb_to_recordset(rows_) AS r(exercise_id text, round integer, name text)
          WHERE session_id = session_ AND ballot.exercise_id = r.exercise_id AND ballot.round = r.round AND ballot.name = decode(r.name, 'base64');
      WHEN 'put-receipt' THEN
        INSERT INTO receipt
          SELECT session_, r.sender, r.command_id, seq_, r.key_id, r.hmac, r.answer
          FROM jsonb_to_recordset(rows_) AS r(sender text, command_id text, key_id text, hmac text, answer text)
          ON CONFLICT (session_id, sender, command_id)
          DO UPDATE SET seq = excluded.seq, key_id = excluded.key_id, hmac = excluded.hmac, answer = excluded.answer;
      WHEN 'put-open-receipt' THEN
        INSERT INTO open_receipt
          SELECT session_, r.key_id, decode(r.name, 'base64'), seq_, decode(r.sealed, 'base64')
          FROM jsonb_to_recordset(rows_) AS r(key_id text, name text, sealed text)
          ON CONFLICT (session_id, key_id, name) DO UPDATE SET seq = excluded.seq, sealed = excluded.sealed;
      WHEN 'put-key' THEN
        INSERT INTO hmac_key SELECT session_, r.key_id, decode(r.key, 'base64')${seq} FROM jsonb_to_recordset(rows_) AS r(key_id text, key text)
          ON CONFLICT (session_id, key_id) DO UPDATE SET key = excluded.key${again};
      WHEN 'seal' THEN
        PERFORM seal_round(session_, seq_, rows_ ->> 'exercise_id', (rows_ ->> 'round')::integer, rows_ ->> 'key_id', rows_);
      WHEN 'forget-updates' THEN
        UPDATE log SET stage = NULL, wall = NULL, backstage = NULL WHERE session_id = session_ AND seq <= seq_;
        DELETE FROM snapshot WHERE session_id = session_;
        INSERT INTO snapshot
          SELECT session_, r.seq, r.hash, r.state, decode(r.stage, 'base64'), decode(r.wall, 'base64'), decode(r.backstage, 'base64')
          FROM jsonb_to_record(rows_) AS r(seq integer, hash text, state text, stage text, wall text, backstage text);
    END CASE;
  END $$;
`;
}

/**
 * A commit is one call and so one round trip, and its own transaction. `steps` are what is written beside the log, in their order (see postgres-steps.ts).
 * `settle_commit` answers what became of a call whose answer was lost: it waits until that one has ended, and whatever of it comes later is void.
 */
export const writeFunctions = `${writeCommit({ isNumbered: false })}
  CREATE FUNCTION seal_round(session_ text, seq_ integer, exercise text, round_ integer, key_ text, sealed jsonb) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    DELETE FROM ballot WHERE session_id = session_ AND exercise_id = exercise AND round = round_;
    DELETE FROM sealed_ballot WHERE session_id = session_ AND exercise_id = exercise AND round = round_;
    INSERT INTO sealed_ballot (session_id, exercise_id, round, voter, body)
      SELECT session_, exercise, round_, (b.ordinality - 1)::text, b.value
      FROM jsonb_array_elements_text(sealed -> 'bodies') WITH ORDINALITY AS b ORDER BY b.ordinality;
    INSERT INTO receipt
      SELECT session_, r.sender, r.command_id, seq_, key_, NULL, '{}'
      FROM jsonb_to_recordset(sealed -> 'receipts') AS r(sender text, command_id text) ORDER BY r.sender, r.command_id
      ON CONFLICT (session_id, sender, command_id) DO NOTHING;
    DELETE FROM open_receipt WHERE session_id = session_ AND key_id = key_;
    DELETE FROM hmac_key WHERE session_id = session_ AND key_id = key_;
  END $$;

  CREATE FUNCTION settle_commit(attempt_ uuid, session_ text, seq_ integer, hash_ text) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE there text;
  BEGIN
    ${lockSession}
    SELECT hash INTO there FROM log WHERE session_id = session_ AND seq = seq_;
    IF there = hash_ THEN RETURN 'stored'; END IF;
    DELETE FROM void_attempt WHERE at < now() - interval '1 day';
    INSERT INTO void_attempt (attempt) VALUES (attempt_) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN there IS NULL THEN 'void' ELSE 'taken' END;
  END $$;

  CREATE FUNCTION exchange_present(process_ uuid, ours jsonb) RETURNS TABLE (session text, said text) LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO present SELECT process_, o.key, o.value FROM jsonb_each_text(ours) AS o
      ON CONFLICT (process, session_id) DO UPDATE SET body = excluded.body, at = excluded.at;
    DELETE FROM present WHERE at < now() - interval '1 minute';
    RETURN QUERY SELECT session_id, body FROM present
      WHERE process <> process_ AND at > now() - interval '5 seconds' AND ours ? session_id;
  END $$;

  CREATE FUNCTION erase_session(session_ text) RETURNS boolean LANGUAGE plpgsql AS $$
  DECLARE name text;
  BEGIN
    ${lockSession}
    FOREACH name IN ARRAY ARRAY['log', 'snapshot', 'text', 'author', 'participant', 'seat', 'ballot', 'sealed_ballot', 'open_receipt', 'receipt', 'hmac_key'] LOOP
      EXECUTE format('DELETE FROM %I WHERE session_id = $1', name) USING session_;
    END LOOP;
    DELETE FROM session WHERE id = session_;
    RETURN FOUND;
  END $$;
`;

/**
 * The same for rows that are numbered. What became of a call is told by the attempt that its row names: two processes that each store one ballot in the same
 * millisecond make rows with the same hash, since a hash is of nobody's ballot [D31].
 */
export const numberedWriteFunctions = `${writeCommit({ isNumbered: true })}
  CREATE OR REPLACE FUNCTION settle_commit(attempt_ uuid, session_ text, seq_ integer, hash_ text) RETURNS text LANGUAGE plpgsql AS $$
  DECLARE there text; by_ uuid;
  BEGIN
    ${lockSession}
    SELECT hash, attempt INTO there, by_ FROM log WHERE session_id = session_ AND seq = seq_;
    IF there = hash_ AND coalesce(by_, attempt_) = attempt_ THEN RETURN 'stored'; END IF;
    DELETE FROM void_attempt WHERE at < now() - interval '1 day';
    INSERT INTO void_attempt (attempt) VALUES (attempt_) ON CONFLICT DO NOTHING;
    RETURN CASE WHEN there IS NULL THEN 'void' ELSE 'taken' END;
  END $$;
`;
