import { RefusalError, type RefusalCode } from '../../shared/refusal.ts';

/** Why something did not work: a refusal, or nobody answered. */
export type Trouble = RefusalCode | 'no-answer';

export function troubleOf(error: unknown): Trouble {
  return error instanceof RefusalError ? error.code : 'no-answer';
}
