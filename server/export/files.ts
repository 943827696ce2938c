import type { Ballot } from '../../shared/exercise.ts';
import type { NeedRecordInput } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { LogOrder } from './log.ts';

/** The files that come from the need records alone. */
export const recordFiles = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx', 'report.html', 'datapackage.zip'] as const;
export type RecordFile = (typeof recordFiles)[number];

/** Fewer ballots than this do not hide one another. */
export const researchBallotsMin = 20;

/** The nameless ballots of one sealed round, in an order drawn by lot. */
export interface RoundBallots {
  exerciseId: string;
  round: number;
  ballots: readonly Ballot[];
}

/** Where need records come from: what is known of a session that was held here, or the text of a bundle that was imported. */
export type RecordSource = { input: Omit<NeedRecordInput, 'digest'> } | { text: string };

/** What a file is made of: the records, who reads it, and what some files have beyond the records. */
export type FileOrder = RecordSource & {
  /** The reader's language; what is printed and signed speaks the session's. */
  locale: Locale;
} & (
    | { file: RecordFile; /** Of the page for residents, where it is asked for by one. */ speaks?: Locale }
    | { file: 'log.zip'; log: LogOrder }
    | { file: 'ballots.zip'; rounds: readonly RoundBallots[] }
  );

export type TakenFile = FileOrder['file'];

export interface MadeFile {
  bytes: Uint8Array;
  type: string;
  /** What it is saved as. */
  name: string;
}
