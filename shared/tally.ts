import type { QuestionResult } from './questions.ts';

/** A count as it is published at reveal; see the wire contract, "The tally". */
export const methods = [
  'dots',
  'borda',
  'schulze',
  'ranked-pairs',
  'kemeny',
  'points',
  'gap',
  'bradley-terry',
  'equal-shares',
  'counts',
] as const;
export type Method = (typeof methods)[number];

/**
 * The methods that say which need comes first, the more telling before the others: a ranking compares all needs with each other, dots and points weigh
 * them, ratings and pairs go need by need, a budget also looks at what things cost.
 */
export const prioritising: readonly Method[] = ['borda', 'dots', 'points', 'gap', 'bradley-terry', 'equal-shares'];

/** Where one option came out. `rank` 1 is first and ties share a rank (1 2 2 4); `share` is of people who cast a ballot. */
export interface OptionResult {
  needId: string;
  rank: number;
  tied: boolean;
  score: number;
  share: number;
  [figure: string]: number | string | boolean | null;
}

export interface AlsoBy {
  method: Method;
  ranks: Record<string, number>;
}

/** What an exercise kind computes from its ballots. Shares and scores are rounded for reading; ranks come from exact numbers. */
export interface Count {
  method: Method;
  options: OptionResult[];
  alsoBy: AlsoBy[];
  /** Kendall's tau-b between the method shown and the first of `alsoBy`, null where it is undefined. */
  agreement: number | null;
  /** How many people spoke for something and get nothing: of the proportional short-list, and of the plain first ones. Left out where no such list is made. */
  leftWithNothing?: { shortList: number; plain: number };
  /** Where people answered questions instead of weighing needs. */
  questions?: QuestionResult[];
  /** For files: Kendall's W among people, and ties that a rule had to break. */
  audit?: CountAudit;
}

/** A figure as it is told: two places after the point. */
export function rounded(figure: number): number {
  return Math.round(figure * 100) / 100;
}

export interface CountAudit {
  kendallW: number | null;
  tieLog: string[];
}

/** How many needs the room's short list is meant to have. */
export const topK = 3;

/** How an earlier round of the same exercise came out, for comparison: where its options stood. */
export interface RoundBefore {
  round: number;
  ballots: number;
  options: { needId: string; rank: number; tied: boolean }[];
}

export interface Tally extends Omit<Count, 'audit'> {
  exerciseId: string;
  kind: string;
  round: number;
  ballots: number;
  channels: Record<string, number> | null;
  hands: { present: number; counts: Record<string, number> } | null;
  countedAt: number;
  options: (OptionResult & { number: number; title: string })[];
  stability: { topK: number; held: number; resamples: number; droppable: number; seed: number } | null;
  /** The last round before this one that was revealed; left out where there was none. */
  before?: RoundBefore;
  /** Of a suppressed group nothing is told: `ballots` is 0 and there are no ranks. */
  byGroup: { questionId: string; optionId: string; ballots: number; suppressed: boolean; ranks?: Record<string, number> }[];
}

/** Groups and channels below this many people are not told on a screen; in files the least is higher. */
export const stageK = 8;

/** Below this many ballots a tally would tell who chose what. */
export const ballotsMin = 5;
