import { suggest } from '../grouping/suggest.ts';
import type { SuggestedSame } from '../programme.ts';
import type { Comparison, SameNeed } from './parts.ts';
import { partnerOf } from './same-needs.ts';

const sameTitle = { 'zh-CN': '题目一样。', en: 'The titles are the same.' };

const folded = (title: string) => title.normalize('NFKC').trim().toLowerCase();

/** Needs that only one of the two sessions has and whose titles look alike, as far as nobody said that they are not one. */
export function suggestedSame({ then, now, needs }: Comparison, same: readonly SameNeed[]): SuggestedSame[] {
  const only = (side: 'then' | 'now') =>
    needs.flatMap((need) => (need[side === 'then' ? 'now' : 'then'] === null && need[side] ? [need[side]] : []));
  const [before, after] = [only('then'), only('now')];
  const refused = (thenId: string, nowId: string) =>
    same.some((one) => !one.isSame && partnerOf(one, { sessionId: then.sessionId, needId: thenId }, now.sessionId) === nowId);
  const alike = after.flatMap(({ needId: now, title }) => {
    const twin = before.find((need) => folded(need.title) === folded(title));
    return twin && !refused(twin.needId, now) ? [{ then: twin.needId, now, why: sameTitle }] : [];
  });
  const { groups } = suggest({
    notes: after
      .filter(({ needId }) => !alike.some(({ now }) => now === needId))
      .map(({ needId, title }) => ({ id: needId, text: title, needId: null })),
    needs: before.map(({ needId, title }) => ({ id: needId, title })),
  });
  return [
    ...alike,
    ...groups.flatMap(({ needId, noteIds, why }) =>
      needId === null ? [] : noteIds.filter((id) => !refused(needId, id)).map((id) => ({ then: needId, now: id, why: { ...why } })),
    ),
  ];
}
