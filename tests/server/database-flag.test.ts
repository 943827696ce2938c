import { expect, it } from 'vitest';
import { backupCommand } from '../../server/backup-command.ts';
import { readConfig } from '../../server/config.ts';

const url = 'postgres://yishi:a-password@db.example.org/yishi';

it('[D33] sessions go to PostgreSQL where its address is given, by flag or variable, and the flag wins', () => {
  expect(readConfig([], {}).databaseUrl).toBeNull();
  expect(readConfig([], { YISHI_DATABASE_URL: url }).databaseUrl).toBe(url);
  expect(readConfig(['--database', 'postgresql://127.0.0.1:5432/other'], { YISHI_DATABASE_URL: url }).databaseUrl).toBe(
    'postgresql://127.0.0.1:5432/other',
  );
});

it('[D33] what is no address of PostgreSQL, or would not work with it, is refused in a sentence that tells no password', () => {
  const refusal = (...argv: string[]) => {
    try {
      readConfig(argv, {});
      return null;
    } catch (error) {
      return String(error);
    }
  };
  for (const address of [
    'mysql://yishi:a-password@db/yishi',
    'postgres://yishi:a-password@db',
    `${url}?options=-c%20fsync%3Doff`,
    'a-password',
  ])
    expect(refusal('--database', address)).toBe(
      'ConfigError: The database is not an address like postgres://yishi@db.example.org/yishi, without options in it.',
    );
  expect(refusal('--database', url, '--mirror', '/stick')).toMatch(/^ConfigError: --mirror copies an embedded database/);
  expect(() => backupCommand(['--to', '/elsewhere'], { env: { YISHI_DATABASE_URL: url }, now: () => 0 })).toThrow(
    /back them up with pg_dump/,
  );
});
