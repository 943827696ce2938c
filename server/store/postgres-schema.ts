import { numberedWriteFunctions, writeFunctions } from './postgres-functions.ts';

/** Everything of Yishi lies in this schema, so that it may share a database. */
export const schemaName = 'yishi';

/**
 * What tells who voted is stored as ciphertext alone: `ballot`, `open_receipt` and the round's row in `hmac_key` lie under a key that is outside the database
 * (see round-keys.ts), since PostgreSQL keeps rows that were deleted in dead tuples, in its log and in every dump.
 *
 * Step n takes a database from version n to n + 1. Steps that were published are never edited.
 */
export const migrations = [
  `
  CREATE TABLE session (
    id text PRIMARY KEY,
    join_code text NOT NULL,
    title text NOT NULL,
    status text NOT NULL,
    programme_id text,
    created_at bigint NOT NULL,
    ended_at bigint,
    epoch bigint NOT NULL,
    summary text NOT NULL,
    CONSTRAINT session_join_code_key UNIQUE (join_code)
  );

  CREATE TABLE log (
    session_id text NOT NULL,
    seq integer NOT NULL,
    at bigint NOT NULL,
    events text NOT NULL,
    stage bytea,
    wall bytea,
    backstage bytea,
    events_hash text NOT NULL,
    updates_hash text NOT NULL,
    hash text NOT NULL,
    PRIMARY KEY (session_id, seq)
  );

  CREATE TABLE snapshot (
    session_id text PRIMARY KEY,
    seq integer NOT NULL,
    hash text NOT NULL,
    state text NOT NULL,
    stage bytea NOT NULL,
    wall bytea NOT NULL,
    backstage bytea NOT NULL
  );

  CREATE TABLE text (
    session_id text NOT NULL,
    id text NOT NULL,
    text text NOT NULL,
    translations text,
    salt text NOT NULL,
    PRIMARY KEY (session_id, id)
  );

  CREATE TABLE author (
    session_id text NOT NULL,
    note_id text NOT NULL,
    participant_id text NOT NULL,
    PRIMARY KEY (session_id, note_id)
  );

  CREATE TABLE participant (
    session_id text NOT NULL,
    participant_id text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (session_id, participant_id)
  );

  CREATE TABLE seat (
    session_id text NOT NULL,
    seat text NOT NULL,
    body text NOT NULL,
    PRIMARY KEY (session_id, seat)
  );

  CREATE SEQUENCE place;

  CREATE TABLE ballot (
    session_id text NOT NULL,
    exercise_id text NOT NULL,
    round integer NOT NULL,
    name bytea NOT NULL,
    place bigint NOT NULL DEFAULT nextval('place'),
    sealed bytea NOT NULL,
    PRIMARY KEY (session_id, exercise_id, round, name)
  );

  CREATE TABLE sealed_ballot (
    session_id text NOT NULL,
    exercise_id text NOT NULL,
    round integer NOT NULL,
    voter text NOT NULL,
    place bigint NOT NULL DEFAULT nextval('place'),
    body text NOT NULL,
    PRIMARY KEY (session_id, exercise_id, round, voter)
  );

  CREATE TABLE open_receipt (
    session_id text NOT NULL,
    key_id text NOT NULL,
    name bytea NOT NULL,
    seq integer NOT NULL,
    sealed bytea NOT NULL,
    PRIMARY KEY (session_id, key_id, name)
  );

  CREATE TABLE receipt (
    session_id text NOT NULL,
    sender text NOT NULL,
    command_id text NOT NULL,
    seq integer NOT NULL,
    key_id text NOT NULL,
    hmac text,
    answer text NOT NULL,
    PRIMARY KEY (session_id, sender, command_id)
  );

  CREATE TABLE hmac_key (
    session_id text NOT NULL,
    key_id text NOT NULL,
    key bytea NOT NULL,
    PRIMARY KEY (session_id, key_id)
  );

  CREATE TABLE desk (
    kind text NOT NULL,
    id text NOT NULL,
    place bigint NOT NULL DEFAULT nextval('place'),
    body text NOT NULL,
    PRIMARY KEY (kind, id)
  );

  CREATE UNLOGGED TABLE present (
    process uuid NOT NULL,
    session_id text NOT NULL,
    body text NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (process, session_id)
  );

  CREATE TABLE void_attempt (
    attempt uuid PRIMARY KEY,
    at timestamptz NOT NULL DEFAULT now()
  );
  ${writeFunctions}
  `,
  // Whoever writes or reads a session begins with its row: once nobody does, nobody holds any other table.
  `
  LOCK TABLE session IN ACCESS EXCLUSIVE MODE;
  ALTER TABLE log ADD COLUMN lost text NOT NULL DEFAULT '';
  ALTER TABLE log ADD COLUMN attempt uuid;
  ALTER TABLE text ADD COLUMN seq integer NOT NULL DEFAULT 0;
  ALTER TABLE author ADD COLUMN seq integer NOT NULL DEFAULT 0;
  ALTER TABLE participant ADD COLUMN seq integer NOT NULL DEFAULT 0;
  ALTER TABLE seat ADD COLUMN seq integer NOT NULL DEFAULT 0;
  ALTER TABLE ballot ADD COLUMN seq integer NOT NULL DEFAULT 0;
  ALTER TABLE hmac_key ADD COLUMN seq integer NOT NULL DEFAULT 0;
  CREATE INDEX receipt_seq ON receipt (session_id, seq);
  CREATE INDEX open_receipt_seq ON open_receipt (session_id, seq);
  ${numberedWriteFunctions}
  `,
] as const;

/** Every table whose rows belong to a session, by the column `session_id`. */
export const sessionTables = [
  'log',
  'snapshot',
  'text',
  'author',
  'participant',
  'seat',
  'ballot',
  'sealed_ballot',
  'open_receipt',
  'receipt',
  'hmac_key',
] as const;
