import type { ComparedNeed, Comparison, NeedThen, Reason } from '../../shared/comparison.ts';
import type { Locale } from '../../shared/refusal.ts';
import { columnIn } from './sheets.ts';
import type { Cell, Column } from './table.ts';
import { comparisonWords } from './words/comparison-words.ts';
import { listed, named, vocabulary } from './words/vocabulary.ts';

type Side = 'then' | 'now';

/** What a table of needs then and now shows, in the reader's language. A change stands only where both were counted alike. */
export function comparedNeedColumns(comparison: Comparison, locale: Locale): Column<ComparedNeed>[] {
  const column = columnIn<ComparedNeed>(locale);
  const pair = (zh: string, en: string, cell: (need: NeedThen) => Cell, more: Parameters<typeof column>[3] = {}) =>
    (['then', 'now'] as const).map((side) => column(`${sideZh[side]}${zh}`, `${en} ${side}`, (row) => of(row, side, cell), more));
  const reasons = (why: readonly Reason[] | undefined) => reasonsIn(why ?? [], locale);
  return [
    column('需求名称', 'Need', ({ now, then }) => now?.title ?? then?.title ?? null, { width: 28, isName: true }),
    column('那时叫', 'Called then', ({ then }) => then?.title ?? null, { width: 24 }),
    column('怎么对上的', 'One because', ({ by }) => named(comparisonWords.by, by, locale), { width: 18 }),
    ...pair('编号', 'Number', ({ number }) => number),
    ...pair('第几件', 'Place', ({ rank }) => rank),
    ...pair('一共几件', 'Of how many', ({ among }) => among),
    ...pair('上下范围', 'Range of places', ({ rankLow, rankHigh }) => (rankLow === null ? null : `${rankLow}–${rankHigh ?? rankLow}`)),
    column('位次变化', 'Change of place', ({ place }) => named(comparisonWords.moved, place?.moved ?? null, locale), { width: 14 }),
    ...pair('支持率（占投票人）', 'Share of voters', ({ share }) => share, { isShare: true }),
    column('支持率变化（百分点）', 'Change of share (points)', ({ place }) => points(place?.share ?? null)),
    column('位次可比吗', 'Places comparable?', ({ place }) => reasons(place?.reasons), { width: 26 }),
    ...pair('要紧程度', 'Importance', ({ importance }) => importance),
    ...pair('满意程度', 'Satisfaction', ({ satisfaction }) => satisfaction),
    ...pair('差距', 'Gap', ({ gap }) => gap),
    column('差距变化', 'Change of gap', ({ rating }) => rating?.gap ?? null),
    column('打分可比吗', 'Ratings comparable?', ({ rating }) => reasons(rating?.reasons), { width: 26 }),
    ...pair('便利贴数', 'Notes', ({ noteCount }) => noteCount),
    ...pair('办理情况', 'Stage', ({ stage }) => named(vocabulary.stages, stage, locale)),
    column('办理说明', 'Note on the stage', ({ now }) => now?.stageReason ?? null, { width: 30 }),
    column('那时的工作坊', 'Session then', () => comparison.then.title, { width: 24 }),
    column('现在的工作坊', 'Session now', () => comparison.now.title, { width: 24 }),
    column('说明', 'Mind', () => comparisonWords.notTheSame[locale], { width: 26 }),
    ...pair('标识', 'Id', ({ needId }) => needId, { width: 26 }),
  ];
}

const sideZh: Record<Side, string> = { then: '那时', now: '现在' };

function of(row: ComparedNeed, side: Side, cell: (need: NeedThen) => Cell): Cell {
  const need = row[side];
  return need && cell(need);
}

/** A number, since a share below nothing would look like a formula to a spreadsheet. */
function points(share: number | null): number | null {
  return share === null ? null : Math.round(share * 1000) / 10;
}

/** Why two figures are not comparable; null where they are. */
export function reasonsIn(reasons: readonly Reason[], locale: Locale): string | null {
  return listed(
    reasons.map((reason) => comparisonWords.reasons[reason][locale]),
    locale,
  );
}
