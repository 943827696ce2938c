import { resolve } from 'node:path';
import { stores } from './app.ts';
import { ConfigError, flagsIn } from './config.ts';

const flags = { to: { type: 'string' }, data: { type: 'string' } } as const;

/** `backup --to DIR [--data DIR]`: the words to print. Throws ConfigError or BackupError, whose messages are sentences. */
export function backupCommand(
  argv: readonly string[],
  { env, now }: { env: Readonly<Record<string, string | undefined>>; now: () => number },
): string {
  const { to, data } = flagsIn(argv, flags);
  if (to === undefined) throw new ConfigError('Say where the backup goes: npm run backup -- --to DIR.');
  if (env['YISHI_DATABASE_URL'])
    throw new ConfigError('Sessions are in PostgreSQL (YISHI_DATABASE_URL): back them up with pg_dump, as README says.');
  const dataDir = resolve(data ?? (env['YISHI_DATA'] || 'data'));
  const { sessions } = stores.backup({ dataDir, dir: resolve(to), at: now() });
  return `Backed up ${sessions} ${sessions === 1 ? 'session' : 'sessions'} of ${dataDir} into ${resolve(to)}. What is erased from now on is still in this backup: make another one and delete this one then.\n`;
}
