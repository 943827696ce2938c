import type { Ballot } from '../../shared/exercise.ts';
import type { SameNeed } from '../../shared/comparison.ts';
import type { RecordsMade } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { LogOrder, VerifierPage } from './log.ts';

/** The files that come from the need records alone. */
export const recordFiles = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip'] as const;
export type RecordFile = (typeof recordFiles)[number];

/** The nameless ballots of one sealed round, in an order drawn by lot. */
export interface RoundBallots {
  exerciseId: string;
  round: number;
  /** Null where the hash at sealing has none. */
  salt: string | null;
  ballots: readonly Ballot[];
}

/** Of a session that was held here: what it says, a SaidInSession as JSON in UTF-8, of which a thread gets a copy in no time; and what is known now. */
export interface HeldSource {
  said: Uint8Array;
  made: RecordsMade;
}

/** Where need records come from: a session that was held here, or the text of a bundle that was imported. */
export type RecordSource = HeldSource | { text: string };

/** What a file is made of: the records, who reads it, and what some files have beyond the records. */
export type FileOrder = RecordSource & {
  /** The reader's language; what is printed and signed speaks the session's. */
  locale: Locale;
} & (
    | { file: RecordFile; /** Of the page for residents, where it is asked for by one. */ speaks?: Locale }
    | { file: 'log.zip'; log: LogOrder; verifier: VerifierPage | null }
    | { file: 'ballots.zip'; rounds: readonly RoundBallots[] }
  );

export type TakenFile = FileOrder['file'];

/** [E14] Two sessions of a programme side by side. */
export const comparisonFiles = ['comparison.json', 'comparison.csv', 'comparison.xlsx'] as const;

/** What a comparison is made of: what a server knows of both sessions, and what an organizer decided about their needs. */
export interface ComparisonOrder {
  file: (typeof comparisonFiles)[number];
  /** The programme's title. */
  programme: string;
  then: RecordSource;
  now: RecordSource;
  same: readonly SameNeed[];
  /** The reader's language. */
  locale: Locale;
}

export interface MadeFile {
  bytes: Uint8Array;
  type: string;
  /** What it is saved as. */
  name: string;
  /** That of the need records it was made of; null of a comparison, which is made of two. */
  checksum: string | null;
}
