import * as z from 'zod/mini';
import type { Standing } from '../counting/merges.ts';
import type { Bundling, Recount } from '../counting/stability.ts';
import type { Locale, RefusalCode } from '../refusal.ts';
import type { Count, Method } from '../tally.ts';
import type { Written } from '../written-numbers.ts';
import type { BallotForm } from './form.ts';

export type Settings = Record<string, unknown>;
export type Conventions = Partial<Record<Method, Record<string, string | number>>>;

/** What a ballot is checked against and counted under: the options' need ids in their order, and the exercise's settings. */
export interface Terms<S = Settings> {
  settings: S;
  options: readonly string[];
  /** Draws the lot where a rule must take one of several that it cannot tell apart; the same seed draws the same. */
  seed?: number;
}

/**
 * [E9] How a ballot is told to researchers: as an order, best first; as a bundle that costs money; or as what each option got, by name, where an option
 * that is not in it got `unsaid`. Pairs have no format of researchers' and are told as they were cast alone.
 */
export type Research<B> =
  | { as: 'order' | 'bundle'; of: (ballot: B) => readonly string[] }
  | { as: 'amounts'; of: (ballot: B) => Readonly<Record<string, Readonly<Record<string, number | null>>>>; unsaid: 0 | null }
  | { as: 'pairs' };

/** `chance` gives numbers from 0 up to but not including 1. */
type Sample<S, B> = (terms: Terms<S>, chance: () => number) => B;

/**
 * The rules of one kind of exercise. `ballot` is null where people write instead of voting.
 * A kind knows nothing of sessions, people or time.
 */
export interface ExerciseKind<S = Settings, B = unknown> {
  kind: string;
  /** What files call an exercise that nobody gave a name. */
  called: Record<Locale, string>;
  /** True where the exercise is about needs, frozen as options when it opens. */
  isAboutNeeds: boolean;
  defaults: S;
  /** The settings that go with these, completed by the defaults; null where they do not parse. */
  settings: (given: Settings) => S | null;
  /** [X7] Why it cannot be opened about these options under these settings, or null; left out where it always can. */
  refuseOpening?: ((terms: Terms<S>) => RefusalCode | null) | undefined;
  ballot: {
    /** The ballot in its canonical form, or null where its shape is wrong. */
    parse: (given: unknown) => B | null;
    /** Why this ballot does not fit its exercise, or null. */
    refuse: (ballot: B, terms: Terms<S>) => RefusalCode | null;
    /** The count of these ballots, whose order is of no consequence. */
    tally: (ballots: readonly B[], terms: Terms<S>) => Count;
    /** The options that a ballot speaks for. */
    supported: (ballot: B) => string[];
    /** The ballot as it reads once needs have been merged: what was given to any of them goes to the one that stands. */
    merged: (ballot: B, standing: Standing) => B;
    /** What each ballot gives each option by the rule that is shown, if that adds up: then a count can be repeated a thousand times. Null for others. */
    given: ((ballots: readonly B[], terms: Terms<S>) => number[][]) | null;
    /** The order by the rule that is shown where each ballot counts as often as it is told: for a rule that does not add up and would be slow to repeat. */
    weighed?: ((ballots: readonly B[], terms: Terms<S>) => Recount) | undefined;
    /** The same for a rule that chooses some of the options instead of the first few: what it chooses, and an order that has these before the others. */
    bundled?: ((ballots: readonly B[], terms: Terms<S>) => Bundling) | undefined;
    /** The options beyond the settings that a method is counted under here, so that somebody else can count the same ballots again. */
    conventions?: ((settings: S) => Conventions) | undefined;
    /** A ballot of somebody made up, who likes the options in the order given, best first. Simulated residents abstain from a kind without one. */
    sample?: Sample<S, B> | undefined;
    /** [B15] The ballot that numbers on a paper slip make; left out where they cannot say it. It may not fit: `parse` and `refuse` tell. */
    fromNumbers?: ((written: readonly Written[]) => B) | undefined;
    /** [B22] True where a circle around a number on a slip says something. */
    takesCircles?: boolean | undefined;
    /** Left out where researchers' files cannot hold it. */
    research?: Research<B> | undefined;
    /** How a page without scripts asks for it. */
    form: BallotForm<S, B>;
    schema: z.core.$ZodType<B>;
  } | null;
  settingsSchema: z.core.$ZodType<S>;
}

/** Joins a kind's parts; in here types are exact, outside all kinds look alike. */
export function defineKind<S extends object, B = never>(rules: {
  kind: string;
  called: Record<Locale, string>;
  isAboutNeeds: boolean;
  defaults: S;
  settings: z.core.$ZodType<S>;
  refuseOpening?: (terms: Terms<S>) => RefusalCode | null;
  ballot: {
    schema: z.core.$ZodType<B>;
    refuse: (ballot: B, terms: Terms<S>) => RefusalCode | null;
    tally: (ballots: readonly B[], terms: Terms<S>) => Count;
    supported: (ballot: B) => string[];
    merged: (ballot: B, standing: Standing) => B;
    given: ((ballots: readonly B[], terms: Terms<S>) => number[][]) | null;
    weighed?: (ballots: readonly B[], terms: Terms<S>) => Recount;
    bundled?: (ballots: readonly B[], terms: Terms<S>) => Bundling;
    conventions?: (settings: S) => Conventions;
    sample?: Sample<S, B>;
    fromNumbers?: (written: readonly Written[]) => B;
    takesCircles?: boolean;
    research?: Research<B>;
    form: BallotForm<S, B>;
  } | null;
}): ExerciseKind {
  const { ballot } = rules;
  const kind: ExerciseKind<S, B> = {
    kind: rules.kind,
    called: rules.called,
    isAboutNeeds: rules.isAboutNeeds,
    defaults: rules.defaults,
    settingsSchema: rules.settings,
    refuseOpening: rules.refuseOpening,
    settings: (given) => parsed(rules.settings, { ...rules.defaults, ...given }),
    ballot: ballot && { ...ballot, parse: (given) => parsed(ballot.schema, given) },
  };
  // Settings and ballots only ever come from this kind's own `settings` and `parse`.
  return kind as unknown as ExerciseKind;
}

function parsed<T>(schema: z.core.$ZodType<T>, given: unknown): T | null {
  const result = z.safeParse(schema, given);
  return result.success ? result.data : null;
}

/** A whole number in a ballot. Minus zero is no number anybody meant. */
export function wholeNumber(min: number, max: number) {
  return z.int().check(
    z.gte(min),
    z.lte(max),
    z.refine((n) => !Object.is(n, -0)),
  );
}
