import { afterAll, expect } from 'vitest';
import type { GivenFile } from '../../shared/verify/given.ts';

/** What leaves a server and can be checked afterwards. */
const checkable = /^\/api\/sessions\/([^/]+)\/(log\.zip|needs\.json|datapackage\.zip|ballots\.zip)$/;
const unpackedMax = 2 ** 28;

/** The need records that were taken last, of each session of each server: a log that is taken after them goes through their head. */
const recordsOf = new Map<string, GivenFile[]>();
const looking: Promise<void>[] = [];
let wrong: string[] = [];

/** What was there before: files that share a worker do not verify the same download each. */
const { fetch } = globalThis as { fetch: typeof globalThis.fetch & { untouched?: typeof globalThis.fetch } };
const untouched = fetch.untouched ?? fetch;
/** [V7] Whatever a test downloads goes through the verifier; in `vite.config.ts` this stands before every test file. */
const verifiedFetch: typeof globalThis.fetch = async (input, init) => {
  const response = await untouched(input, init);
  const { origin, pathname } = new URL(input instanceof Request ? input.url : input);
  const [, sessionId, name] = checkable.exec(pathname) ?? [];
  if (sessionId !== undefined && name !== undefined && response.status === 200)
    looking.push(look({ key: `${origin} ${sessionId}`, name, bytes: response.clone().arrayBuffer() }));
  return response;
};
globalThis.fetch = Object.assign(verifiedFetch, { untouched });

async function look({ key, name, bytes }: { key: string; name: string; bytes: Promise<ArrayBuffer> }): Promise<void> {
  // A test may leave a download in the middle.
  const taken = await bytes.catch(() => null);
  if (taken === null) return;
  // Most test files take nothing: they need not wait for it to be loaded.
  const [{ filesIn }, { verify }] = await Promise.all([
    import('../../client/verifier/archive.ts'),
    import('../../shared/verify/verify.ts'),
  ]);
  const files = filesIn(name, new Uint8Array(taken), unpackedMax);
  const records = recordsOf.get(key) ?? [];
  const given = name === 'log.zip' || name === 'ballots.zip' ? [...files, ...records] : files;
  if (name === 'needs.json') recordsOf.set(key, files);
  const broken = verify(given, '').filter(({ verdict }) => verdict === 'broken');
  wrong.push(...broken.map((finding) => `${name}: ${JSON.stringify(finding)}`));
}

/** What the verifier had to say against what was downloaded so far; it is said once. */
export async function takeWrong(): Promise<string[]> {
  await Promise.all(looking);
  const found = wrong;
  wrong = [];
  return found;
}

afterAll(async () => expect(await takeWrong()).toEqual([]));
