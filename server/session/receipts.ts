import { RefusalError } from '../../shared/refusal.ts';
import type { Command } from '../../shared/wire.ts';
import type { Write } from '../store/store.ts';
import type { Decision } from './decide.ts';
import { keptReveal, recalledAnswer } from './decide-phase.ts';
import { commandHmac } from './digest.ts';
import type { Event } from './events.ts';
import { receiptId } from './evolve.ts';
import { roundKeyId, sessionKeyId, type State } from './state.ts';

/** A command as its receipt knows it: by whom under which name, under whose key. */
export interface Sent {
  sender: string;
  commandId: string;
  name: string;
  payload: unknown;
  keyId: string;
}

/** What a command changes, with its receipt. */
export interface Applied {
  events: Event[];
  writes: Write[];
  value: unknown;
  /** For an answer that was given before: its seq. */
  seq?: number;
}

/** The key that signs a command's receipt. Ballots' receipts are signed under their round's key, and go blank with it. */
export function receiptKeyId(state: State, command: Command): string {
  if (command.name !== 'ballot:cast' && command.name !== 'ballot:enter' && command.name !== 'ballot:strike') return sessionKeyId;
  const exercise = state.exercises.get(command.payload.exerciseId);
  const keyId = exercise ? roundKeyId(exercise) : sessionKeyId;
  return state.keys.has(keyId) ? keyId : sessionKeyId;
}

/** [D2] The answer that was given before, or a fresh decision and its receipt. Refuses the same id with another payload. */
export function once(state: State, { sender, commandId, name, payload, keyId }: Sent, decideAfresh: () => Decision): Applied {
  const known = state.receipts.get(receiptId({ sender, commandId }));
  if (known) {
    const key = state.keys.get(known.keyId);
    const isOther = known.hmac !== null && key !== undefined && commandHmac(key, name, payload) !== known.hmac;
    if (isOther) throw new RefusalError('command-id-reused');
    return { events: [], writes: [], value: recalledAnswer(state, JSON.parse(known.answer)), seq: known.seq };
  }
  const decision = decideAfresh();
  const key = state.keys.get(keyId)!;
  const answer = JSON.stringify(name === 'exercise:reveal' ? keptReveal(decision.value) : decision.value);
  const receipt: Write = { op: 'put-receipt', sender, commandId, keyId, hmac: commandHmac(key, name, payload), answer };
  return { ...decision, writes: [...decision.writes, receipt] };
}
