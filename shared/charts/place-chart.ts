import type { NeedRecords, RecordNeed } from '../need-record/parts.ts';
import { inOrder } from '../read-records.ts';
import { laneHeight, markAt, placeTicks, spanOf, stripWidth, type Chart, type Mark } from './chart.ts';
import type { ChartWords } from './words.ts';

type Placed = RecordNeed & { priorityRank: number };
const isPlaced = (need: RecordNeed): need is Placed => need.priorityRank !== null;

/** The needs that have a place, in their order. */
export function placedNeeds({ needs }: Pick<NeedRecords, 'needs'>): Placed[] {
  return inOrder(needs).filter(isPlaced);
}

/** The order with its ranges; null where nothing was counted. */
export function placeChart(records: NeedRecords, words: ChartWords): Chart | null {
  const needs = placedNeeds(records);
  if (needs.length === 0) return null;
  const among = Math.max(needs.length, ...needs.map(({ rankHigh }) => rankHigh ?? 0));
  const ticks = placeTicks(among);
  return {
    id: 'places',
    title: words.places.title,
    explanation: words.places.explanation,
    head: { row: words.need, figures: [words.places.place, words.places.range], picture: words.places.picture(among) },
    rows: needs.map((need) => ({
      number: need.number,
      label: need.title,
      figures: [words.short(need.priorityRank, need.rankTied === true), shortRange(need) ?? words.none],
      strip: { width: stripWidth, height: laneHeight, ticks, marks: marksOf(need, among, words) },
    })),
    remarks: needs.every(({ rankLow }) => rankLow === null) ? [words.places.few] : [],
  };
}

function marksOf(need: Placed, among: number, words: ChartWords): Mark[] {
  const { priorityRank, rankTied, rankLow, rankHigh } = need;
  const range = rangeOf(need, words);
  const place: Mark = {
    ...markAt(priorityRank, among, { y: 3, height: laneHeight - 6 }),
    look: rankTied === true ? 'pair' : 'solid',
    name: words.place(priorityRank, rankTied === true),
  };
  if (range === null || rankLow === null || rankHigh === null) return [place];
  return [{ ...spanOf(rankLow, rankHigh, among, { y: laneHeight / 2 - 2, height: 4 }), look: 'span', name: range }, place];
}

function shortRange({ rankLow, rankHigh }: RecordNeed): string | null {
  return rankLow === null || rankHigh === null ? null : rankLow === rankHigh ? String(rankLow) : `${rankLow}–${rankHigh}`;
}

function rangeOf({ rankLow, rankHigh }: RecordNeed, words: ChartWords): string | null {
  return rankLow === null || rankHigh === null ? null : words.range(rankLow, rankHigh);
}
