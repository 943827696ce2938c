import { resolve } from 'node:path';
import { ConfigError, flagsIn } from './config.ts';
import { restore, type RestoreReport } from './restore.ts';

const flags = { from: { type: 'string' }, data: { type: 'string' }, replace: { type: 'boolean' } } as const;

/** `restore --from DIR [--data DIR] [--replace]`: the words to print. Throws ConfigError or RestoreError, whose messages are sentences. */
export async function restoreCommand(
  argv: readonly string[],
  { env, now }: { env: Readonly<Record<string, string | undefined>>; now: () => number },
): Promise<string> {
  const { from, data, replace } = flagsIn(argv, flags);
  if (from === undefined) throw new ConfigError('Say where the copy is: npm run restore -- --from DIR.');
  const dataDir = resolve(data ?? (env['YISHI_DATA'] || 'data'));
  return sayOf(await restore({ from: resolve(from), dataDir, isReplacing: replace === true, now }), dataDir);
}

function sayOf({ copiedAt, sessions, putAside }: RestoreReport, dataDir: string): string {
  const lines = [
    `Restored into ${dataDir}: ${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}, copied ${copiedAt === null ? 'at no known time' : clock(copiedAt)}.`,
    ...sessions.map(({ row, commits, lastAt, alteredAt }) =>
      alteredAt === null
        ? `  ${row.title} (${row.joinCode}, ${row.status}): ${commits} commits, the last ${lastAt === null ? 'never' : clock(lastAt)}; its log verifies.`
        : `  ${row.title} (${row.joinCode}): ITS LOG WAS ALTERED at entry ${alteredAt}; it will not be opened.`,
    ),
    ...(putAside ? [`What was there before lies in ${putAside}.`] : []),
    'Go on with npm start and the same --data. Give this computer the address of the old one, and the phones come back by themselves.',
  ];
  return `${lines.join('\n')}\n`;
}

/** In the time of this place: 2026-11-28 15:42:10. */
function clock(at: number): string {
  return new Date(at).toLocaleString('sv-SE');
}
