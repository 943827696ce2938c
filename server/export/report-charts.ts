import type { Chart, ChartRow } from '../../shared/charts/chart.ts';
import { chartsOf } from '../../shared/charts/charts.ts';
import type { NeedRecords } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import { stripSvg } from './chart-pictures.ts';
import { escaped } from './escaped.ts';

/** [R12] The charts of a session as parts of a page: a table each, with a picture in each row. They are for the screen: on paper the page stays one sheet [E5]. */
export function chartSections(bundle: NeedRecords, locale: Locale): string {
  return chartsOf(bundle, locale).map(sectionOf).join('');
}

function sectionOf({ rows, remarks, ...chart }: Chart): string {
  const { id, title, explanation, head } = chart;
  const titles = [head.row, ...head.figures, head.picture].map((text) => `<th scope="col">${escaped(text)}</th>`).join('');
  const body = rows.map((row, i) => rowOf(row, chart, `chart-${id}-${i}`)).join('');
  return `<section class="screen chart"><h2>${escaped(title)}</h2>
${explanation === '' ? '' : `<p>${escaped(explanation)}</p>`}
${rows.length === 0 ? '' : `<div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><table><thead><tr>${titles}</tr></thead><tbody>${body}</tbody></table></div>`}
${remarks.map((remark) => `<p>${escaped(remark)}</p>`).join('')}
</section>`;
}

function rowOf(row: ChartRow, chart: Pick<Chart, 'title'>, id: string): string {
  const name = `${row.number === null ? '' : `<b>${row.number}</b> `}<bdi>${escaped(row.label)}</bdi>`;
  const figures = row.figures.map((figure) => `<td>${escaped(figure)}</td>`).join('');
  return `<tr><th scope="row">${name}</th>${figures}<td class="strip">${stripSvg(row, chart, id)}</td></tr>`;
}
