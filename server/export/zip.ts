import { zipSync, strToU8 } from 'fflate';

/** Files by name as one archive. All of them bear the same time, so that the same files are the same bytes. */
export function zipOf(files: Readonly<Record<string, string | Uint8Array>>, madeAt: string): Uint8Array {
  const entries = Object.entries(files).map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content] as const);
  return zipSync(Object.fromEntries(entries), { mtime: inRange(new Date(madeAt)), level: 6 });
}

/** A zip knows the years 1980 to 2099 alone, and a laptop whose clock has stopped believes in 1970. */
function inRange(at: Date): Date {
  return at.getFullYear() < 1981 || at.getFullYear() > 2098 ? new Date(2000, 0, 1) : at;
}
