import type { NeedRecords } from '../need-record/parts.ts';
import { inOrder } from '../read-records.ts';
import { laneHeight, stripWidth, type Chart, type Mark } from './chart.ts';
import type { ChartWords } from './words.ts';

const scaleDefault = 5;
const markWidth = 10;

/** How important each need is and how satisfied people are now, the widest gap first; null where nothing was rated. */
export function gapChart({ needs, runs }: NeedRecords, words: ChartWords): Chart | null {
  const rated = inOrder(needs)
    .flatMap((need) => {
      const { importance, satisfaction } = need;
      return importance === null && satisfaction === null ? [] : [{ need, importance, satisfaction, gap: need.gap }];
    })
    .sort((a, b) => (b.gap ?? -Infinity) - (a.gap ?? -Infinity));
  if (rated.length === 0) return null;
  const scale = scaleOf(runs.find(({ id }) => id === rated[0]!.need.ratingRunId)?.options['scale']);
  const { importance, satisfaction, gap } = words.gap;
  return {
    id: 'gap',
    title: words.gap.title,
    explanation: words.gap.explanation,
    head: { row: words.need, figures: [importance, satisfaction, gap], picture: words.gap.picture(scale) },
    rows: rated.map((each) => ({
      number: each.need.number,
      label: each.need.title,
      figures: [each.importance, each.satisfaction, each.gap].map((figure) => (figure === null ? words.none : told(figure))),
      strip: {
        width: stripWidth,
        height: laneHeight,
        ticks: Array.from({ length: scale }, (_, i) => gradeAt(i + 1, scale)),
        marks: marksOf(each, scale, words),
      },
    })),
    remarks: [],
  };
}

interface Rated {
  importance: number | null;
  satisfaction: number | null;
  gap: number | null;
}

function marksOf({ importance, satisfaction, gap }: Rated, scale: number, words: ChartWords): Mark[] {
  const marks: Mark[] = [];
  if (importance !== null && satisfaction !== null && gap !== null) {
    const [from, to] = [importance, satisfaction].map((grade) => gradeAt(grade, scale)).sort((a, b) => a - b) as [number, number];
    if (to > from) {
      const box = { x: from, y: laneHeight / 2 - 2, width: to - from, height: 4 };
      marks.push({ ...box, look: 'span', name: words.gap.betweenThem(told(gap)) });
    }
  }
  if (satisfaction !== null)
    marks.push({ ...boxAt(satisfaction, scale, 2), look: 'hollow', name: `${words.gap.satisfaction} ${told(satisfaction)}` });
  if (importance !== null)
    marks.push({ ...boxAt(importance, scale, 5), look: 'solid', name: `${words.gap.importance} ${told(importance)}` });
  return marks;
}

/** Marks of the ends stay inside. */
function gradeAt(grade: number, scale: number): number {
  return markWidth / 2 + ((grade - 1) / Math.max(1, scale - 1)) * (stripWidth - markWidth);
}

/** The box is the larger, so that where both grades are the same the mark is seen inside it. */
function boxAt(grade: number, scale: number, inset: number) {
  const size = laneHeight - 2 * inset;
  const width = Math.min(size, markWidth);
  return { x: gradeAt(grade, scale) - width / 2, y: inset, width, height: size };
}

const told = (figure: number) => figure.toFixed(1);

function scaleOf(scale: unknown): number {
  return typeof scale === 'number' ? scale : scaleDefault;
}
