import { partnerOf, type SameNeed } from '../../shared/comparison.ts';
import type { SameNeedBody } from '../../shared/programme.ts';

/** [R11] What was decided, after one decision more: it takes the place of what was said of the two, and of another partner of either in the same session. */
export function decidedWith(same: readonly SameNeed[], { a, b, isSame }: SameNeedBody): SameNeed[] {
  const stays = (one: SameNeed) => {
    const [ofA, ofB] = [partnerOf(one, a, b.sessionId), partnerOf(one, b, a.sessionId)];
    const isRival = isSame === true && one.isSame && (ofA !== null || ofB !== null);
    return ofA !== b.needId && !isRival;
  };
  return [...same.filter(stays), ...(isSame === null ? [] : [{ a, b, isSame }])];
}
