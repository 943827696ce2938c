import type { NeedCategory, TitleLanguage } from './lexicon/entry.ts';
import type { NoteVectors } from './vectors.ts';
import type { Why } from './why.ts';

export interface NoteToGroup {
  id: string;
  text: string;
  /** BCP 47, or null where unknown; scripts tell more, so that a wrong tag does no harm. */
  lang?: string | null;
  /** The need that the facilitator has put it in. */
  needId: string | null;
  hidden?: boolean;
  /** A private case. */
  referred?: boolean;
}

export interface NeedToGroup {
  id: string;
  title: string;
}

export interface GroupingInput {
  notes: readonly NoteToGroup[];
  needs: readonly NeedToGroup[];
  /** Where an embedding model is configured. */
  vectors?: NoteVectors;
}

/** A suggestion, and never more: notes that may belong together, or to a need that stands. */
export interface SuggestedGroup {
  title: string;
  /** In other languages, where the lexicon has them. */
  titles?: Readonly<Record<TitleLanguage, string>>;
  category: NeedCategory | null;
  /** The standing need that they would go to; null for a new one. */
  needId: string | null;
  /** Sorted; two at least, or one where it goes to a standing need. */
  noteIds: string[];
  why: Why;
}

export interface Suggestions {
  groups: SuggestedGroup[];
}
