import type { RecordNeed } from './need-record.ts';
import type { Locale } from './refusal.ts';

// What pages and files do alike with need records, without what makes and checks them: pages have no use for that.

type Placed = Pick<RecordNeed, 'mergedInto' | 'priorityRank' | 'number'>;

/** The needs that stand, in order of priority; those that nothing placed come last, by number. */
export function inOrder<Need extends Placed>(needs: readonly Need[]): Need[] {
  const last = Number.MAX_SAFE_INTEGER;
  return needs
    .filter(({ mergedInto }) => mergedInto === null)
    .sort((a, b) => (a.priorityRank ?? last) - (b.priorityRank ?? last) || (a.number ?? last) - (b.number ?? last));
}

/** A text of the records in the reader's language, else in the other one; '' where it has neither. */
export function inOneLanguage({ zh, en }: { zh: string | null; en: string | null }, locale: Locale): string {
  return (locale === 'zh-CN' ? (zh ?? en) : (en ?? zh)) ?? '';
}
