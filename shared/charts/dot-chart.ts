import type { NeedRecords } from '../need-record/parts.ts';
import { lastShown, resultFor } from '../need-record/standing.ts';
import { inOrder } from '../read-records.ts';
import { topK } from '../tally.ts';
import { laneHeight, stripWidth, type Chart } from './chart.ts';
import type { ChartWords } from './words.ts';

/** The dots that each need got in the last round of dots; null where there was none. */
export function dotChart({ needs, runs, results }: NeedRecords, words: ChartWords): Chart | null {
  const run = lastShown(runs, ({ rule }) => rule === 'dots');
  const given = inOrder(needs)
    .flatMap((need) => {
      const result = resultFor(results, run, need.id);
      return result && result.score !== null ? [{ need, ...result, dots: result.score, place: result.rank ?? Infinity }] : [];
    })
    .sort((a, b) => a.place - b.place);
  if (!run || given.length === 0) return null;
  const most = Math.max(...given.map(({ dots }) => dots));
  return {
    id: 'dots',
    title: words.dots.title(run.title ?? null),
    explanation: words.dots.explanation,
    head: { row: words.need, figures: [words.dots.dots, words.dots.people], picture: words.dots.picture(most) },
    rows: given.map(({ need, dots, people, place }) => ({
      number: need.number,
      label: need.title,
      figures: [String(dots), people === null ? words.none : String(people)],
      strip: {
        width: stripWidth,
        height: laneHeight,
        ticks: [0.5, stripWidth - 0.5],
        marks:
          dots > 0
            ? [
                {
                  x: 0,
                  y: 3,
                  width: (dots / most) * stripWidth,
                  height: laneHeight - 6,
                  look: place <= topK ? ('solid' as const) : ('hatched' as const),
                  name: words.dots.count(dots),
                },
              ]
            : [],
      },
    })),
    remarks: [],
  };
}
