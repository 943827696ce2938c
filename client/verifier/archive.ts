import { Unzip, UnzipInflate, type UnzipFile } from 'fflate';
import { ballotsEnding, type GivenFile } from '../../shared/verify/given.ts';

/** More than this is not read: whoever made an archive may mean harm by it. */
export const limits = { givenBytes: 64 * 2 ** 20, unpackedBytes: 256 * 2 ** 20, entries: 2_000, files: 40 } as const;

/** Too large, of too many files, or no archive. */
export class ArchiveError extends Error {
  override name = 'ArchiveError';
}

const chunkBytes = 64 * 1024;

/** Whether a file says anything that can be checked. */
function isOfUse(name: string): boolean {
  return name === 'log.jsonl' || name.endsWith('.json') || name.endsWith(ballotsEnding);
}

/** The last part of a path. */
function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

/**
 * The files in what was given, those of archives unpacked, as text. `left` is how many bytes may still be unpacked. Throws ArchiveError; what an archive says
 * of its sizes is not believed.
 */
export function filesIn(path: string, bytes: Uint8Array, left: number): GivenFile[] {
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b;
  if (!isArchive) {
    if (bytes.length > left) throw new ArchiveError('too large');
    return isOfUse(nameOf(path)) ? [{ name: nameOf(path), text: textOf(bytes) }] : [];
  }
  return unpacked(bytes, left);
}

function unpacked(bytes: Uint8Array, left: number): GivenFile[] {
  const found: GivenFile[] = [];
  let entries = 0;
  let unread = 0;
  const unzip = new Unzip((entry) => {
    entries += 1;
    if (entries > limits.entries) throw new ArchiveError('too many files');
    if (!isOfUse(nameOf(entry.name))) return;
    unread += 1;
    const parts: Uint8Array[] = [];
    entry.ondata = (error, part, isLast) => {
      if (error) throw error;
      left -= part.length;
      if (left < 0) throw new ArchiveError('too large');
      parts.push(part);
      if (!isLast) return;
      unread -= 1;
      found.push({ name: nameOf(entry.name), text: textOf(joined(parts)) });
    };
    begin(entry);
  });
  unzip.register(UnzipInflate);
  try {
    for (let at = 0; at < bytes.length; at += chunkBytes) unzip.push(bytes.subarray(at, at + chunkBytes), at + chunkBytes >= bytes.length);
  } catch (error) {
    throw error instanceof ArchiveError ? error : new ArchiveError('not an archive');
  }
  if (unread > 0 || entries === 0) throw new ArchiveError('not an archive');
  return found;
}

function begin(entry: UnzipFile): void {
  entry.start();
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What is not UTF-8 is not what a hash is of. */
function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ArchiveError('not text');
  }
}
