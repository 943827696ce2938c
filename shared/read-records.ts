import type { NeedRecords, RecordNeed } from './need-record.ts';
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

/** The records in a text that was found sound before. Throws where it is no JSON. */
export function recordsIn(text: string): NeedRecords {
  return JSON.parse(text.replace(/^\uFEFF/, '')) as NeedRecords;
}

/** What is filled in: records say null where a plan leaves out. */
export function withoutNulls(record: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}
