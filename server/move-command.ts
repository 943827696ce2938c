import { resolve } from 'node:path';
import { ConfigError, flagsIn, requireDatabase } from './config.ts';
import { move, type MovedSession } from './move.ts';

const flags = { from: { type: 'string' }, to: { type: 'string' }, data: { type: 'string' } } as const;

/**
 * `migrate --from DIR --to postgres://… [--data DIR]`: says each session as it has moved, and resolves with whether all have. Throws ConfigError or MoveError,
 * whose messages are sentences.
 */
export async function moveCommand(
  argv: readonly string[],
  { env, say }: { env: Readonly<Record<string, string | undefined>>; say: (words: string) => void },
): Promise<{ isWhole: boolean }> {
  const { from, to = env['YISHI_DATABASE_URL'], data } = flagsIn(argv, flags);
  if (from === undefined || !to) throw new ConfigError('Say from where to where: npm run migrate -- --from DIR --to postgres://….');
  requireDatabase(to);
  const dataDir = resolve(data ?? from);
  const sessions = await move({ from: resolve(from), to, dataDir, onSession: (session) => say(lineOf(session)) });
  const behind = sessions.filter(({ is }) => is === 'altered').length;
  say(`${sessions.length - behind} of ${sessions.length} sessions are in PostgreSQL, and what the desk keeps.\n`);
  say(
    `Go on with npm start and --database, and --data ${dataDir} on every process. ${resolve(from)} was left as it is: do not start it again.\n`,
  );
  return { isWhole: behind === 0 };
}

function lineOf({ row, commits, is }: MovedSession): string {
  if (is === 'altered') return `  ${row.title} (${row.joinCode}): ITS LOG WAS ALTERED; it stays behind.\n`;
  return `  ${row.title} (${row.joinCode}): ${commits} commits, ${is === 'there' ? 'there already' : 'moved'}; its log verifies.\n`;
}
