import { readFileSync } from 'node:fs';

const headerBytes = 32;
const frameHeaderBytes = 24;

interface Sums {
  a: number;
  b: number;
}

/**
 * What is wrong with a write-ahead log, or null. SQLite drops everything from the first bad frame on without a word. That is right where a power cut tore
 * the last transaction, and wrong where acknowledged ones follow: a transaction is only begun once the one before it was synced, so a sound frame after a
 * later commit frame proves that the bad one was whole once. The format: https://sqlite.org/fileformat2.html#walformat
 */
export function findDamage(file: string): string | null {
  const log = readIfAny(file);
  if (log.length < headerBytes + frameHeaderBytes) return null;
  const isLittleEndian = (log.readUInt32BE(0) & 1) === 0;
  const add = (sums: Sums, from: number, to: number): Sums => addWords(log, { sums, from, to, isLittleEndian });
  const storedSums = (at: number): Sums => ({ a: log.readUInt32BE(at), b: log.readUInt32BE(at + 4) });
  const salts = log.subarray(16, 24);

  const pageBytes = log.readUInt32BE(8);
  const frameBytes = frameHeaderBytes + pageBytes;
  const header = add({ a: 0, b: 0 }, 0, 24);
  if (!isSame(header, storedSums(24))) return log.subarray(headerBytes + 8, headerBytes + 16).equals(salts) ? 'its header' : null;

  const frames = Math.floor((log.length - headerBytes) / frameBytes);
  const start = (frame: number) => headerBytes + frame * frameBytes;
  const hasOurSalts = (frame: number) => log.subarray(start(frame) + 8, start(frame) + 16).equals(salts);
  const isCommit = (frame: number) => hasOurSalts(frame) && log.readUInt32BE(start(frame) + 4) !== 0;
  const isSound = (frame: number) => {
    const before = frame === 0 ? header : storedSums(start(frame - 1) + 16);
    const head = add(before, start(frame), start(frame) + 8);
    return hasOurSalts(frame) && isSame(add(head, start(frame) + frameHeaderBytes, start(frame + 1)), storedSums(start(frame) + 16));
  };

  let bad = 0;
  while (bad < frames && isSound(bad)) bad += 1;
  let hasCommit = false;
  for (let frame = bad; frame < frames; frame += 1) {
    if (hasCommit && isSound(frame)) return `frame ${String(bad + 1)} of ${String(frames)}`;
    hasCommit ||= isCommit(frame);
  }
  return null;
}

function addWords(log: Buffer, range: { sums: Sums; from: number; to: number; isLittleEndian: boolean }): Sums {
  let { a, b } = range.sums;
  for (let at = range.from; at < range.to; at += 8) {
    a = (a + (range.isLittleEndian ? log.readUInt32LE(at) : log.readUInt32BE(at)) + b) >>> 0;
    b = (b + (range.isLittleEndian ? log.readUInt32LE(at + 4) : log.readUInt32BE(at + 4)) + a) >>> 0;
  }
  return { a, b };
}

function isSame(one: Sums, other: Sums): boolean {
  return one.a === other.a && one.b === other.b;
}

function readIfAny(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  }
}
