import type { ForWhom } from '../../shared/note.ts';
import type { NeedRecords, RecordNeed, RecordNote, RecordResponse } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { Column } from './table.ts';
import { listed, named, vocabulary } from './words/vocabulary.ts';

/** What a table of needs shows, in the reader's language. */
export function needColumns(bundle: NeedRecords, locale: Locale): Column<RecordNeed>[] {
  const bracketed = (text: string | null) => (locale === 'zh-CN' ? `（${text}）` : ` (${text})`);
  const list = (items: readonly (string | null)[]) => listed(items, locale);
  const yes = (is: boolean | null) => yesNo(is, locale);
  const column = (zh: string, en: string, cell: Column<RecordNeed>['cell'], more: Omit<Column<RecordNeed>, 'title' | 'cell'> = {}) => ({
    title: locale === 'zh-CN' ? zh : en,
    cell,
    ...more,
  });
  const resultOf = new Map(
    bundle.results.filter(({ group }) => group === null).map((result) => [`${result.runId} ${result.needId}`, result]),
  );
  return [
    // [R5] No row of a rehearsal can be taken for one of a real session, wherever it is pasted.
    ...(bundle.session.rehearsal ? [column('彩排', 'Rehearsal', () => yes(true))] : []),
    column('编号', 'Number', (need) => need.number),
    column('需求名称', 'Need', (need) => need.title, { width: 28, isName: true }),
    column('描述', 'Description', (need) => need.statement, { width: 40 }),
    column('类别', 'Category', (need) => named(vocabulary.categories, need.category, locale)),
    column('需求类型', 'Kind of need', (need) => list(need.needTypes.map((type) => named(vocabulary.needTypes, type, locale)))),
    column('范围', 'Scope', (need) => named(vocabulary.scopes, need.scope, locale)),
    column('涉及人群', 'Groups affected', (need) => list(need.affectedGroups)),
    column('涉及人数（估计）', 'People affected (estimate)', (need) => need.affectedEstimate),
    column('估计依据', 'Basis of the estimate', (need) => need.affectedBasis, { width: 24 }),
    column('位置', 'Where', (need) => need.location, { width: 20 }),
    column('严重程度', 'Severity', (need) => need.severity),
    column('紧迫程度', 'Urgency', (need) => need.urgency),
    column('便利贴数', 'Notes', (need) => need.noteCount),
    column('为谁提的', 'For whom', (need) =>
      list(forWhomCounts(need).map(([whom, count]) => `${named(vocabulary.forWhom, whom, locale)} ${count}`)),
    ),
    column('支持人数', 'Supporters', (need) => need.supporters),
    column('支持率（占投票人）', 'Share of voters', (need) => need.supportShare, { isShare: true }),
    column('第几件', 'Place', (need) => need.priorityRank),
    column('得分', 'Score', (need) => resultOf.get(`${need.priorityRunId} ${need.id}`)?.score ?? null, { hasBar: true, width: 16 }),
    column('同票', 'Tied', (need) => yes(need.rankTied)),
    column('上下范围', 'Range of places', (need) => (need.rankLow === null ? null : `${need.rankLow}–${need.rankHigh ?? need.rankLow}`)),
    column('进前三的把握', 'Chance of the top', (need) => need.chanceTopK, { isShare: true }),
    column('建议先办', 'Short-listed', (need) => yes(need.shortListed)),
    column('人不多，但很急', 'Few, but urgent', (need) => yes(need.minorityStrong)),
    column('理由', 'Reason', (need) => need.minorityReason, { width: 30 }),
    column('要紧程度', 'Importance', (need) => need.importance),
    column('满意程度', 'Satisfaction', (need) => need.satisfaction),
    column('差距', 'Gap', (need) => need.gap),
    column('愿出力人数', 'Would lend a hand', (need) => need.pledges),
    column('办理情况', 'Stage', (need) => named(vocabulary.stages, need.stage, locale)),
    column('办理说明', 'Note on the stage', (need) => need.stageReason, { width: 30 }),
    column('谁来办', 'Who acts', (need) =>
      list(partiesOf(bundle, need.id).map(({ name, role }) => `${name}${bracketed(named(vocabulary.roles, role, locale))}`)),
    ),
    column('责任岗位', 'Duty', (need) => need.duty, { width: 18 }),
    column('答复原文', 'Reply', (need) => need.reply, { width: 40 }),
    column('下次回音日期', 'Next word', (need) => need.nextWord, { width: 14 }),
    column('原话', 'In their own words', (need) => quotes(bundle.notes, need.id), { width: 60 }),
    column('计算', 'Run', (need) => need.priorityRunId, { width: 26 }),
    column('标识', 'Id', (need) => need.id, { width: 26 }),
  ];
}

function forWhomCounts({ forWhom }: RecordNeed): [ForWhom, number][] {
  return Object.entries(forWhom) as [ForWhom, number][];
}

function partiesOf({ responders, responses }: NeedRecords, needId: string): { name: string; role: RecordResponse['role'] }[] {
  const nameOf = new Map(responders.map(({ id, name }) => [id, name]));
  return responses
    .filter((response) => response.needId === needId)
    .map(({ responderId, role }) => ({ name: nameOf.get(responderId) ?? '', role }));
}

/** A note a line. A hidden note is kept in the records, but quoted nowhere. */
function quotes(notes: readonly RecordNote[], needId: string): string | null {
  const own = notes.filter((note) => note.needId === needId && !note.hidden && note.text !== null);
  return own.map(({ text }) => text).join('\n') || null;
}

/** 是 or 否; null where nobody knows. */
export function yesNo(is: boolean | null, locale: Locale): string | null {
  if (is === null) return null;
  if (locale === 'zh-CN') return is ? '是' : '否';
  return is ? 'yes' : 'no';
}
