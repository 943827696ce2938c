import { canonicalJson } from '../../shared/canonical-json.ts';
import { ballotsText, saltLine } from '../../shared/log-hash.ts';
import { isRecord } from '../../shared/document.ts';
import { collectSettings, comesOneByOne } from '../../shared/exercises/collect.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { RoundStability } from '../../shared/round-stability.ts';
import { ballotsMin, type Tally } from '../../shared/tally.ts';
import type { PlacedNeed } from '../../shared/wall.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import type { Caller, Decision, Surroundings } from './decide.ts';
import { countRound } from './count-round.ts';
import { sha256, textHash } from './digest.ts';
import type { Event, FrozenOption, SealedTally } from './events.ts';
import { takesNotes } from './evolve.ts';
import { findExercise, openExerciseOf, rulesOf } from './find.ts';
import { ballotsOf, notesByPerson, roundKeyId, textOf, type ExerciseState, type SealedRound, type State } from './state.ts';
import { forgetTakenBack } from './voters.ts';

/** [X1] [X2] [X7] Opens a draft and freezes what it is about. Opening again has no effect. */
export function openExercise(
  state: State,
  payload: Payload<'exercise:open'>,
  _caller: Caller,
  around: Surroundings,
): Decision<Record<string, never>> {
  const exercise = findExercise(state, payload.exerciseId);
  if (exercise.phase !== 'draft') return { events: [], writes: [], value: {} };
  const needs = rulesOf(exercise).isAboutNeeds ? chosenNeeds(payload, around) : needInQuestion(exercise, around);
  requireNoneOpen(state);
  const frozen = needs ? freeze(exercise, needs, around) : null;
  requireOpenable(exercise, frozen?.options ?? []);
  return {
    events: [{ type: 'exercise-opened', exerciseId: exercise.id, options: frozen?.options ?? null }],
    writes: [...(frozen?.writes ?? []), ...newRoundKey(exercise, exercise.round, around)],
    value: {},
  };
}

/** [X7] */
function requireOpenable(exercise: ExerciseState, frozen: readonly FrozenOption[]): void {
  const options = frozen.map(({ needId }) => needId);
  const refusal = rulesOf(exercise).refuseOpening?.({ settings: exercise.settings, options });
  if (refusal) throw new RefusalError(refusal);
}

/** The needs to freeze, as they are committed; null stands for one that only the facilitator's own wall has so far [X2]. */
function chosenNeeds({ needIds, titles }: Payload<'exercise:open'>, around: Surroundings): (PlacedNeed | null)[] {
  const standing = new Map(around.needs().map((need) => [need.id, need]));
  const seen = new Map(Object.entries(titles ?? {}));
  const chosen = needIds ?? new Set([...standing.keys(), ...seen.keys()]);
  return [...chosen].map((needId) => {
    const need = standing.get(needId);
    // What the facilitator sees may be a moment ahead of what is committed here.
    if (seen.has(needId) && seen.get(needId) !== need?.title) return null;
    if (typeof need?.number !== 'number') throw new RefusalError('not-found');
    return need;
  });
}

/** The need that notes are to be written about, or null where they may be about anything. */
function needInQuestion(exercise: ExerciseState, around: Surroundings): PlacedNeed[] | null {
  const needId = takesNotes(exercise) ? collectSettings(exercise.settings).aboutNeedId : null;
  if (needId === null) return null;
  const need = around.needs().find(({ id }) => id === around.standing()(needId));
  if (!need) throw new RefusalError('not-found');
  return [need];
}

function freeze(
  exercise: ExerciseState,
  needs: readonly (PlacedNeed | null)[],
  around: Surroundings,
): { options: FrozenOption[]; writes: Write[] } {
  if (needs.length === 0) throw new RefusalError('bad-input');
  const options: FrozenOption[] = [];
  const writes: Write[] = [];
  for (const need of needs) {
    if (typeof need?.number !== 'number') throw new RefusalError('try-later');
    const { id: needId, number, title, translations } = need;
    const textId = `${exercise.id}.${exercise.round}.${needId}`;
    const salt = around.id();
    options.push({ needId, number, textId, hash: textHash(salt, title) });
    writes.push({ op: 'put-text', id: textId, text: title, translations: translations ? JSON.stringify(translations) : null, salt });
  }
  if (new Set(options.map(({ needId }) => needId)).size !== options.length) throw new RefusalError('bad-input');
  return { options, writes };
}

export function closeExercise(state: State, { exerciseId }: Payload<'exercise:close'>): Decision<{ ballots: number }> {
  const exercise = findExercise(state, exerciseId);
  const value = { ballots: peopleIn(state, exercise) };
  if (exercise.phase === 'draft') throw new RefusalError('exercise-not-open');
  if (exercise.phase === 'closed') return { events: [], writes: [], value };
  return { events: [{ type: 'exercise-closed', exerciseId }], writes: [], value };
}

/** [X3] Before sealing the round goes on with its ballots; after it a new round starts empty. */
export function reopenExercise(
  state: State,
  { exerciseId }: Payload<'exercise:reopen'>,
  _caller: Caller,
  around: Surroundings,
): Decision<{ ballots: number }> {
  const exercise = findExercise(state, exerciseId);
  if (exercise.phase === 'draft') throw new RefusalError('exercise-not-open');
  if (exercise.phase === 'open') return { events: [], writes: [], value: { ballots: peopleIn(state, exercise) } };
  requireNoneOpen(state);
  const isNewRound = exercise.sealed && !takesNotes(exercise);
  const round = isNewRound ? exercise.round + 1 : exercise.round;
  return {
    events: [{ type: 'exercise-reopened', exerciseId, round }],
    writes: isNewRound ? newRoundKey(exercise, round, around) : [],
    value: { ballots: isNewRound ? 0 : peopleIn(state, exercise) },
  };
}

/** [X5] Publishes: notes go onto the wall in shuffled order; ballots are sealed and counted. */
export function revealExercise(
  state: State,
  { exerciseId }: Payload<'exercise:reveal'>,
  _caller: Caller,
  around: Surroundings,
): Decision<Tally | Record<string, never>> {
  const exercise = findExercise(state, exerciseId);
  if (exercise.phase === 'draft') throw new RefusalError('exercise-not-open');
  if (takesNotes(exercise)) return revealNotes(state, exercise, around);
  if (exercise.phase === 'open') throw new RefusalError('exercise-already-open');
  const revealed: Event = { type: 'exercise-revealed', exerciseId, published: [] };
  if (exercise.sealed) {
    const tally = tallyOf(state, exercise.id);
    if (!tally) throw new RefusalError('too-few');
    return { events: exercise.revealed ? [] : [revealed], writes: [], value: tally };
  }
  if (ballotsOf(state, exercise).size < ballotsMin) throw new RefusalError('too-few');
  const sealed = seal(state, exercise, around);
  return { events: [...sealed.events, revealed], writes: sealed.writes, value: titled(state, sealed.tally, exercise.options) };
}

function revealNotes(state: State, exercise: ExerciseState, around: Surroundings): Decision<Record<string, never>> {
  const isOneByOne = comesOneByOne(collectSettings(exercise.settings));
  const waiting = [...state.notes.values()].filter((note) => note.exerciseId === exercise.id && note.number === null && !isOneByOne);
  const published = around.shuffle(waiting).map((note, i) => ({ noteId: note.id, number: state.noteNumbers + 1 + i }));
  if (exercise.revealed && published.length === 0) return { events: [], writes: [], value: {} };
  return { events: [{ type: 'exercise-revealed', exerciseId: exercise.id, published }], writes: [], value: {} };
}

/**
 * [B4] [T3] Seals the present round of a closed exercise: counts it where there are enough ballots, then erases its voters. Too few ballots are destroyed,
 * since even nameless they would tell who chose what.
 */
export function seal(
  state: State,
  exercise: ExerciseState,
  around: Surroundings,
): { events: Event[]; writes: Write[]; tally: SealedTally | null } {
  const cast = [...ballotsOf(state, exercise).values()];
  const isCounted = cast.length >= ballotsMin;
  const bodies = isCounted ? cast.map(({ ballot }) => canonicalJson(ballot)).sort() : [];
  const ballotsSalt = isCounted ? around.id() : undefined;
  const seed = seedOf(around.bytes(4));
  const terms = { questions: state.details.groupQuestions, seed, countedAt: around.now, standing: around.standing() };
  const tally = isCounted ? countRound(exercise, cast, terms) : null;
  return {
    events: [
      {
        type: 'round-sealed',
        exerciseId: exercise.id,
        round: exercise.round,
        ballots: cast.length,
        ballotsHash: sha256(ballotsText(ballotsSalt === undefined ? [] : [...bodies, saltLine(ballotsSalt)])),
        tally,
        seed,
        salt: around.id(),
        ...(ballotsSalt !== undefined && { ballotsSalt }),
      },
    ],
    writes: [
      ...forgetTakenBack(state, exercise),
      { op: 'seal', exerciseId: exercise.id, round: exercise.round, keyId: roundKeyId(exercise), bodies: around.shuffle(bodies) },
    ],
    tally,
  };
}

/** A seed of 32 bits from four bytes. */
function seedOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}

/** The tally of the latest sealed round of an exercise; null where there is none. */
export function tallyOf(state: State, exerciseId: string): Tally | null {
  const round = state.rounds.findLast((sealed) => sealed.exerciseId === exerciseId);
  return round ? publishedTally(state, round) : null;
}

/** A sealed round's tally as it is shown: with the words its options were voted under, and how sure it is as far as that is known. */
export function publishedTally(state: State, { tally, options, stability }: SealedRound): Tally | null {
  if (!tally) return null;
  const shown = titled(state, tally, options);
  if (!stability) return shown;
  const { places, ...sureness } = stability;
  return { ...shown, options: shown.options.map((option) => ({ ...option, ...places[option.needId] })), stability: sureness };
}

/** A tally as it was the moment it was sealed, with the words its options were voted under. */
function titled(state: State, tally: SealedTally | null, options: readonly FrozenOption[] | null): Tally {
  if (!tally) throw new RefusalError('too-few');
  const textIds = new Map(options?.map(({ needId, textId }) => [needId, textId]));
  const withTitle = (option: SealedTally['options'][number]) => ({ ...option, title: textOf(state, textIds.get(option.needId) ?? '') });
  const { forFiles: _, ...shown } = tally;
  // [T12] Hands may be counted after sealing, too.
  const hands = state.hands.get(roundKeyId({ id: tally.exerciseId, round: tally.round })) ?? null;
  return { ...shown, options: tally.options.map(withTitle), hands, stability: null };
}

/** [T4] Adds to a sealed round how sure it is; without effect where that is known already or the round is not there. */
export function tellStability(
  state: State,
  { exerciseId, round }: { exerciseId: string; round: number },
  stability: RoundStability,
): Decision<null> {
  const sealed = state.rounds.find((one) => one.exerciseId === exerciseId && one.round === round);
  if (!sealed?.tally || sealed.stability) return { events: [], writes: [], value: null };
  return { events: [{ type: 'stability-told', exerciseId, round, stability }], writes: [], value: null };
}

/** What a receipt keeps of a reveal's answer: which round it counted. The tally itself is in the log already and would outgrow what it receipts. */
export function keptReveal(value: unknown): Record<string, unknown> {
  return isRecord(value) && 'round' in value ? { tallyOf: value['exerciseId'], round: value['round'] } : {};
}

/** The answer that a receipt stands for, as it was given. */
export function recalledAnswer(state: State, kept: unknown): unknown {
  if (!isRecord(kept) || !('tallyOf' in kept)) return kept;
  const round = state.rounds.find((sealed) => sealed.exerciseId === kept['tallyOf'] && sealed.round === kept['round']);
  return round ? titled(state, round.tally, round.options) : {};
}

/** How many people took part in the present round; `writers` of notes, where it is known how many there are. */
export function peopleIn(state: State, exercise: ExerciseState, writers?: number): number {
  if (takesNotes(exercise)) return (exercise.people ?? 0) + (writers ?? notesByPerson(state, exercise.id).size);
  return exercise.people ?? ballotsOf(state, exercise).size;
}

function newRoundKey(exercise: ExerciseState, round: number, around: Surroundings): Write[] {
  return takesNotes(exercise) ? [] : [{ op: 'put-key', keyId: roundKeyId({ id: exercise.id, round }), key: around.bytes(32) }];
}

function requireNoneOpen(state: State): void {
  if (openExerciseOf(state)) throw new RefusalError('exercise-already-open');
}
