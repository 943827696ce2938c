import type { NeedRecords } from '../../shared/need-record.ts';
import { zipOf } from './zip.ts';

/** A line of a session's log as auditors get it: `events` is the very text that was hashed, or null where it says of few people what no file says [E8]. */
export interface LogLine {
  seq: number;
  at: number;
  events: string | null;
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
  lines: readonly LogLine[];
  /** Of all told lines, those whose events are not told among them. */
  sealings: readonly Sealing[];
  /** Where the chain stands in the store. */
  head: { seq: number; hash: string };
}

/** The chain of commits, who sealed what with which hash, and how it is checked. The commits name nobody. */
export function logZip(bundle: NeedRecords, { lines, sealings, head }: LogOrder): Uint8Array {
  const last = lines.at(-1);
  const summary = {
    sessionId: bundle.session.id,
    rehearsal: bundle.session.rehearsal,
    madeAt: bundle.generatedAt,
    head,
    told: { seq: last?.seq ?? 0, hash: last?.hash ?? '0'.repeat(64) },
    isWhole: last?.seq === head.seq,
  };
  return zipOf(
    {
      'README.txt': howToCheck,
      'log.jsonl': lines.map((line) => `${JSON.stringify(line)}\n`).join(''),
      'sealings.json': JSON.stringify(sealings, null, 2),
      'head.json': JSON.stringify(summary, null, 2),
    },
    bundle.generatedAt,
  );
}

const howToCheck = `这是一场工作坊的记录链，没有发送人，没有投票单，没有原话。校验码只能查出它公布之后的改动。
This is a workshop's chain of commits: no senders, no ballots, no words. It finds only what was changed after its head was published.

log.jsonl: one commit a line. In UTF-8, with hashes as 64 lower-case hexadecimal digits and || putting texts one after another:
  eventsHash = SHA-256(seq || " " || at || line feed || events), where events are told: what they say of single notes or of few people stays here
  hash       = SHA-256(hash of the line before, or 64 zeros || eventsHash || updatesHash)
  updatesHash is of changes to the shared picture, which hold words and are left out.
sealings.json: the rounds that were sealed. ballotsHash = SHA-256 of the nameless ballots as canonical JSON (keys sorted), sorted, joined by line feeds.
head.json: where the chain stands; where isWhole is false the log ends before the first round that is still secret.
`;
