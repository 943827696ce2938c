import { randomBytes } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { PostgresConnections } from './postgres-connections.ts';
import { lockSpace } from './postgres-functions.ts';
import { migrations, schemaName } from './postgres-schema.ts';

/** How long a process that starts waits for another one that migrates. */
const migratingMs = 60_000;

/**
 * Brings the database to this program's version, one process at a time however many start at once, and all of it or nothing. Throws an Error whose message is
 * a sentence for whoever starts Yishi: the database was written by a newer one, does not keep what it says it keeps, or goes with another folder of round keys.
 */
export async function migrate(
  database: PostgresConnections,
  keysFolder: string,
  { steps = migrations }: { steps?: readonly string[] } = {},
): Promise<void> {
  const client = await database.keep();
  try {
    await inTransaction(client, async () => {
      await requireDurable(client);
      // Whoever may not make a schema may have been given one.
      const { rows } = await client.query<{ is_there: boolean }>(`SELECT to_regnamespace('${schemaName}') IS NOT NULL AS is_there`);
      if (rows[0]?.is_there !== true) await client.query(`CREATE SCHEMA ${schemaName}`);
      await client.query('CREATE TABLE IF NOT EXISTS meta (name text PRIMARY KEY, value bytea NOT NULL)');
      await client.query(`INSERT INTO meta VALUES ('version', '0') ON CONFLICT DO NOTHING`);
      const version = Number(await valueOf(client, 'version'));
      if (version > steps.length) throw new Error('The database was written by a newer Yishi: start that one, or name another database.');
      for (const step of steps.slice(version)) await client.query(step);
      await client.query(`UPDATE meta SET value = $1 WHERE name = 'version'`, [Buffer.from(String(steps.length))]);
      await client.query(`INSERT INTO meta VALUES ('secret', $1) ON CONFLICT DO NOTHING`, [randomBytes(32)]);
      await client.query(`INSERT INTO meta VALUES ('keys', $1) ON CONFLICT DO NOTHING`, [Buffer.from(keysFolder)]);
      // [S41] With a folder of its own a process would seal rounds that the others cannot read.
      if (String(await valueOf(client, 'keys')) !== keysFolder)
        throw new Error(
          'The round keys of this database are in another folder: give every process the same --data, the one that the first was started with.',
        );
    });
  } finally {
    client.release(true);
  }
}

async function inTransaction(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    for (const name of ['lock_timeout', 'statement_timeout', 'idle_in_transaction_session_timeout'])
      await client.query(`SET LOCAL ${name} = ${migratingMs}`);
    await client.query({ text: `SELECT pg_advisory_xact_lock(${lockSpace}, 0)`, query_timeout: migratingMs } as { text: string });
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/** [D30] What is acknowledged has to outlive the machine: with these off PostgreSQL says that it is stored while it is not. */
async function requireDurable(client: PoolClient): Promise<void> {
  for (const setting of ['fsync', 'full_page_writes']) {
    const { rows } = await client.query<Record<string, string>>(`SHOW ${setting}`);
    if (rows[0]?.[setting] !== 'on')
      throw new Error(`The database has ${setting} switched off, so that it may lose what it says it has stored: switch it on.`);
  }
}

async function valueOf(client: PoolClient, name: string): Promise<Uint8Array> {
  const { rows } = await client.query<{ value: Uint8Array }>('SELECT value FROM meta WHERE name = $1', [name]);
  return Buffer.from(rows[0]?.value ?? []);
}
