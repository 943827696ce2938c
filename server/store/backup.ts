import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { copyName, keyName, partName, using, writePart } from './copy.ts';

/** A backup that is not made; its message is a sentence for the person who asked. */
export class BackupError extends Error {
  override name = 'BackupError';
}

/**
 * [D19] Writes what a data folder has stored into `dir`, from where it can be restored; the server may be running. Throws BackupError where there is nothing
 * to copy, and while a round is not sealed: a backup would keep who voted what, long after the database has forgotten it. Then what lay in `dir` stays.
 */
export function writeBackup({ dataDir, dir, at }: { dataDir: string; dir: string; at: number }): { sessions: number } {
  if (!existsSync(join(dataDir, copyName)))
    throw new BackupError(`There is nothing to back up in ${dataDir}: name the data folder with --data.`);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const part = join(dir, partName);
  try {
    writePart({ dataDir, dir, stamp: { copiedAt: at, origin: null } });
    const { open, sessions } = look(part);
    if (open.length > 0)
      throw new BackupError(
        `A round is not sealed in ${open.map((title) => `“${title}”`).join(', ')}: show its results or end the session, and back up then. Until then a copy would keep who voted what.`,
      );
    if (existsSync(join(dataDir, keyName))) copyFileSync(join(dataDir, keyName), join(dir, keyName));
    renameSync(part, join(dir, copyName));
    return { sessions };
  } finally {
    rmSync(part, { force: true });
  }
}

/** Titles of sessions with a round whose voters are still known, from the copy itself: in the database one may begin at any moment. */
function look(file: string): { open: string[]; sessions: number } {
  return using(file, (copy) => {
    const open = copy.rows<{ title: string }>(
      `SELECT title FROM session WHERE id IN (SELECT session_id FROM hmac_key WHERE key_id <> '') ORDER BY created_at`,
    );
    return {
      open: open.map(({ title }) => title),
      sessions: copy.row<{ count: number }>('SELECT count(*) AS count FROM session')?.count ?? 0,
    };
  });
}
