import type { Ballot } from '../../shared/exercise.ts';
import { RefusalError } from '../../shared/refusal.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Caller, Decision, Surroundings } from './decide.ts';
import { findExercise, requireOpen, rulesOf } from './find.ts';
import { speakerOf } from './decide-seat.ts';
import { ballotsOf, type BallotState, type ExerciseState, type State } from './state.ts';
import { voterOf } from './voters.ts';

/** [B1] [B2] [B3] A person's ballot of the present round; an earlier one of theirs is replaced. */
export function castBallot(
  state: State,
  payload: Payload<'ballot:cast'>,
  caller: Caller,
  around: Surroundings,
): Decision<{ receipt: string }> {
  const exercise = findExercise(state, payload.exerciseId);
  requireOpen(exercise);
  requireFitting(exercise, payload.ballot);
  const speaker = speakerOf(state, payload, caller, around);
  const voter = voterOf(state, exercise, speaker.caller);
  const receipt = around.id();
  const groups = state.participants.get(speaker.caller.participantId ?? '')?.groups ?? {};
  const device = caller.role === 'kiosk' ? 0 : caller.device;
  const body: BallotState = {
    ballot: payload.ballot,
    channel: caller.role === 'kiosk' ? 'kiosk' : 'phone',
    groups,
    receipt,
    ...(device !== undefined && { device }),
  };
  const ballots = ballotsOf(state, exercise);
  return {
    events: [
      ...speaker.events,
      { type: 'ballots-received', exerciseId: exercise.id, round: exercise.round, ballots: ballots.size + (ballots.has(voter) ? 0 : 1) },
    ],
    writes: [...speaker.writes, { op: 'put-ballot', exerciseId: exercise.id, round: exercise.round, voter, body: JSON.stringify(body) }],
    value: { receipt },
  };
}

/** [B2] Refuses a ballot of another kind, or one that does not fit what the exercise asks. */
export function requireFitting(exercise: ExerciseState, given: Ballot): void {
  const rules = rulesOf(exercise);
  const ballot = given.kind === exercise.kind ? rules.ballot?.parse(given) : null;
  if (!rules.ballot || ballot === null || ballot === undefined) throw new RefusalError('bad-input');
  const options = (exercise.options ?? []).map(({ needId }) => needId);
  const refusal = rules.ballot.refuse(ballot, { settings: exercise.settings, options });
  if (refusal) throw new RefusalError(refusal);
}

export function withdrawBallot(state: State, payload: Payload<'ballot:withdraw'>, caller: Caller): Decision<Record<string, never>> {
  const exercise = findExercise(state, payload.exerciseId);
  requireOpen(exercise);
  if (!rulesOf(exercise).ballot) throw new RefusalError('bad-input');
  const voter = voterOf(state, exercise, caller);
  const ballots = ballotsOf(state, exercise);
  if (!ballots.has(voter)) return { events: [], writes: [], value: {} };
  return {
    events: [{ type: 'ballots-received', exerciseId: exercise.id, round: exercise.round, ballots: ballots.size - 1 }],
    writes: [{ op: 'drop-ballot', exerciseId: exercise.id, round: exercise.round, voter }],
    value: {},
  };
}
