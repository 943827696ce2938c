import type { NeedRecords } from '../../shared/need-record.ts';
import { zipOf } from './zip.ts';

/** A line of a session's log as auditors get it: `events` is the very text that was hashed. */
export interface LogLine {
  seq: number;
  at: number;
  events: string;
  eventsHash: string;
  updatesHash: string;
  hash: string;
}

/** The log as far as it may leave: without the bytes of documents, which have words in them, and up to the first round that is not sealed [R2]. */
export interface LogOrder {
  lines: readonly LogLine[];
  /** Where the chain stands in the store. */
  head: { seq: number; hash: string };
}

/** The chain of commits, who sealed what with which hash, and how it is checked. The commits name nobody. */
export function logZip(bundle: NeedRecords, { lines, head }: LogOrder): Uint8Array {
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
      'sealings.json': JSON.stringify(sealingsIn(lines), null, 2),
      'head.json': JSON.stringify(summary, null, 2),
    },
    bundle.generatedAt,
  );
}

interface Sealing {
  type: 'round-sealed';
  exerciseId: string;
  round: number;
  ballots: number;
  ballotsHash: string;
}

function sealingsIn(lines: readonly LogLine[]) {
  return lines.flatMap(({ seq, at, events }) =>
    (JSON.parse(events) as { type: string }[])
      .filter((event): event is Sealing => event.type === 'round-sealed')
      .map(({ exerciseId, round, ballots, ballotsHash }) => ({
        seq,
        at: new Date(at).toISOString(),
        exerciseId,
        round,
        ballots,
        ballotsHash,
      })),
  );
}

const howToCheck = `这是一场工作坊的记录链，没有发送人，没有投票单，没有原话。校验码只能查出它公布之后的改动。
This is a workshop's chain of commits: no senders, no ballots, no words. It finds only what was changed after its head was published.

log.jsonl: one commit a line. In UTF-8, with hashes as 64 lower-case hexadecimal digits and || putting texts one after another:
  eventsHash = SHA-256(seq || " " || at || line feed || events)
  hash       = SHA-256(hash of the line before, or 64 zeros || eventsHash || updatesHash)
  updatesHash is of changes to the shared picture, which hold words and are left out.
sealings.json: the rounds that were sealed. ballotsHash = SHA-256 of the nameless ballots as canonical JSON (keys sorted), sorted, joined by line feeds.
head.json: where the chain stands; where isWhole is false the log ends before the first round that is still secret.
`;
