import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The files of a folder that may be in use, by name. They are copied by another process: closing a file that SQLite has open here would drop its locks.
 */
export function filesIn(dir: string): Map<string, Buffer> {
  const copy = mkdtempSync(join(tmpdir(), 'yishi-looked-at-'));
  try {
    execFileSync(process.execPath, ['-e', 'require("node:fs").cpSync(process.argv[1], process.argv[2], { recursive: true })', dir, copy]);
    return new Map(readdirSync(copy).map((file) => [file, readFileSync(join(copy, file))]));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** Which of the marks are anywhere in these files, and in which. */
export function marksIn(files: ReadonlyMap<string, Buffer>, marks: readonly string[]): string[] {
  return [...files].flatMap(([file, content]) => marks.filter((mark) => content.includes(mark)).map((mark) => `${mark} in ${file}`));
}
