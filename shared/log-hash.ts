import { canonicalJson } from './canonical-json.ts';
import type { OptionResult, Tally } from './tally.ts';

type Digest = (text: string) => string;

/** What the log tells everybody of a round that was sealed: with which ballots, and what was counted, of all people together. */
export interface Sealing {
  exerciseId: string;
  round: number;
  ballots: number;
  /** Of the nameless ballots as canonical JSON and the line with their salt, sorted, joined by line feeds. */
  ballotsHash: string;
  seed: number;
  /** Null where there were too few to count. */
  tally: SealedCount | null;
}

export interface SealedCount {
  kind: string;
  method: string;
  options: { needId: string; rank: number; tied: boolean; score: number; share: number; people: number | null }[];
  alsoBy: { method: string; ranks: Record<string, number> }[];
  questions: { questionId: string; people: number; chosen: Record<string, number> }[];
  /** Options that had been merged by then, and the option that they were counted with. */
  merged: Record<string, string>;
}

type Counted = Pick<Tally, 'kind' | 'method' | 'alsoBy' | 'questions'> & { options: readonly OptionResult[] };

/** [V2] A count as the log tells it: no groups, no channels. */
export function sealedCount(
  { kind, method, options, alsoBy, questions = [] }: Counted,
  merged: Readonly<Record<string, string>>,
): SealedCount {
  return {
    kind,
    method,
    options: options.map(({ needId, rank, tied, score, share, people }) => ({
      needId,
      rank,
      tied,
      score,
      share,
      people: typeof people === 'number' ? people : null,
    })),
    alsoBy: alsoBy.map(({ method: by, ranks }) => ({ method: by, ranks })),
    questions: questions.map(({ questionId, people, options: answers }) => ({
      questionId,
      people,
      chosen: Object.fromEntries(answers.map(({ optionId, people: chose }) => [optionId, chose])),
    })),
    merged: { ...merged },
  };
}

/** The text that a commit tells of the rounds sealed in it; null where none was. */
export function sealedText(sealings: readonly Sealing[]): string | null {
  return sealings.length === 0 ? null : canonicalJson(sealings);
}

/** The hash of all that a commit's events say. */
export function bodyHashOf(digest: Digest, { seq, at, events }: { seq: number; at: number; events: string }): string {
  return digest(`${seq} ${at}\n${events}`);
}

/** [V2] A commit's `eventsHash`. What is told of sealed rounds has a place of its own in it, so that it can be checked where the rest is not told. */
export function eventsHashOf(digest: Digest, given: { seq: number; at: number; sealed: string | null; bodyHash: string }): string {
  const { seq, at, sealed, bodyHash } = given;
  return sealed === null ? bodyHash : digest(`${seq} ${at}\n${sealed}\n${bodyHash}`);
}

/** The text that a round's `ballotsHash` is of: its ballots, and where it has one the line with its salt. */
export function ballotsText(lines: readonly string[]): string {
  return [...lines].sort().join('\n');
}

const saltName = 'salt';

/**
 * The line that keeps a round's ballots from being found by trying all that could be: five people have so few to choose from that a hash of what they
 * chose would tell it. It goes where the ballots go and nowhere else.
 */
export function saltLine(salt: string): string {
  return canonicalJson({ [saltName]: salt });
}

/** Whether a line among ballots is their salt; no ballot has a field of that name alone. */
export function isSaltLine(line: string): boolean {
  return line.startsWith(`{"${saltName}":`);
}
