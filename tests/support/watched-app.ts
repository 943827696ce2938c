import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { stores } from '../../server/app.ts';
import { startApp, type TestApp } from './app.ts';
import { nothingStored, watched, type Stored } from './stored-moments.ts';

/** The real app on a database of its own on disk, and when each word in it was durable. */
export interface WatchedApp {
  app: TestApp;
  stored: Stored;
  /** How long the disk takes for each commit from now on, in milliseconds. */
  disk: { slowMs: number };
  /** What was stored so far is of no interest to the next test. */
  forget: () => void;
  end: () => Promise<void>;
}

export async function startWatchedApp(): Promise<WatchedApp> {
  const dir = mkdtempSync(join(tmpdir(), 'yishi-watched-'));
  const stored = nothingStored();
  const disk = { slowMs: 0 };
  const onDisk = await stores.sqlite(dir);
  const store = watched(onDisk, stored, {
    now: () => Date.now(),
    delayMs: () => (disk.slowMs > 0 ? wait(disk.slowMs) : Promise.resolve()),
  });
  const app = await startApp({ store });
  return {
    app,
    stored,
    disk,
    forget: () => {
      for (const all of Object.values(stored) as unknown[][]) all.length = 0;
      disk.slowMs = 0;
    },
    async end() {
      await app.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
