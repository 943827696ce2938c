import type { NeedRecordInput } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';

/** The files that come from the need records alone. */
export const recordFiles = ['needs.json', 'needs.csv', 'needs.xlsx', 'minutes.docx'] as const;
export type RecordFile = (typeof recordFiles)[number];

/** What a file is made of: what a server knows of a session, and who reads it. */
export interface FileOrder {
  file: RecordFile;
  input: Omit<NeedRecordInput, 'digest'>;
  /** The reader's language; what is printed and signed speaks the session's. */
  locale: Locale;
}

export interface MadeFile {
  bytes: Uint8Array;
  type: string;
  /** What it is saved as. */
  name: string;
}
