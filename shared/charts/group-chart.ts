import type { NeedRecords, RecordGroup } from '../need-record/parts.ts';
import { inOneLanguage } from '../read-records.ts';
import type { Locale } from '../refusal.ts';
import { markAt, placeTicks, stripWidth, type Chart, type Mark } from './chart.ts';
import { placedNeeds } from './place-chart.ts';
import type { ChartWords } from './words.ts';

const lane = 14;
const laneMark = 10;

interface Shown {
  label: string;
  people: number | null;
  /** By need: its place in this group, and whether others share it. */
  places: Map<string, { place: number; isTied: boolean }>;
}

/** A chart for each question that residents answered about themselves: where each need stands in each group, beside the whole room. [T5] What is suppressed is said and never drawn. */
export function groupCharts(records: NeedRecords, words: ChartWords, locale: Locale): Chart[] {
  const questions = new Map<string, RecordGroup[]>();
  for (const group of records.groups) questions.set(group.questionId, [...(questions.get(group.questionId) ?? []), group]);
  return [...questions.values()].flatMap((groups) => groupChart(records, groups, words, locale) ?? []);
}

function groupChart(records: NeedRecords, groups: readonly RecordGroup[], words: ChartWords, locale: Locale): Chart | null {
  const needs = placedNeeds(records);
  const runId = needs[0]?.priorityRunId ?? null;
  const own = groups.map((group) => shownOf(records, group, runId, locale));
  const shown = own.filter(({ places }) => places.size > 0);
  const hidden = groups.filter((group, i) => own[i]!.places.size === 0 && isHidden(records, group, runId));
  if (shown.length === 0 && hidden.length === 0) return null;
  const among = needs.length;
  const strip = { width: stripWidth, height: lane * shown.length, ticks: placeTicks(among) };
  const labels = shown.map(({ label }) => label);
  return {
    id: `groups-${groups[0]!.questionId}`,
    title: words.groups.title(groups[0]!.title),
    explanation: shown.length === 0 ? '' : words.groups.explanation(labels),
    head: {
      row: words.need,
      figures: [words.groups.room, ...shown.map(({ label, people }) => (people === null ? label : words.groups.people(label, people)))],
      picture: words.groups.picture(among),
    },
    rows: (shown.length === 0 ? [] : needs).map((need) => ({
      number: need.number,
      label: need.title,
      figures: [
        words.short(need.priorityRank, need.rankTied === true),
        ...shown.map(({ places }) => {
          const found = places.get(need.id);
          return found ? words.short(found.place, found.isTied) : words.none;
        }),
      ],
      strip: { ...strip, marks: marksOf(need, shown, among, words) },
    })),
    remarks: hidden.length === 0 ? [] : [words.groups.suppressed(hidden.map(({ label }) => inOneLanguage(label, locale)))],
  };
}

function shownOf(
  { results }: NeedRecords,
  { questionId, optionId, label, people }: RecordGroup,
  runId: string | null,
  locale: Locale,
): Shown {
  const own = results.filter(
    (result) =>
      result.runId === runId &&
      !result.suppressed &&
      result.rank !== null &&
      result.group?.questionId === questionId &&
      result.group.optionId === optionId,
  );
  const places = new Map(own.map(({ needId, rank, tied }) => [needId, { place: rank!, isTied: tied === true }]));
  return { label: inOneLanguage(label, locale), people, places };
}

/** A group without a place is hidden, unless nobody is in it. */
function isHidden({ results }: NeedRecords, { questionId, optionId, suppressed }: RecordGroup, runId: string | null): boolean {
  const isOwn = (group: { questionId: string; optionId: string } | null) => group?.questionId === questionId && group.optionId === optionId;
  return suppressed || results.some((result) => result.runId === runId && result.suppressed && isOwn(result.group));
}

function marksOf(
  need: { id: string; priorityRank: number; rankTied: boolean | null },
  shown: readonly Shown[],
  among: number,
  words: ChartWords,
): Mark[] {
  const height = lane * shown.length;
  const whole = markAt(need.priorityRank, among, { y: 0, height });
  const width = Math.min(laneMark + 6, stripWidth / Math.max(1, among));
  const room: Mark = {
    x: whole.x + whole.width / 2 - width / 2,
    y: 0,
    width,
    height,
    look: 'hollow',
    name: `${words.groups.room} ${words.place(need.priorityRank, need.rankTied === true)}`,
  };
  const marks = shown.flatMap(({ label, places }, i): Mark[] => {
    const found = places.get(need.id);
    if (!found) return [];
    const box = markAt(found.place, among, { y: i * lane + (lane - laneMark) / 2, height: laneMark });
    return [{ ...box, look: found.isTied ? 'pair' : 'solid', name: `${label} ${words.place(found.place, found.isTied)}` }];
  });
  return [room, ...marks];
}
