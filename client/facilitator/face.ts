import type { Component } from 'svelte';
import { kindOf } from '../../shared/exercise.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Messages } from '../locales/zh-CN/index.ts';
import { faceFile } from '../state/face-file.ts';

export interface SettingsProps {
  settings: Record<string, unknown>;
  onchange: (settings: Record<string, unknown>) => void;
  /** The needs on the wall, for a kind that sets something for each. */
  needs: readonly { id: string; number: number | null; title: string }[];
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
}

const faces = import.meta.glob<FacilitatorFace>('./exercises/*.svelte', { eager: true });

/** The face of a kind; undefined where this surface has none. */
export function faceOf(kind: string): FacilitatorFace | undefined {
  return faces[faceFile(kind)];
}

/** What an exercise of this kind is called on this page. */
export function nameOf(kind: string, messages: Messages): string {
  return faceOf(kind)?.name(messages) ?? kind;
}

/** An exercise's own title; '' where it only repeats what its kind is called. */
export function titleOf({ kind, title }: { kind: string; title: string }, messages: Messages): string {
  return title === nameOf(kind, messages) ? '' : title;
}

/** What the room is asked: the exercise's own words, or its kind's. */
export function questionOf(exercise: { kind: string; title: string; prompt: string }, messages: Messages): string {
  return exercise.prompt || titleOf(exercise, messages) || faceOf(exercise.kind)?.question(messages) || nameOf(exercise.kind, messages);
}

export function summaryOf({ kind, settings }: { kind: string; settings: Record<string, unknown> }, messages: Messages): string {
  return kindOf(kind) ? (faceOf(kind)?.summary(settings, messages) ?? '') : '';
}
