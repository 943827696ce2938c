import type { NeedRecords, RecordNeed } from '../../shared/need-record.ts';
import { inOrder } from '../../shared/read-records.ts';

/** A need as those who asked for it are told of it: in their words, how far it is, and when they hear more. */
export interface ReportLine {
  id: string;
  number: number | null;
  title: string;
  /** One of its notes, whole. */
  quote: { text: string; lang: string | null } | null;
  stage: RecordNeed['stage'];
  /** A day. */
  nextWord: string | null;
}

export const reportLinesMax = 5;
/** A longer one would stand between its readers and the next need. */
const quoteMax = 60;

/** The first needs in their order. */
export function reportLines({ needs, notes }: NeedRecords): ReportLine[] {
  return inOrder(needs)
    .slice(0, reportLinesMax)
    .map(({ id, number, title, stage, nextWord }) => {
      const own = notes.find(
        ({ needId, text, hidden, referred }) => needId === id && text !== null && text.length <= quoteMax && !hidden && !referred,
      );
      const quote = own?.text ? { text: own.text, lang: own.lang } : null;
      return { id, number, title, quote, stage, nextWord: nextWord?.slice(0, 10) ?? null };
    });
}
