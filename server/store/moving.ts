import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { copyName, using } from './copy.ts';
import { PostgresMoving, type WholeSession } from './postgres-moving.ts';
import { openPostgresStore } from './postgres.ts';
import { MoveError, type DeskRow, type Store } from './store.ts';

/** An embedded data folder that is held, and the database that it moves to. */
export interface Moving {
  from: Store;
  to: Store;
  take: (session: WholeSession) => Promise<void>;
  /** What an organizer keeps beside the sessions; resolves with how much that is. */
  takeDesk: () => Promise<number>;
  close: () => Promise<void>;
}

export interface MovingOptions {
  dir: string;
  url: string;
  keysDir: string;
  openFolder: () => Promise<Store>;
}

/**
 * Opens both. Rejects with MoveError where there is nothing to move or the database has other sessions, else with an Error whose message is a sentence: a server
 * is running on the folder, the database cannot be reached. `openFolder` opens the folder's store: this file is loaded when it is needed, and that one must not be.
 */
export async function beginMoving({ dir, url, keysDir, openFolder }: MovingOptions): Promise<Moving> {
  if (!existsSync(join(dir, copyName))) throw new MoveError(`There is nothing to move in ${dir}: name the data folder with --from.`);
  const from = await openFolder();
  const opened: { close: () => Promise<void> }[] = [from];
  const close = async () => {
    for (const one of opened) await one.close();
  };
  try {
    const to = await openPostgresStore({ url, keysDir });
    opened.push(to);
    const moving = await PostgresMoving.open({ url, keysDir });
    opened.push(moving);
    await moving.takeSecret(await from.secret());
    return {
      from,
      to,
      take: (session) => moving.take(session),
      takeDesk: async () => {
        const rows = deskRowsIn(dir);
        await moving.takeDesk(rows);
        return rows.length;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function deskRowsIn(dir: string): DeskRow[] {
  return using(join(dir, copyName), (database) => database.rows<DeskRow>('SELECT kind, id, body FROM desk ORDER BY position'));
}
