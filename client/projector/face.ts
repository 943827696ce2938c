import type { Component } from 'svelte';
import type { Exercise } from '../../shared/exercise.ts';
import type { Stage } from '../../shared/stage.ts';
import type { Tally } from '../../shared/tally.ts';
import type { Wifi } from '../../shared/wifi.ts';
import type { Wall } from '../../shared/wall.ts';
import { faceFile } from '../state/face-file.ts';

/** How to join, as it stands in a corner of every screen. */
export interface Joining {
  code: string;
  /** What the QR says; null without a network. */
  url: string | null;
  /** What a person types. */
  typed: string | null;
  /** The room's Wi-Fi, where a facilitator has typed it in. */
  wifi: Wifi | null;
  /** False until the server has said where it can be reached. */
  isKnown: boolean;
  /** True where phones come over the internet, and not over the room's own network. */
  isOnline: boolean;
  /** [J22] True once a phone has loaded a page from there. */
  isReached: boolean;
  /** When the time of what is on ends, by the server's clock, and how far that clock is ahead of this one's. */
  timer: { endsAt: number; clockAheadMs: number } | null;
  /** [V4] The check code of the log; null before anything was opened. */
  check: string | null;
}

export interface FaceProps {
  exercise: Exercise;
  /** Of the round on the screen; null before its reveal. */
  tally: Tally | null;
  stage: Stage;
  wall: Wall;
  joining: Joining;
}

/** What the clicker can ask of a face: its next page or the one before. */
export interface Turning {
  turn?: (by: 1 | -1) => void;
}

type Face = Component<FaceProps, Turning>;

const faces = import.meta.glob<{ default: Face }>('./exercises/*.svelte', { eager: true });

/** The face of a kind of exercise; undefined where this surface has none. */
export function faceOf(kind: string): Face | undefined {
  return faces[faceFile(kind)]?.default;
}
