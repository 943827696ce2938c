import type { Locale } from '../refusal.ts';
import type { Terms } from './kind.ts';

export type Words = Record<Locale, string>;

/** One answer that can be ticked or picked. It reads as the need's title where it names one. */
export interface FormChoice {
  value: string;
  needId?: string;
  label?: string | Words;
}

/** One question of a form: about a need, whose title stands over it, or with a title of its own. */
export interface FormQuestion {
  /** Unlike every other of its form. */
  name: string;
  needId?: string;
  title?: string | Words;
  choices: readonly FormChoice[];
  /** True where several answers may be ticked, or none. */
  several?: boolean;
}

/** What was chosen, by the question's name; what is empty was left out. */
export type FormAnswers = ReadonlyMap<string, readonly string[]>;

/** A kind's ballot as the form of a page without scripts. */
export interface BallotForm<S, B> {
  /** What is asked of people, in a sentence or two. */
  rule: (settings: S) => Words;
  /** `lot` is the person's own, for a kind that asks each something else. */
  questions: (terms: Terms<S>, lot: string) => FormQuestion[];
  /** The ballot in the answers, which may not fit; null where they contradict each other. */
  read: (answers: FormAnswers, terms: Terms<S>) => B | null;
}

/** The one answer to a question; undefined where it was left out. */
export function answerOf(answers: FormAnswers, name: string): string | undefined {
  return answers.get(name)?.find((value) => value !== '');
}

/** A number picked for each need: those that were given one above zero. */
export function numbersByNeed(answers: FormAnswers, options: readonly string[]): Record<string, number> {
  const given = options.map((needId) => [needId, Number(answerOf(answers, needId) ?? 0)] as const);
  return Object.fromEntries(given.filter(([, n]) => n > 0));
}

/** From nothing up to `most`, one question a need. */
export function numberForEach(options: readonly string[], most: number): FormQuestion[] {
  const choices = Array.from({ length: most + 1 }, (_, n) => ({ value: n === 0 ? '' : String(n), label: String(n) }));
  return options.map((needId) => ({ name: needId, needId, choices }));
}

/** One of these, or nothing said. */
export function orNothing(choices: readonly FormChoice[]): FormChoice[] {
  return [{ value: '', label: '–' }, ...choices];
}
