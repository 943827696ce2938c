import type { GivenFile } from '../../shared/verify/given.ts';
import { filesIn } from '../../client/verifier/archive.ts';
import { download } from './held-workshop.ts';
import type { Room } from './room.ts';

const unpackedMax = 2 ** 28;

/** What a reader has who downloaded these files of a session, unpacked as the verifier does. */
export async function givenOf(room: Pick<Room, 'origin' | 'session'>, ...names: string[]): Promise<GivenFile[]> {
  const files: GivenFile[] = [];
  for (const name of names) {
    const { status, bytes } = await download(room, name);
    if (status !== 200) throw new Error(`${name} came with ${status}`);
    files.push(...filesIn(name, bytes, unpackedMax));
  }
  return files;
}
