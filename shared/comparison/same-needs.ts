import type { SameNeed, SessionNeed } from './parts.ts';

/** Which need of the session `to` a decision names beside this one; null where it is about others. Which of the two was named first does not matter. */
export function partnerOf({ a, b }: Pick<SameNeed, 'a' | 'b'>, { sessionId, needId }: SessionNeed, to: string): string | null {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const)
    if (one.sessionId === sessionId && one.needId === needId && other.sessionId === to) return other.needId;
  return null;
}
