/**
 * Secure deletion blanks a deleted row where it lies, but not the copies that a b-tree leaves behind when it moves rows between pages. So what must go at
 * sealing lies in tables of its own (`ballot`, `open_receipt`, `hmac_key`), small enough to be emptied whole and refilled: an emptied table's pages are
 * blanked from end to end.
 */
export const openRoundTables = ['ballot', 'open_receipt', 'hmac_key'] as const;

/** Step n takes a database from user_version n to n + 1. Steps that were published are never edited. */
export const migrations = [
  `
  CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

  CREATE TABLE session (
    id TEXT PRIMARY KEY,
    join_code TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    status TEXT NOT NULL,
    programme_id TEXT,
    created_at INTEGER NOT NULL,
    ended_at INTEGER,
    epoch INTEGER NOT NULL,
    summary TEXT NOT NULL
  ) STRICT;

  CREATE TABLE log (
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    events TEXT NOT NULL,
    stage BLOB,
    wall BLOB,
    backstage BLOB,
    events_hash TEXT NOT NULL,
    updates_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (session_id, seq)
  ) STRICT;

  CREATE TABLE snapshot (
    session_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL,
    state TEXT NOT NULL,
    stage BLOB NOT NULL,
    wall BLOB NOT NULL,
    backstage BLOB NOT NULL,
    PRIMARY KEY (session_id, seq)
  ) STRICT;

  CREATE TABLE text (
    session_id TEXT NOT NULL,
    id TEXT NOT NULL,
    text TEXT NOT NULL,
    translations TEXT,
    salt TEXT NOT NULL,
    PRIMARY KEY (session_id, id)
  ) STRICT;

  CREATE TABLE author (
    session_id TEXT NOT NULL,
    note_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    PRIMARY KEY (session_id, note_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE participant (
    session_id TEXT NOT NULL,
    participant_id TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (session_id, participant_id)
  ) STRICT;

  CREATE TABLE ballot (
    position INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    voter TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (session_id, exercise_id, round, voter)
  ) STRICT;

  CREATE TABLE sealed_ballot (
    position INTEGER PRIMARY KEY,
    session_id TEXT NOT NULL,
    exercise_id TEXT NOT NULL,
    round INTEGER NOT NULL,
    voter TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (session_id, exercise_id, round, voter)
  ) STRICT;

  CREATE TABLE open_receipt (
    session_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    command_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    hmac TEXT,
    answer TEXT NOT NULL,
    PRIMARY KEY (session_id, sender, command_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE receipt (
    session_id TEXT NOT NULL,
    sender TEXT NOT NULL,
    command_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    hmac TEXT,
    answer TEXT NOT NULL,
    PRIMARY KEY (session_id, sender, command_id)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE hmac_key (
    session_id TEXT NOT NULL,
    key_id TEXT NOT NULL,
    key BLOB NOT NULL,
    PRIMARY KEY (session_id, key_id)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE seat (
    session_id TEXT NOT NULL,
    seat TEXT NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (session_id, seat)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE desk (
    position INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (kind, id)
  ) STRICT;
  `,
  // The seq of the commit that last wrote a row, and of a commit the kinds of rows that it took away (see losses.ts); 0 and '' of what was before.
  `
  ALTER TABLE log ADD COLUMN lost TEXT NOT NULL DEFAULT '';
  ALTER TABLE text ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE author ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE participant ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE seat ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE ballot ADD COLUMN seq INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE hmac_key ADD COLUMN seq INTEGER NOT NULL DEFAULT 0
  `,
];

/** Every table whose rows belong to a session, by the column `session_id`. */
export const sessionTables = [
  'log',
  'snapshot',
  'text',
  'author',
  'participant',
  'seat',
  'sealed_ballot',
  'receipt',
  ...openRoundTables,
] as const;
