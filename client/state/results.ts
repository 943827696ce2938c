import type { Tally } from '../../shared/tally.ts';

export type OptionRow = Tally['options'][number] & {
  /** What its bar shows, 0 to 1 of the longest. */
  length: number;
  isAboveCut: boolean;
};
/** Options that share a place, as long as they stand on one page together. */
export interface Place {
  rank: number;
  isTied: boolean;
  rows: OptionRow[];
}
export interface ResultPage {
  places: Place[];
  /** The cut line stands after this many places; null where it is not on this page. */
  cutAfter: number | null;
}

/** How many needs the room's short list is meant to have. */
export const topK = 3;

/** The options as they came out, best first; ties in the order of their numbers. Those that tie at the cut are all above it. */
export function rowsOf(tally: Tally): OptionRow[] {
  const longest = Math.max(0, ...tally.options.map((option) => option.score));
  return [...tally.options]
    .sort((a, b) => a.rank - b.rank || a.number - b.number)
    .map((option) => ({ ...option, length: longest > 0 ? Math.max(0, option.score) / longest : 0, isAboveCut: option.rank <= topK && option.score > 0 }));
}

/** True where the cut falls inside a tie: more than `topK` stand above it. */
export function isTiedAtCut(rows: readonly OptionRow[]): boolean {
  return rows.filter((row) => row.isAboveCut).length > topK;
}

/** The rows in pages of at most `perPage`, gathered by place, with the cut line where there is something on either side of it. */
export function pagesOf(rows: readonly OptionRow[], perPage: number): ResultPage[] {
  const above = rows.filter((row) => row.isAboveCut).length;
  const pages: ResultPage[] = [];
  for (let from = 0; from < rows.length; from += perPage) {
    const places: Place[] = [];
    for (const row of rows.slice(from, from + perPage)) {
      const place = places[places.length - 1];
      if (place?.rank === row.rank) place.rows.push(row);
      else places.push({ rank: row.rank, isTied: row.tied, rows: [row] });
    }
    const hasCut = above > 0 && above < rows.length && above > from && above <= from + perPage;
    const cutAfter = hasCut ? places.filter((place) => place.rows.some((row) => row.isAboveCut)).length : null;
    pages.push({ places, cutAfter });
  }
  return pages;
}

/** Whether another way of counting puts the same needs above the cut; null where none was computed. */
export function doesAuditAgree(tally: Tally): boolean | null {
  const audit = tally.alsoBy[0];
  if (!audit) return null;
  const above = rowsOf(tally).filter((row) => row.isAboveCut);
  return above.every((row) => (audit.ranks[row.needId] ?? Infinity) <= above.length) && above.length > 0;
}
