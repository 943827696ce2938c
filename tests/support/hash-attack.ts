import { createHash } from 'node:crypto';

/** What somebody tries who wants to know what a hash is of. */
export interface Guesses {
  /** Every ballot that somebody could have cast, as canonical JSON. */
  ballots: readonly string[];
  people: number;
  /** Whether these ballots together come to what was published. */
  fits: (ballots: readonly string[]) => boolean;
}

const hashPattern = /\b[0-9a-f]{64}\b/g;
/** Anything that could be a salt. */
const wordPattern = /[A-Za-z0-9_-]{16,64}/g;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Every way in which so many people could have chosen among the first `upTo` ballots and those before them, whoever chose what. */
function* together(ballots: readonly string[], people: number, from = 0): Generator<string[]> {
  if (people === 0) {
    yield [];
    return;
  }
  for (let i = from; i < ballots.length; i += 1) for (const rest of together(ballots, people - 1, i)) yield [ballots[i]!, ...rest];
}

/**
 * The ballots of a round, found by trying: each set that fits the published figures is hashed as the files say it is done, bare and with each word of the
 * files as a salt, and looked for among all hashes that were told.
 */
export function ballotsByTrying(told: readonly string[], { ballots, people, fits }: Guesses): string[][] {
  const hashes = new Set(told.flatMap((text) => text.match(hashPattern) ?? []));
  const words = new Set(told.flatMap((text) => text.match(wordPattern) ?? []));
  const salts: string[][] = [[], ...[...words].map((salt) => [JSON.stringify({ salt })])];
  return [...together(ballots, people)]
    .filter((set) => fits(set))
    .filter((set) => salts.some((salt) => hashes.has(sha256([...set, ...salt].sort().join('\n')))));
}
