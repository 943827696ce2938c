import { RefusalError } from '../../shared/refusal.ts';
import { normaliseSlip } from '../../shared/slip.ts';
import type { Payload } from '../../shared/wire.ts';
import type { Caller, Decision, Surroundings } from './decide.ts';
import { requireFitting } from './decide-ballot.ts';
import { findExercise, findQuestion, requireOpen, rulesOf } from './find.ts';
import { ballotsOf, type BallotState, type ExerciseState, type State } from './state.ts';
import { helperOf, voterOfSlip } from './voters.ts';

/** [B9] [B10] [B13] A ballot from paper or said to a helper, under its slip: one slip is one ballot of the round, whichever way it comes. */
export function enterBallot(
  state: State,
  payload: Payload<'ballot:enter'>,
  caller: Caller,
  around: Surroundings,
): Decision<{ receipt: string }> {
  const exercise = findExercise(state, payload.exerciseId);
  requireOpen(exercise);
  requireFitting(exercise, payload.ballot);
  const groups = payload.groups ?? {};
  for (const [questionId, optionId] of Object.entries(groups))
    if (!findQuestion(state, questionId).options.some((option) => option.optionId === optionId)) throw new RefusalError('not-an-option');
  const ballots = ballotsOf(state, exercise);
  const voter = voterOfSlip(state, exercise, normaliseSlip(payload.slip));
  if (ballots.has(voter)) throw new RefusalError('slip-used');
  const receipt = around.id();
  const { ballot, channel } = payload;
  const body: BallotState = { ballot, channel, groups, receipt, enteredBy: helperOf(state, exercise, caller) };
  return {
    events: [received(exercise, ballots.size + 1)],
    writes: [{ op: 'put-ballot', exerciseId: exercise.id, round: exercise.round, voter, body: JSON.stringify(body) }],
    value: { receipt },
  };
}

/** [B11] [B20] Takes an entered ballot out again, by its receipt or by its slip, until its round is sealed; a helper only takes out what they entered. */
export function strikeBallot(state: State, payload: Payload<'ballot:strike'>, caller: Caller): Decision<Record<string, never>> {
  const exercise = findExercise(state, payload.exerciseId);
  if (exercise.phase === 'draft' || exercise.sealed) throw new RefusalError('exercise-not-open');
  if (!rulesOf(exercise).ballot) throw new RefusalError('not-found');
  const ballots = ballotsOf(state, exercise);
  const slipsVoter = payload.slip === undefined ? null : voterOfSlip(state, exercise, normaliseSlip(payload.slip));
  const entered = [...ballots].find(([voter, { receipt }]) => (slipsVoter === null ? receipt === payload.receipt : voter === slipsVoter));
  const enteredBy = entered?.[1].enteredBy;
  if (!entered || enteredBy === undefined) throw new RefusalError('not-found');
  const [voter] = entered;
  if (caller.role !== 'facilitator' && enteredBy !== helperOf(state, exercise, caller)) throw new RefusalError('not-allowed');
  return {
    events: [received(exercise, ballots.size - 1)],
    writes: [{ op: 'drop-ballot', exerciseId: exercise.id, round: exercise.round, voter }],
    value: {},
  };
}

function received({ id, round }: ExerciseState, ballots: number): Decision['events'][number] {
  return { type: 'ballots-received', exerciseId: id, round, ballots };
}
