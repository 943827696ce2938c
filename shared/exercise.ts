import * as z from 'zod/mini';
import { budget } from './exercises/budget.ts';
import { collect } from './exercises/collect.ts';
import { compare } from './exercises/compare.ts';
import { dotVote } from './exercises/dot-vote.ts';
import { pledge } from './exercises/pledge.ts';
import { points } from './exercises/points.ts';
import { rank } from './exercises/rank.ts';
import { rate } from './exercises/rate.ts';
import { survey } from './exercises/survey.ts';
import type { ExerciseKind } from './exercises/kind.ts';
import type { Option } from './need.ts';

/** Every exercise kind there is. A new kind is one file in `exercises/`, one line here, and one component per surface. */
const registered: readonly ExerciseKind[] = [collect, dotVote, rank, points, rate, pledge, survey, budget, compare];

const byKind = new Map(registered.map((kind) => [kind.kind, kind]));

export const exerciseKinds: readonly string[] = registered.map((kind) => kind.kind);

/** The rules of a kind, or undefined where there is no such kind. */
export function kindOf(kind: string): ExerciseKind | undefined {
  return byKind.get(kind);
}

export const phases = ['draft', 'open', 'closed'] as const;
export type Phase = (typeof phases)[number];

export const ExerciseTitle = z.string().check(z.maxLength(200));
export const Prompt = z.string().check(z.maxLength(1000));
/** Which settings are right is the kind's to say. */
export const Settings = z.record(z.string().check(z.maxLength(64)), z.unknown());

/** An exercise as every face sees it on the stage. */
export interface Exercise {
  id: string;
  kind: string;
  title: string;
  prompt: string;
  settings: Record<string, unknown>;
  phase: Phase;
  revealed: boolean;
  sealed: boolean;
  round: number;
  order: string;
  /** A draft that is passed over; it stays on the agenda. */
  skipped?: true;
  options?: Option[];
  /** [T15] A counted show of hands, where too few ballots came in for a tally that would show it. */
  hands?: { present: number; counts: Record<string, number> };
}

/** A ballot before its kind has looked at it: something with a kind. */
export const Ballot = z.looseObject({ kind: z.string().check(z.maxLength(64)) });
export type Ballot = z.infer<typeof Ballot>;
