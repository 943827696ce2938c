import type { RefusalCode } from '../../shared/refusal.ts';
import { JoinCodeTakenError, NotStoredError, OutcomeUnknownError, SeqTakenError, type Write } from '../store/store.ts';
import type { Event } from './events.ts';
import type { Applied } from './receipts.ts';

export type Answer = { ok: true; value: unknown; seq: number } | { ok: false; code: RefusalCode };

/** One thing waiting for the next commit. `apply` decides and changes the working state, or throws a refusal; it runs anew after a failed commit. */
export interface Waiting {
  apply: (() => Applied) | null;
  settle: (answer: Answer) => void;
  tries: number;
}

/** A no that says nothing of what is known of the session. */
export const passing: ReadonlySet<RefusalCode> = new Set<RefusalCode>(['try-later', 'not-stored', 'internal']);

/** Another process was faster. */
export function isBeaten(failure: unknown): boolean {
  return failure instanceof SeqTakenError || failure instanceof JoinCodeTakenError;
}

/** Only who knows that nothing was stored says so. */
export function codeOfFailure(failure: unknown): RefusalCode {
  if (failure instanceof NotStoredError) return 'not-stored';
  return isBeaten(failure) || failure instanceof OutcomeUnknownError ? 'try-later' : 'internal';
}

/** [R2] Of rounds that are not sealed records say nothing. */
export function areBallotsAlone(events: readonly Event[], writes: readonly Write[]): boolean {
  const ops: readonly Write['op'][] = ['put-ballot', 'drop-ballot', 'put-receipt'];
  return events.every(({ type }) => type === 'ballots-received') && writes.every(({ op }) => ops.includes(op));
}

export function settleAll(batch: readonly Waiting[], answers: ReadonlyMap<Waiting, Answer>): void {
  for (const waiting of batch) waiting.settle(answers.get(waiting) ?? { ok: false, code: 'internal' });
}
