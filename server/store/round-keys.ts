import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { RoundCipher } from './round-cipher.ts';
import { NotStoredError } from './store.ts';

const keyBytes = 32;
const extension = '.key';

/** Which round a key is of, as far as a store knows. */
export interface RoundName {
  sessionId: string;
  /** A key's id, or an exercise and its round; the two are the same where a round's receipts and ballots go together. */
  round: string;
}

/**
 * [S40] The keys of rounds that are not sealed, in a folder of files that every process on the same database shares. A key is random, one file each, on the
 * disk before anything that lies under it, and is overwritten and removed when its round is sealed: one that follows from a master secret could not be destroyed.
 */
export class RoundKeys {
  readonly #dir: string;
  readonly #known = new Map<string, Promise<RoundCipher | null>>();

  private constructor(dir: string) {
    this.#dir = dir;
  }

  /** Makes the folder where there is none. Rejects with what the disk says. */
  static async open(dir: string): Promise<RoundKeys> {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    return new RoundKeys(dir);
  }

  /** The round's cipher; its key is made where there is none. Rejects with NotStoredError where it cannot be kept. */
  async cipherOf(name: RoundName): Promise<RoundCipher> {
    const known = await this.find(name);
    if (known) return known;
    try {
      const made = new RoundCipher(await this.#make(name));
      this.#known.set(fileOf(name), Promise.resolve(made));
      return made;
    } catch (error) {
      throw new NotStoredError(`The key of a round could not be kept in ${this.#dir}: ${String(error)}`);
    }
  }

  /** Null where there is no such key. */
  async find(name: RoundName): Promise<RoundCipher | null> {
    const file = fileOf(name);
    const reading = this.#known.get(file) ?? this.#read(file);
    this.#known.set(file, reading);
    const cipher = await reading.catch((error: unknown) => {
      this.#known.delete(file);
      throw new NotStoredError(`The key of a round could not be read in ${this.#dir}: ${String(error)}`);
    });
    if (!cipher) this.#known.delete(file);
    return cipher;
  }

  /** Another process may have sealed rounds meanwhile: their keys are looked for anew. */
  forget(sessionId: string): void {
    for (const file of this.#known.keys()) if (sessionOf(file) === sessionId) this.#known.delete(file);
  }

  /** The key is gone when it resolves, from its file too. */
  async destroy(name: RoundName): Promise<void> {
    await this.#destroyFile(fileOf(name));
  }

  async destroyAll(sessionId: string): Promise<void> {
    for (const file of await readdir(this.#dir)) if (sessionOf(file) === sessionId) await this.#destroyFile(file);
  }

  /** Those that were made at least so long ago. */
  async olderThan(ageMs: number): Promise<RoundName[]> {
    const names: RoundName[] = [];
    for (const file of await readdir(this.#dir)) {
      if (!file.endsWith(extension)) continue;
      const found = await stat(join(this.#dir, file)).catch(() => null);
      if (found && Date.now() - found.mtimeMs >= ageMs) names.push(nameOf(file));
    }
    return names;
  }

  /** A word that is kept here, made where there is none: it tells this folder from every other. */
  async mark(): Promise<string> {
    return (await this.#write('folder', randomBytes(16).toString('hex'))).trim();
  }

  async #read(file: string): Promise<RoundCipher | null> {
    try {
      return new RoundCipher(Buffer.from(await readFile(join(this.#dir, file), 'utf8'), 'hex'));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async #make(name: RoundName): Promise<Uint8Array> {
    return Buffer.from(await this.#write(fileOf(name), randomBytes(keyBytes).toString('hex')), 'hex');
  }

  /** Writes a file whole, and gives what is in it: of two processes that make it at once one is first, and the other takes that one's. */
  async #write(name: string, text: string): Promise<string> {
    const file = join(this.#dir, name);
    const part = `${file}.${randomBytes(6).toString('hex')}`;
    const written = await open(part, 'wx', 0o600);
    try {
      await written.writeFile(text);
      await written.sync();
      await link(part, file).catch(unlessThere);
    } finally {
      await written.close();
      await rm(part, { force: true });
    }
    await this.#sync();
    return readFile(file, 'utf8');
  }

  async #destroyFile(file: string): Promise<void> {
    this.#known.delete(file);
    const path = join(this.#dir, file);
    try {
      const opened = await open(path, 'r+');
      await opened.write(Buffer.alloc(keyBytes * 2), 0, keyBytes * 2, 0);
      await opened.sync();
      await opened.close();
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
    await rm(path, { force: true });
    await this.#sync();
  }

  /** A name lasts once its folder is on the disk; Windows opens no folders, and needs none of this. */
  async #sync(): Promise<void> {
    if (process.platform === 'win32') return;
    const folder = await open(this.#dir);
    await folder.sync().finally(() => folder.close());
  }
}

function fileOf({ sessionId, round }: RoundName): string {
  return `${encodeURIComponent(sessionId)} ${encodeURIComponent(round)}${extension}`;
}

function nameOf(file: string): RoundName {
  const [sessionId = '', round = ''] = file.slice(0, -extension.length).split(' ').map(decodeURIComponent);
  return { sessionId, round };
}

function sessionOf(file: string): string {
  return decodeURIComponent(file.split(' ')[0] ?? '');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
}
