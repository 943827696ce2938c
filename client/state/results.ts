import { labelOf } from '../../shared/explain.ts';
import type { GroupQuestion } from '../../shared/session.ts';
import { topK, type Tally } from '../../shared/tally.ts';

export { topK };
export { doesAuditAgree } from '../../shared/explain.ts';

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

/** The options as they came out, best first; ties in the order of their numbers. Those that tie at the cut are all above it. */
export function rowsOf(tally: Tally): OptionRow[] {
  const longest = Math.max(0, ...tally.options.map((option) => option.score));
  return [...tally.options]
    .sort((a, b) => a.rank - b.rank || a.number - b.number)
    .map((option) => ({
      ...option,
      length: longest > 0 ? Math.max(0, option.score) / longest : 0,
      // Where a rule chooses a set, that is what stands above the line.
      isAboveCut: typeof option['chosen'] === 'boolean' ? option['chosen'] : option.rank <= topK && option.score > 0,
    }));
}

/** True where the cut falls inside a tie: more than `topK` stand above it. */
export function isTiedAtCut(rows: readonly OptionRow[]): boolean {
  return rows.filter((row) => row.isAboveCut).length > topK;
}

/** Room on a page, and what rows take of it, in one unit. */
export interface PageRoom {
  room: number;
  cut: number;
  /** A place that says 同票 is at least this tall, even with one row. */
  tied: number;
  row: (row: OptionRow) => number;
}

/**
 * The rows in pages, gathered by place, with the cut line where there is something on either side of it. A tie is cut apart only where it is taller than
 * a page.
 */
export function pagesOf(rows: readonly OptionRow[], { room, cut, tied, row: rowHeight }: PageRoom): ResultPage[] {
  const above = rows.filter((row) => row.isAboveCut).length;
  const hasCut = above > 0 && above < rows.length;
  const heightOf = (place: Place) =>
    Math.max(
      place.isTied ? tied : 0,
      place.rows.reduce((sum, row) => sum + rowHeight(row), 0),
    );
  const pages: ResultPage[] = [];
  let left = 0;
  const put = (place: Place) => {
    const isLastAbove = hasCut && place.rows.some((row) => row === rows[above - 1]);
    const height = heightOf(place) + (isLastAbove ? cut : 0);
    let page = pages[pages.length - 1];
    if (!page || height > left) {
      page = { places: [], cutAfter: null };
      pages.push(page);
      left = room;
    }
    page.places.push(place);
    left -= height;
    if (isLastAbove) page.cutAfter = page.places.length;
  };
  for (const place of placesOf(rows)) {
    if (heightOf(place) <= room) put(place);
    else for (const row of place.rows) put({ ...place, rows: [row] });
  }
  return pages;
}

function placesOf(rows: readonly OptionRow[]): Place[] {
  const places: Place[] = [];
  for (const row of rows) {
    const place = places[places.length - 1];
    if (place?.rank === row.rank) place.rows.push(row);
    else places.push({ rank: row.rank, isTied: row.tied, rows: [row] });
  }
  return places;
}

/** Between which places a need may stand with other people in the room, and in how many of a hundred it is among the first; null until that is known. */
export function rangeOf(option: Tally['options'][number]): { low: number; high: number; percent: number; topK: number } | null {
  const { rankLow: low, rankHigh: high, chanceTopK: chance } = option;
  if (typeof low !== 'number' || typeof high !== 'number' || typeof chance !== 'number') return null;
  return { low, high, percent: Math.round(chance * 100), topK };
}

/** An order as the numbers of needs, best first; those that share a place together. */
export function orderIn(ranks: Readonly<Record<string, number>>, options: Tally['options']): { rank: number; numbers: number[] }[] {
  const byRank = new Map<number, number[]>();
  for (const { needId, number } of [...options].sort((a, b) => a.number - b.number)) {
    const rank = ranks[needId];
    if (rank !== undefined) byRank.set(rank, [...(byRank.get(rank) ?? []), number]);
  }
  return [...byRank].sort(([a], [b]) => a - b).map(([rank, numbers]) => ({ rank, numbers }));
}

/** The first `most` of an order. Where more than that share a place, nobody has said which. */
export function firstIn(ranks: Readonly<Record<string, number>>, options: Tally['options'], most: number): ReturnType<typeof orderIn> {
  return orderIn(ranks, options).filter(({ rank, numbers }) => rank <= most && numbers.length <= most);
}

export interface ToldGroup {
  optionId: string;
  label: string;
  ballots: number;
  ranks: Record<string, number>;
}
/** One question that people answered about themselves: groups with their order, and the names of those that are not told. */
export interface AskedQuestion {
  questionId: string;
  title: string;
  told: ToldGroup[];
  hidden: string[];
}

/** What a tally tells of groups, question by question. Groups that nobody is in are left out. */
export function groupsIn(tally: Tally, questions: readonly GroupQuestion[]): AskedQuestion[] {
  return questions.flatMap(({ questionId, title }) => {
    const told: ToldGroup[] = [];
    const hidden: string[] = [];
    for (const { ballots, suppressed, ranks, ...group } of tally.byGroup) {
      const label = group.questionId === questionId ? labelOf(questions, group) : undefined;
      if (label === undefined) continue;
      if (suppressed) hidden.push(label);
      else if (ranks) told.push({ optionId: group.optionId, label, ballots, ranks });
    }
    return told.length + hidden.length === 0 ? [] : [{ questionId, title, told, hidden }];
  });
}

/** One need in a show of hands. */
export interface HandsRow {
  needId: string;
  number: number;
  title: string;
  hands: number;
}

/** [T12] The show of hands beside a tally, by number; empty where none was counted. */
export function handsIn({ hands, options }: Tally): HandsRow[] {
  if (!hands) return [];
  return options
    .filter(({ needId }) => hands.counts[needId] !== undefined)
    .map(({ needId, number, title }) => ({ needId, number, title, hands: hands.counts[needId]! }))
    .sort((a, b) => a.number - b.number);
}
