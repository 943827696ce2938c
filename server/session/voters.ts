import { RefusalError } from '../../shared/refusal.ts';
import type { Write } from '../store/store.ts';
import type { Caller } from './decide.ts';
import { pseudonym } from './digest.ts';
import { ballotsOf, roundKeyId, sessionKeyId, type ExerciseState, type State } from './state.ts';

/** The name under which a person's ballot is kept: nobody can tell it from the person once the round's key is destroyed [B4]. */
export function voterOf(state: State, exercise: ExerciseState, caller: Caller): string {
  if (caller.participantId === null) throw new RefusalError('not-allowed');
  return pseudonym(roundKeyOf(state, exercise), caller.participantId);
}

/** [B9] The name under which a slip's ballot is kept; no person's can be the same. */
export function voterOfSlip(state: State, exercise: ExerciseState, slip: string): string {
  return pseudonym(roundKeyOf(state, exercise), `slip ${slip}`);
}

/** [B12] Who entered a ballot, as long as its round has a key: a helper's phone, or whoever shares a link. */
export function helperOf(state: State, exercise: ExerciseState, { role, participantId }: Caller): string {
  return pseudonym(roundKeyOf(state, exercise), `helper ${participantId ?? role}`);
}

function roundKeyOf(state: State, exercise: ExerciseState): Uint8Array {
  const key = state.keys.get(roundKeyId(exercise));
  if (!key) throw new Error(`round ${roundKeyId(exercise)} has no key`);
  return key;
}

/** The name under which a sender's receipts are kept. */
export function senderOf(state: State, caller: Caller): string {
  const key = state.keys.get(sessionKeyId);
  if (!key) throw new Error('the session has no key');
  return pseudonym(key, `${caller.role} ${caller.participantId ?? ''}`);
}

/**
 * The receipts of ballots that were taken back leave their round's key just before it is sealed: what stays under it tells who voted, and nothing else does.
 */
export function forgetTakenBack(state: State, exercise: ExerciseState): Write[] {
  const keyId = roundKeyId(exercise);
  const ofRound = [...state.receipts.values()].filter((receipt) => receipt.keyId === keyId);
  const ballots = ballotsOf(state, exercise);
  const voted = new Set<string>();
  if (ofRound.length === 0) return [];
  for (const participantId of state.participants.keys()) {
    const caller: Caller = { role: 'resident', participantId };
    if (ballots.has(voterOf(state, exercise, caller))) voted.add(senderOf(state, caller));
  }
  return ofRound
    .filter(({ sender }) => !voted.has(sender))
    .map(({ sender, commandId }) => ({ op: 'put-receipt', sender, commandId, keyId: sessionKeyId, hmac: null, answer: '{}' }));
}
