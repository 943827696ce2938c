import type { Suppression } from '../counting/groups.ts';
import type { ForWhom, NoteKind } from '../note.ts';
import type { GroupQuestion } from '../session.ts';
import type { Tally } from '../tally.ts';
import type { NeedDescription, RecordProgramme, RecordResponder, RecordResponse, RecordSession, RecordSurvey } from './parts.ts';

/** Fields that may be left out, or be undefined where the caller does not know. */
type Known<T> = { [K in keyof T]?: T[K] | undefined };

export interface NoteInput {
  id: string;
  number: number | null;
  exerciseId: string;
  needId: string | null;
  text: string;
  lang: string | null;
  translations?: Record<string, string> | undefined;
  translatedBy?: string | null | undefined;
  redacted?: boolean | undefined;
  /** All its words were taken out for good. */
  erased?: boolean | undefined;
  kind: NoteKind;
  forWhom: readonly ForWhom[];
  channel: string;
  hidden: boolean;
  referred: boolean;
  /** From need to need, oldest first; null is in none. */
  moves?: readonly { from: string | null; to: string | null; at: number }[] | undefined;
}

/** A need as it stands on the wall, and whatever else people filled in about it. Times are in milliseconds since 1970. */
export interface NeedInput extends Known<NeedDescription> {
  id: string;
  number: number | null;
  title: string;
  translations?: Record<string, string> | undefined;
  description?: string | undefined;
  mergedInto?: string | undefined;
  mergedAt?: number | null | undefined;
  createdAt?: number | null | undefined;
  updatedAt?: number | null | undefined;
}

/** What files tell of a round beyond its tally, fixed at sealing: groups and channels of at least `k` people. */
export interface RoundFigures {
  k: number;
  channels: Record<string, number> | null;
  /** Of a hidden group `people` and `ranks` are null; an empty one has no ranks. */
  byGroup: {
    questionId: string;
    optionId: string;
    people: number | null;
    reason: Suppression | null;
    ranks: Record<string, number> | null;
  }[];
  /** Ballots that say nothing of any need: abstentions, which count as people. */
  blank: number;
  /** Options that had been merged by then, and the option that they were counted with. */
  merged: Record<string, string>;
  kendallW: number | null;
  tieLog: string[];
  /** What the lots of `tieLog` were drawn with. */
  seed: number;
}

/** One round whose voters are erased. `tally` is null where there were too few ballots to tell anything. */
export interface SealedRound {
  exerciseId: string;
  kind: string;
  title?: string | null | undefined;
  round: number;
  settings: Record<string, unknown>;
  tally: Tally | null;
  /** Milliseconds since 1970. */
  sealedAt: number | null;
  inputHash?: string | null | undefined;
  /** Null where only the tally is known, which is of smaller groups: then a file hides anew, and more. */
  forFiles?: RoundFigures | null | undefined;
}

/** What a session says of itself. Only published notes and sealed rounds belong in here: nothing else may leave the room [R2]. */
export interface SaidInSession {
  session: Pick<RecordSession, 'id' | 'title'> & Known<Omit<RecordSession, 'id' | 'title' | 'logHead'>>;
  notes: readonly NoteInput[];
  /** The ways in that enough people wrote by, null for none; left out where that is not known, and notes alone are counted. */
  noteWays?: readonly string[] | null | undefined;
  needs: readonly NeedInput[];
  rounds: readonly SealedRound[];
  surveys?: readonly RecordSurvey[] | undefined;
  /** What residents were asked about themselves; how many said what follows from the rounds. */
  groupQuestions?: readonly GroupQuestion[] | undefined;
  responders?: readonly RecordResponder[] | undefined;
  responses?: readonly RecordResponse[] | undefined;
}

/** What is known when records are made. */
export interface RecordsMade {
  programme?: RecordProgramme | undefined;
  logHead: string | null;
  /** Milliseconds since 1970. */
  generatedAt: number;
  toolVersion: string;
}

/** All that need records are made of. */
export interface NeedRecordInput extends SaidInSession, RecordsMade {
  /** SHA-256 of a text in UTF-8, in hex. */
  digest: (canonicalJson: string) => string;
}
