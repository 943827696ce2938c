import { Unzip, UnzipInflate } from 'fflate';
import { importLimits, type ImportRefusal } from '../../shared/imported.ts';

/** So much of an archive is taken at once: what it unpacks to is looked at in between. */
const stepBytes = 4_096;
const inArchive = 'needs.json';

class Unfit extends Error {
  readonly why: ImportRefusal;
  constructor(why: ImportRefusal) {
    super(why);
    this.why = why;
  }
}

/** The JSON bundle that a file is or has in it, or why it has none. Nothing is unpacked beyond `importLimits`, whatever an archive says of itself. */
export function bundleText(file: Uint8Array): { text: string } | { refused: ImportRefusal } {
  if (file.length === 0) return { refused: 'empty' };
  if (file.length > importLimits.packedBytes) return { refused: 'too-large' };
  try {
    const bytes = isZip(file) ? unpacked(file) : file;
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (error instanceof Unfit) return { refused: error.why };
    return { refused: isZip(file) ? 'zip-broken' : 'not-json' };
  }
}

function isZip([p, k, three, four]: Uint8Array): boolean {
  return p === 0x50 && k === 0x4b && three === 3 && four === 4;
}

function unpacked(zip: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let [entries, bytes, found, isWhole] = [0, 0, 0, false];
  const unzip = new Unzip((file) => {
    entries += 1;
    if (entries > importLimits.zipEntries) throw new Unfit('too-large');
    if (file.name !== inArchive) return;
    found += 1;
    if (found > 1) throw new Unfit('zip-broken');
    if ((file.originalSize ?? 0) > importLimits.textBytes) throw new Unfit('too-large');
    file.ondata = (error, chunk, isLast) => {
      // What is thrown in here comes back as an error once more.
      if (error) throw bytes > importLimits.textBytes ? new Unfit('too-large') : new Unfit('zip-broken');
      bytes += chunk.length;
      if (bytes > importLimits.textBytes) throw new Unfit('too-large');
      chunks.push(chunk);
      isWhole ||= isLast;
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let from = 0; from < zip.length; from += stepBytes) unzip.push(zip.subarray(from, from + stepBytes), from + stepBytes >= zip.length);
  if (found === 0) throw new Unfit('zip-without-records');
  if (!isWhole) throw new Unfit('zip-broken');
  return Buffer.concat(chunks);
}
