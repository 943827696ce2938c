import { unzipSync } from 'fflate';

/** Whether the first number after a name is this one; the next row of a table, which may begin with any id, is about something else. */
export function saysBeside(text: string, name: string, size: number): boolean {
  return new RegExp(`${name}(?:[^\\d\\r\\n]|\\n\\s){0,60}${size}(?!\\d)`).test(text);
}

/** The text of a file, or of each file in it, without its tags and its style. */
export function textsIn(bytes: Uint8Array): string[] {
  const isZip = (one: Uint8Array) => one[0] === 0x50 && one[1] === 0x4b;
  const all = isZip(bytes) ? Object.values(unzipSync(bytes)) : [bytes];
  return all.flatMap((one) =>
    isZip(one)
      ? textsIn(one)
      : [
          Buffer.from(one)
            .toString()
            .replace(/<style>[^<]*<\/style>|<[^>]*>/g, ' '),
        ],
  );
}
