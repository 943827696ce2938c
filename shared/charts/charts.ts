import type { NeedRecords } from '../need-record/parts.ts';
import type { Locale } from '../refusal.ts';
import { channelChart } from './channel-chart.ts';
import type { Chart } from './chart.ts';
import { dotChart } from './dot-chart.ts';
import { gapChart } from './gap-chart.ts';
import { groupCharts } from './group-chart.ts';
import { placeChart } from './place-chart.ts';
import { chartWords } from './words.ts';

/** [R12] The charts that a session's records have figures for, in the order in which they are looked at. */
export function chartsOf(records: NeedRecords, locale: Locale): Chart[] {
  const words = chartWords[locale];
  const charts = [
    placeChart(records, words),
    dotChart(records, words),
    gapChart(records, words),
    ...groupCharts(records, words, locale),
    channelChart(records, words),
  ];
  return charts.filter((chart) => chart !== null);
}
