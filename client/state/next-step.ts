import { kindOf, type Exercise } from '../../shared/exercise.ts';
import { compareOrder } from '../../shared/order.ts';
import { currentExercise, type Stage } from '../../shared/stage.ts';
import { ballotsMin } from '../../shared/tally.ts';

/** What the one big button of the facilitator does next. */
export type NextStep =
  | { do: 'open'; exercise: Exercise }
  /** The next exercise is about needs, and there are none yet. */
  | { do: 'group'; exercise: Exercise }
  | { do: 'close'; exercise: Exercise; waiting: number }
  /** Pens down: closes what people write and turns the notes over. */
  | { do: 'turn-over'; exercise: Exercise; waiting: number }
  | { do: 'reveal'; exercise: Exercise }
  | { do: 'add' }
  | { do: 'end' }
  | { do: 'reopen' };

/** True where people write notes instead of casting ballots. */
export function takesNotes(exercise: Exercise): boolean {
  return kindOf(exercise.kind)?.ballot === null;
}

/** True where what is turned over comes onto the wall note by note, as its writers read it out. */
export function readsInTurn({ settings }: Exercise): boolean {
  return settings['roundRobin'] === true;
}

/** True where notes are on the wall as soon as they are written: there is nothing to turn over. */
export function lieOpen({ settings }: Exercise): boolean {
  return settings['concealed'] === false && settings['hold'] !== true && settings['roundRobin'] !== true;
}

export function isAboutNeeds(exercise: Exercise): boolean {
  return kindOf(exercise.kind)?.isAboutNeeds ?? false;
}

/** The step that follows from how things stand. `standingNeeds` is how many needs there are to vote on. */
export function nextStep(stage: Stage, standingNeeds: number): NextStep {
  if (stage.session?.status === 'ended') return { do: 'reopen' };
  const current = currentExercise(stage);
  if (current?.phase === 'open') {
    const waiting = waitingFor(stage, current.id);
    return takesNotes(current) && !current.revealed
      ? { do: 'turn-over', exercise: current, waiting }
      : { do: 'close', exercise: current, waiting };
  }
  if (current?.phase === 'closed' && !current.revealed && mayReveal(stage, current)) return { do: 'reveal', exercise: current };
  const next = nextDraft(stage, current);
  if (next) return isAboutNeeds(next) && standingNeeds === 0 ? { do: 'group', exercise: next } : { do: 'open', exercise: next };
  return stage.exercises.length === 0 ? { do: 'add' } : { do: 'end' };
}

/** Notes may always be turned over; below five ballots there is no tally (T3). */
export function mayReveal(stage: Stage, exercise: Exercise): boolean {
  return takesNotes(exercise) || (stage.counts.submitted[exercise.id] ?? 0) >= ballotsMin;
}

/** The first draft after `current` in the agenda, else the first one anywhere; skipped ones are passed over. */
export function nextDraft(stage: Stage, current: Exercise | null): Exercise | null {
  const drafts = stage.exercises.filter((exercise) => exercise.phase === 'draft' && !exercise.skipped);
  return drafts.find((draft) => current !== null && compareOrder(draft, current) > 0) ?? drafts[0] ?? null;
}

/**
 * How many people are not done with an exercise: of those said to be in the room, or else of those connected. [B19] Children write with all others; a vote
 * does not wait for them where it was said who may vote.
 */
export function waitingFor(stage: Stage, exerciseId: string): number {
  const { counts, session } = stage;
  const exercise = stage.exercises.find(({ id }) => id === exerciseId);
  const isForSome = session?.mayVote != null && exercise !== undefined && isAboutNeeds(exercise);
  const children = isForSome ? (session.attendance?.children ?? 0) : 0;
  const done = Math.max(counts.submitted[exerciseId] ?? 0, counts.ready[exerciseId] ?? 0);
  return Math.max(0, (session?.attendance ? session.attendance.present - children : counts.online) - done);
}

/** [B21] How many people somebody else has typed in for so far, off slips or at a helper's. */
export function enteredIn({ counts }: Stage, exerciseId: string): number {
  const { paper = 0, scribe = 0 } = counts.byChannel[exerciseId] ?? {};
  return paper + scribe;
}

/** The exercise that a draft is to be put before so that it moves one place up (-1) or down (1); undefined where it cannot. */
export function placeBefore(exercises: readonly Exercise[], exerciseId: string, by: -1 | 1): string | null | undefined {
  const at = exercises.findIndex((exercise) => exercise.id === exerciseId);
  const other = exercises[at + by];
  if (at < 0 || !other) return undefined;
  return by === -1 ? other.id : (exercises[at + 2]?.id ?? null);
}
