import type { Component } from 'svelte';
import type { Exercise } from '../../shared/exercise.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Messages } from '../locales/zh-CN/index.ts';
import { widenLocale } from '../state/locale.svelte.ts';
import type { Room } from '../state/phone.svelte.ts';
import type * as Later from './later.ts';
import type { Sitter } from '../state/sitter.ts';

export interface KindProps {
  exercise: Exercise;
  room: Sitter;
}
/** What more than a ballot needs: a phone of one's own. */
export interface RoomProps {
  exercise: Exercise;
  room: Room;
}

/** One line of a ballot read back to who cast it. */
export interface BallotLine {
  /** Of a need, or of a question where `title` says which. */
  needId: string;
  title?: string;
  words: string;
}

/** The phone's face of one kind of exercise: what is shown while it is open. */
export interface PhoneKind {
  default: Component<RoomProps>;
  /** A ballot of this kind in words; null for a kind without ballots. */
  readBack: ((ballot: unknown, messages: Messages, exercise: Exercise) => BallotLine[]) | null;
  /** A result's figure in words, where it is more than votes. */
  score?: (option: Tally['options'][number]) => string;
  /** What the line says below what came in, where it is not the first few. */
  cut?: () => string;
  /** What is said below the result instead of how sure its first few are. */
  said?: (tally: Tally, settings: Exercise['settings']) => string[];
}

const chunks = import.meta.glob<PhoneKind>('./exercises/*.svelte');
let loaded: Record<string, PhoneKind> = $state.raw({});

/** A kind's file is found by its name: dot-vote is DotVote. */
function fileOf(kind: string): string {
  return `./exercises/${kind.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}.svelte`;
}

/** What the welcome's button says, before a face is here. */
export function enterLabel(kind: string, { phone }: Messages): string {
  return phone.enter[kind] ?? phone.welcome.enter;
}

/** True where this page has a face for `kind`. */
export function hasFace(kind: string): boolean {
  return fileOf(kind) in chunks;
}

/** The face of `kind` once it is here, null until then and for a kind that this page does not know. */
export function phoneKind(kind: string): PhoneKind | null {
  return loaded[fileOf(kind)] ?? null;
}

/** Fetches the faces of these kinds, and what they say; those that are here already cost nothing. Rejects where the network fails. */
export async function fetchFaces(kinds: readonly string[]): Promise<void> {
  await Promise.all(
    kinds.map(async (kind) => {
      const file = fileOf(kind);
      const [face] = await Promise.all([chunks[file]?.(), widenLocale()]);
      if (face && !loaded[file]) loaded = { ...loaded, [file]: face };
    }),
  );
}

/** Fetches what nobody sees before the first note, and what it says. */
export async function fetchLater(): Promise<typeof Later> {
  return (await Promise.all([import('./later.ts'), widenLocale()]))[0];
}
