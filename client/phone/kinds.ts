import type { Component } from 'svelte';
import type { Exercise } from '../../shared/exercise.ts';
import type { Messages } from '../locales/zh-CN/index.ts';
import type { Room } from '../state/phone.svelte.ts';

export interface KindProps {
  exercise: Exercise;
  room: Room;
}

/** One line of a ballot read back to who cast it. */
export interface BallotLine {
  needId: string;
  words: string;
}

/** The phone's face of one kind of exercise: what is shown while it is open. */
export interface PhoneKind {
  default: Component<KindProps>;
  /** The welcome page's button. */
  enter: (messages: Messages) => string;
  /** A ballot of this kind in words; null for a kind without ballots. */
  readBack: ((ballot: unknown, messages: Messages) => BallotLine[]) | null;
}

const modules = import.meta.glob<PhoneKind>('./exercises/*.svelte', { eager: true });

/** The face of `kind`, found by its file's name (dot-vote is DotVote.svelte); null for a kind that this page does not know. */
export function phoneKind(kind: string): PhoneKind | null {
  const name = kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
  return modules[`./exercises/${name}.svelte`] ?? null;
}
