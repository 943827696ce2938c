import { copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { copyName, keyName, partName } from './copy.ts';
import type { MirrorStatus, MirrorTrouble } from '../../shared/wire.ts';
import type { CopyStamp } from './store.ts';

/** What a copying thread says at its end; `sqlite` is SQLite's primary result code where it has one. */
export type CopyOutcome = { is: 'whole' } | { is: 'failed'; name: string; message: string; sqlite: number | null };
type WriteCopy = (task: { dataDir: string; dir: string; stamp: CopyStamp }) => Promise<CopyOutcome>;

export interface MirrorOptions {
  dataDir: string;
  /** Where the copy goes. It is never made: a stick that was pulled out would be replaced by a folder on this very computer. */
  dir: string;
  /** Where phones join now. */
  origin: () => string | null;
  now: () => number;
  onTrouble: (what: string, details: Record<string, unknown>) => void;
  everyMs?: number;
  retryMs?: number;
  write?: WriteCopy;
}

const everyMsUsual = 20_000;
const retryMsUsual = 5_000;
const gone = new Set(['ENOENT', 'ENOTDIR', 'ENODEV', 'ENXIO', 'EIO']);
/** SQLite's primary result codes. https://sqlite.org/rescode.html */
const sqliteFull = 13;
const sqliteGone = new Set([10, 14]);

/**
 * [D8] Keeps a copy of a data folder in another folder, on a stick. What was stored is in it within half a minute; what was taken away is out of it at
 * once [D9]. A copy that is there is whole: the next one is written beside it and takes its name. Nothing that goes wrong with it reaches the room.
 */
export class Mirror {
  readonly #options: MirrorOptions;
  readonly #everyMs: number;
  readonly #retryMs: number;
  readonly #write: WriteCopy;
  #status: MirrorStatus = { copiedAt: null, trouble: null };
  #stored = 0;
  #copied = -1;
  #erasures = 0;
  #erasuresCopied = 0;
  /** The file system that the folder was on: where a stick was mounted there may be an empty folder later. */
  #device: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  #running: Promise<void> | null = null;
  #isClosed = false;

  constructor(options: MirrorOptions) {
    this.#options = options;
    this.#everyMs = options.everyMs ?? everyMsUsual;
    this.#retryMs = options.retryMs ?? retryMsUsual;
    this.#write = options.write ?? writeInThread;
  }

  get status(): MirrorStatus {
    return this.#status;
  }

  /** Begins with a first copy. */
  begin(): void {
    this.#plan(0);
  }

  /** Something was stored. */
  stored(): void {
    this.#stored += 1;
    this.#plan(this.#everyMs);
  }

  /** [D9] Something was taken away: a copy that is under way may still have it, and is thrown away. */
  erased(): void {
    this.#stored += 1;
    this.#erasures += 1;
    this.#plan(0);
  }

  /** Copies what is not in the copy yet, once, and ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#running;
    if (this.#copied !== this.#stored) await this.#copy();
  }

  #plan(waitMs: number): void {
    const dueAt = performance.now() + waitMs;
    if (this.#isClosed || this.#running || dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity;
      this.#running = this.#copy().finally(() => {
        this.#running = null;
        if (this.#copied !== this.#stored) this.#plan(this.#waitMs());
      });
    }, waitMs);
    this.#timer.unref();
  }

  #waitMs(): number {
    if (this.#status.trouble !== null) return this.#retryMs;
    return this.#erasures === this.#erasuresCopied ? this.#everyMs : 0;
  }

  async #copy(): Promise<void> {
    const { dataDir, dir, now, origin } = this.#options;
    const [stored, erasures] = [this.#stored, this.#erasures];
    const stamp = { copiedAt: now(), origin: origin() };
    try {
      await this.#requireFolder();
      const outcome = await this.#write({ dataDir, dir, stamp });
      if (outcome.is === 'failed') return await this.#fail(troubleOf(outcome), outcome.message);
      if (erasures !== this.#erasures) return await this.#dropPart();
      await copyFile(join(dataDir, keyName), join(dir, keyName)).catch(unlessMissing);
      await rename(join(dir, partName), join(dir, copyName));
      await syncFolder(dir);
      [this.#copied, this.#erasuresCopied] = [stored, erasures];
      if (this.#status.trouble !== null) this.#options.onTrouble('the copy is kept again', { dir });
      this.#status = { copiedAt: stamp.copiedAt, trouble: null };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      await this.#fail(gone.has(code) ? 'gone' : code === 'ENOSPC' ? 'full' : 'failed', String(error));
    }
  }

  async #requireFolder(): Promise<void> {
    const { dev } = await stat(this.#options.dir);
    this.#device ??= dev;
    if (dev !== this.#device) throw Object.assign(new Error('another disk lies where the copy was'), { code: 'ENODEV' });
  }

  async #fail(trouble: MirrorTrouble, error: string): Promise<void> {
    if (this.#status.trouble !== trouble) this.#options.onTrouble('the copy is not kept', { dir: this.#options.dir, trouble, error });
    this.#status = { ...this.#status, trouble };
    await this.#dropPart();
    // [D9] Where there is no room beside it, the copy that still has what was taken away goes first; the next one has its room.
    if (trouble === 'full' && this.#erasures !== this.#erasuresCopied) {
      await rm(join(this.#options.dir, copyName), { force: true }).catch(() => undefined);
      this.#status = { copiedAt: null, trouble };
    }
  }

  async #dropPart(): Promise<void> {
    await rm(join(this.#options.dir, partName), { force: true }).catch(() => undefined);
  }
}

function troubleOf({ name, sqlite }: Extract<CopyOutcome, { is: 'failed' }>): MirrorTrouble {
  if (name === 'ForeignCopyError') return 'foreign';
  if (sqlite === sqliteFull) return 'full';
  return sqlite !== null && sqliteGone.has(sqlite) ? 'gone' : 'failed';
}

/** The organizer key may come from the surroundings instead. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}

/** A rename lasts once its folder is on the disk; Windows opens no folders, and needs none of this. */
async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir);
  await folder.sync().finally(() => folder.close());
}

const writeInThread: WriteCopy = (workerData) =>
  new Promise((resolve) => {
    const worker = startCopying(workerData);
    const fail = (message: string) => resolve({ is: 'failed', name: 'Error', message, sqlite: null });
    worker.once('message', resolve);
    worker.once('error', (error) => fail(String(error)));
    worker.once('exit', () => fail('the copying thread ended'));
  });

/** As with `startSqliteWorker`: beside main.js, or in source. */
function startCopying(workerData: object): Worker {
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./copy-worker.js', import.meta.url), { workerData });
  const file = new URL('./copy-worker.ts', import.meta.url).href;
  const code = `import('tsx/esm/api').then(({ register }) => { register(); return import('${file}'); })`;
  return new Worker(code, { eval: true, workerData });
}
