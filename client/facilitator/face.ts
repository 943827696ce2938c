import type { Component } from 'svelte';
import { kindOf } from '../../shared/exercise.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Messages } from '../locales/zh-CN/index.ts';
import { faceFile } from '../state/face-file.ts';
import { promptOf, titleOf as shownTitle } from '../state/ready-made.svelte.ts';

/** A need that is to stand in an exercise. */
export interface StandingNeed {
  id: string;
  number: number | null;
  title: string;
}

export interface SettingsProps {
  settings: Record<string, unknown>;
  onchange: (settings: Record<string, unknown>) => void;
  /** The needs that will stand, for a kind that sets something for each. */
  needs: readonly StandingNeed[];
}

/** The facilitator's face of a kind of exercise: its words, and the form of a draft's settings. */
export interface FacilitatorFace {
  default: Component<SettingsProps>;
  /** What the exercise is called: 贴圆点. */
  name: (messages: Messages) => string;
  /** What is asked where the exercise says nothing of its own. */
  question: (messages: Messages) => string;
  /** The rule in a few words: 每人 5 票. */
  summary: (settings: Record<string, unknown>, messages: Messages) => string;
  /** How many of the strongest needs of the vote before are ticked to begin with; null ticks all needs. */
  keptByDefault: number | null;
  /** A result's figure in words; null for a kind that is not counted. */
  score: ((option: Tally['options'][number], messages: Messages) => string) | null;
  /** What else is said of a result, below its need. */
  marks?: (option: Tally['options'][number], messages: Messages) => string[];
  /** [X7] What is still missing before it can be opened about these needs, in plain words; null where nothing is. */
  missing?: (settings: Record<string, unknown>, needs: readonly StandingNeed[], messages: Messages) => string | null;
}

const faces = import.meta.glob<FacilitatorFace>('./exercises/*.svelte', { eager: true });

/** The face of a kind; undefined where this surface has none. */
export function faceOf(kind: string): FacilitatorFace | undefined {
  return faces[faceFile(kind)];
}

/** [X7] Why this exercise cannot be opened about these needs yet; null where it can. */
export function missingIn(
  { kind, settings }: { kind: string; settings: Record<string, unknown> },
  needs: readonly StandingNeed[],
  messages: Messages,
): string | null {
  return faceOf(kind)?.missing?.(settings, needs, messages) ?? null;
}

/** What an exercise of this kind is called on this page. */
export function nameOf(kind: string, messages: Messages): string {
  return faceOf(kind)?.name(messages) ?? kind;
}

/** An exercise's own title; '' where it only repeats what its kind is called. */
export function titleOf({ kind, title }: { kind: string; title: string }, messages: Messages): string {
  const shown = shownTitle({ title });
  return shown === nameOf(kind, messages) ? '' : shown;
}

/** What the room is asked: the exercise's own words, or its kind's. */
export function questionOf(exercise: { kind: string; title: string; prompt: string }, messages: Messages): string {
  return promptOf(exercise) || titleOf(exercise, messages) || faceOf(exercise.kind)?.question(messages) || nameOf(exercise.kind, messages);
}

export function summaryOf({ kind, settings }: { kind: string; settings: Record<string, unknown> }, messages: Messages): string {
  return kindOf(kind) ? (faceOf(kind)?.summary(settings, messages) ?? '') : '';
}
