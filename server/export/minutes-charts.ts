import type { Chart } from '../../shared/charts/chart.ts';
import { stripPng, stripSvg } from './chart-pictures.ts';
import { heading, paragraph, table, type Block, type Cell } from './docx-parts.ts';

/** Shares of the page: a number, a name, the figures, and the picture, which takes what is left. */
const widths = { number: 7, label: 26, figure: 9, picture: { all: 100, least: 26 } };

/** [R12] Charts as Word has them best: words and figures as its own text, and a picture without words in each row. Those whose ids begin so. */
export function chartBlocks(charts: readonly Chart[], ...begin: string[]): Block[] {
  return charts.filter(({ id }) => begin.some((start) => id.startsWith(start))).flatMap(blocksOf);
}

function blocksOf(chart: Chart): Block[] {
  const { title, explanation, head, rows, remarks } = chart;
  return [
    heading(title, 2),
    ...(explanation === '' ? [] : [paragraph(explanation, { keepNext: true })]),
    ...(rows.length === 0 ? [] : [tableOf(chart, head)]),
    ...remarks.map((remark) => paragraph(remark)),
  ];
}

function tableOf(chart: Chart, { row, figures, picture }: Chart['head']): Block {
  const isNumbered = chart.rows.some(({ number }) => number !== null);
  const numberOf = (number: number | null) => (isNumbered ? [number === null ? '' : String(number)] : []);
  const taken = (isNumbered ? widths.number : 0) + widths.label + widths.figure * figures.length;
  const shares = [
    ...(isNumbered ? [widths.number] : []),
    widths.label,
    ...figures.map(() => widths.figure),
    Math.max(widths.picture.least, widths.picture.all - taken),
  ];
  const rows = chart.rows.map((each, i): Cell[] => {
    const { width, height, marks } = each.strip;
    const description = marks.map(({ name }) => name).join('; ');
    const drawn = { svg: stripSvg(each, chart, `${chart.id}-${i}`), png: stripPng(each.strip), width, height };
    return [...numberOf(each.number), each.label, ...each.figures, { ...drawn, title: `${chart.title}: ${each.label}`, description }];
  });
  return table([...(isNumbered ? [''] : []), row, ...figures, picture], rows, shares);
}
