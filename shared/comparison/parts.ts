import type { RecordNeed, RecordSurvey } from '../need-record.ts';

/** A need of a session. */
export interface SessionNeed {
  sessionId: string;
  needId: string;
}

/** What an organizer decided about two needs of different sessions. A need that was carried over is the same one unless this says no. */
export interface SameNeed {
  a: SessionNeed;
  b: SessionNeed;
  isSame: boolean;
}

/** Why two figures are not comparable (不可比). */
export type Reason = 'not-counted' | 'kind' | 'rule' | 'options' | 'question';

/** A need as it came out in one session. Shares from 0 to 1; figures that were not counted are null. */
export interface NeedThen {
  needId: string;
  number: number | null;
  title: string;
  noteCount: number;
  supporters: number | null;
  share: number | null;
  rank: number | null;
  tied: boolean | null;
  rankLow: number | null;
  rankHigh: number | null;
  /** Among how many needs it has its place. */
  among: number | null;
  chanceTopK: number | null;
  importance: number | null;
  satisfaction: number | null;
  gap: number | null;
  stage: RecordNeed['stage'];
  stageReason: string | null;
  nextWord: string | null;
}

/** `up` and `down` where the two ranges of places do not meet; `unsure` where they do, or where one is not known. */
export type Moved = 'up' | 'down' | 'same' | 'unsure';

/** The second figure less the first, where both were counted alike. */
export interface PlaceChange {
  reasons: Reason[];
  rank: number | null;
  share: number | null;
  moved: Moved | null;
}

export interface RatingChange {
  reasons: Reason[];
  importance: number | null;
  satisfaction: number | null;
  gap: number | null;
}

export interface ComparedNeed {
  then: NeedThen | null;
  now: NeedThen | null;
  /** How the two are known to be one: under one id, or because an organizer said so. Null where only one session has it. */
  by: 'carried' | 'organizer' | null;
  place: PlaceChange | null;
  rating: RatingChange | null;
}

export interface ComparedAnswer {
  zh: string | null;
  en: string | null;
  then: { people: number | null; share: number | null } | null;
  now: { people: number | null; share: number | null } | null;
}

export interface ComparedQuestion {
  zh: string | null;
  en: string | null;
  kind: RecordSurvey['kind'];
  reasons: Reason[];
  then: { people: number | null; mean: number | null } | null;
  now: { people: number | null; mean: number | null } | null;
  answers: ComparedAnswer[];
}

/** How many of the room said this of themselves; null where nobody was asked, or it is suppressed. */
export interface ComparedGroup {
  title: string;
  zh: string | null;
  en: string | null;
  then: { people: number | null; suppressed: boolean } | null;
  now: { people: number | null; suppressed: boolean } | null;
}

/** Who was in the room. */
export interface ComparedRoom {
  sessionId: string;
  title: string;
  place: string | null;
  heldAt: string | null;
  wave: number | null;
  present: number | null;
  children: number | null;
  joined: number | null;
  voted: number | null;
  /** Of the count that the places come from. */
  channels: Record<string, number> | null;
  kind: string | null;
  rule: string | null;
}

export interface Comparison {
  then: ComparedRoom;
  now: ComparedRoom;
  needs: ComparedNeed[];
  surveys: ComparedQuestion[];
  groups: ComparedGroup[];
}
