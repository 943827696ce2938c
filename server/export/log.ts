import type { NeedRecords } from '../../shared/need-record.ts';
import { zipOf } from './zip.ts';

/**
 * A line of a session's log as auditors get it: `events` is the very text that was hashed, or null where it says of few people what no file says [E8].
 * What it tells of rounds that were sealed, `sealed`, can be checked all the same [V2]; `at` is null where nothing in the line could be checked against it.
 */
export interface LogLine {
  seq: number;
  at: number | null;
  events: string | null;
  sealed: string | null;
  bodyHash: string | null;
  eventsHash: string;
  updatesHash: string;
  hash: string;
}

/** A round that was sealed. */
export interface Sealing {
  seq: number;
  /** ISO 8601. */
  at: string;
  exerciseId: string;
  round: number;
  ballots: number;
  ballotsHash: string;
}

/** The log as far as it may leave: without the bytes of documents, which have words in them, and up to the first round that is not sealed [R2]. */
export interface LogOrder {
  /** `log.jsonl` in UTF-8: a LogLine a line. */
  pages: readonly Uint8Array[];
  /** The last line that is told; null where none is. */
  last: { seq: number; hash: string } | null;
  /** Of all told lines, those whose events are not told among them. */
  sealings: readonly Sealing[];
  /** Where the chain stands in the store. */
  head: { seq: number; hash: string };
}

/** The page that checks a log, in one file, and its own SHA-256. */
export interface VerifierPage {
  html: string;
  sha256: string;
}

/** The chain of commits, who sealed what with which hash, and what checks it. The commits name nobody. */
export function logZip(bundle: NeedRecords, { pages, last, sealings, head }: LogOrder, verifier: VerifierPage | null): Uint8Array {
  const summary = {
    sessionId: bundle.session.id,
    rehearsal: bundle.session.rehearsal,
    madeAt: bundle.generatedAt,
    head,
    told: { seq: last?.seq ?? 0, hash: last?.hash ?? '0'.repeat(64) },
    isWhole: (last?.seq ?? 0) === head.seq,
  };
  return zipOf(
    {
      'README.txt': howToCheck,
      'log.jsonl': Buffer.concat(pages),
      'sealings.json': JSON.stringify(sealings, null, 2),
      'head.json': JSON.stringify(summary, null, 2),
      ...(verifier && { 'verifier.html': verifier.html, 'verifier.html.sha256': sha256Line(verifier) }),
    },
    bundle.generatedAt,
  );
}

/** [V5] As `sha256sum --check` reads it. */
export function sha256Line({ sha256 }: VerifierPage): string {
  return `${sha256}  verifier.html\n`;
}

const howToCheck = `这是一场工作坊的记录链，没有发送人，没有投票单，没有原话。校验码只能查出它公布之后的改动。
用浏览器打开 verifier.html，把这个压缩包拖进去，再输入会场上看到的校验码。不用联网。
This is a workshop's chain of commits: no senders, no ballots, no words. It finds only what was changed after its head was published.
Open verifier.html in a browser, drop this archive onto it, and type the check code that the room was shown. It needs no network.

log.jsonl: one commit a line. In UTF-8, with hashes as 64 lower-case hexadecimal digits and || putting texts one after another:
  bodyHash   = SHA-256(seq || " " || at || line feed || events); what events say of single notes or of few people stays here, and events is null
  eventsHash = bodyHash, or, where rounds were sealed: SHA-256(seq || " " || at || line feed || sealed || line feed || bodyHash)
  hash       = SHA-256(hash of the line before, or 64 zeros || eventsHash || updatesHash)
  sealed is what everybody may know of those rounds, as canonical JSON; bodyHash stands in the line where sealed does.
  at, in milliseconds since 1970, is null in a line that tells neither: it could not be checked.
  updatesHash is of changes to the shared picture, which hold words and are left out.
sealings.json: the rounds that were sealed. ballotsHash = SHA-256 of the nameless ballots as canonical JSON (keys sorted) and one line {"salt":"…"},
  sorted, joined by line feeds. The salt is kept with the ballots, so that nobody finds them by trying. Where a round was too small to count, of nothing.
  Where the organizer gave them to researchers, they stand so in ballots.zip, in files that end in .ballots.jsonl.
head.json: where the chain stands; where isWhole is false the log ends before the first round that is still secret.
The check code is the last hash modulo 31^12 in the signs 23456789ABCDEFGHJKMNPQRSTUVWXYZ: 59 bits. Another log with the same code takes
some 2^59 tries, about two years of one strong graphics card; two logs made up together before the code was shown, some 2^30.
`;
