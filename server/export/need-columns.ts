import type { ForWhom } from '../../shared/note.ts';
import type { NeedCategory } from '../../shared/grouping/lexicon/entry.ts';
import type { NeedRecords, RecordNeed, RecordNote, RecordResponse } from '../../shared/need-record.ts';
import type { Locale } from '../../shared/refusal.ts';
import type { Cell } from './csv.ts';

export interface Column {
  title: string;
  cell: (need: RecordNeed) => Cell;
}

/** What a table of needs shows, in the reader's language. */
export function needColumns(bundle: NeedRecords, locale: Locale): Column[] {
  const say = (words: Words) => words[locale];
  const named = (names: Record<string, Words>, value: string | null) =>
    value === null || !Object.hasOwn(names, value) ? value : say(names[value]!);
  const list = (items: readonly (string | null)[]) => items.join(locale === 'zh-CN' ? '、' : ', ') || null;
  const bracketed = (text: string | null) => (locale === 'zh-CN' ? `（${text}）` : ` (${text})`);
  const yes = (is: boolean | null) => (is === null ? null : say(is ? words.yes : words.no));
  const column = (zh: string, en: string, cell: Column['cell']): Column => ({ title: say({ 'zh-CN': zh, en }), cell });
  return [
    // [R5] No row of a rehearsal can be taken for one of a real session, wherever it is pasted.
    ...(bundle.session.rehearsal ? [column('彩排', 'Rehearsal', () => yes(true))] : []),
    column('编号', 'Number', (need) => need.number),
    column('需求名称', 'Need', (need) => need.title),
    column('描述', 'Description', (need) => need.statement),
    column('类别', 'Category', (need) => named(words.categories, need.category)),
    column('需求类型', 'Kind of need', (need) => list(need.needTypes.map((type) => named(words.needTypes, type)))),
    column('范围', 'Scope', (need) => named(words.scopes, need.scope)),
    column('涉及人群', 'Groups affected', (need) => list(need.affectedGroups)),
    column('涉及人数（估计）', 'People affected (estimate)', (need) => need.affectedEstimate),
    column('估计依据', 'Basis of the estimate', (need) => need.affectedBasis),
    column('位置', 'Where', (need) => need.location),
    column('严重程度', 'Severity', (need) => need.severity),
    column('紧迫程度', 'Urgency', (need) => need.urgency),
    column('便利贴数', 'Notes', (need) => need.noteCount),
    column('为谁提的', 'For whom', (need) => list(forWhomCounts(need).map(([whom, count]) => `${say(words.forWhom[whom])} ${count}`))),
    column('支持人数', 'Supporters', (need) => need.supporters),
    column('支持率（占投票人）', 'Share of voters', (need) => percent(need.supportShare)),
    column('第几件', 'Place', (need) => need.priorityRank),
    column('同票', 'Tied', (need) => yes(need.rankTied)),
    column('上下范围', 'Range of places', (need) => (need.rankLow === null ? null : `${need.rankLow}–${need.rankHigh ?? need.rankLow}`)),
    column('进前三的把握', 'Chance of the top', (need) => percent(need.chanceTopK)),
    column('建议先办', 'Short-listed', (need) => yes(need.shortListed)),
    column('人不多，但很急', 'Few, but urgent', (need) => yes(need.minorityStrong)),
    column('理由', 'Reason', (need) => need.minorityReason),
    column('要紧程度', 'Importance', (need) => need.importance),
    column('满意程度', 'Satisfaction', (need) => need.satisfaction),
    column('差距', 'Gap', (need) => need.gap),
    column('愿出力人数', 'Would lend a hand', (need) => need.pledges),
    column('办理情况', 'Stage', (need) => named(words.stages, need.stage)),
    column('办理说明', 'Note on the stage', (need) => need.stageReason),
    column('谁来办', 'Who acts', (need) =>
      list(partiesOf(bundle, need.id).map(({ name, role }) => `${name}${bracketed(named(words.roles, role))}`)),
    ),
    column('责任岗位', 'Duty', (need) => need.duty),
    column('答复原文', 'Reply', (need) => need.reply),
    column('下次回音日期', 'Next word', (need) => need.nextWord),
    column('原话', 'In their own words', (need) => quotes(bundle.notes, need.id)),
    column('计算', 'Run', (need) => need.priorityRunId),
    column('标识', 'Id', (need) => need.id),
  ];
}

type Words = Record<Locale, string>;

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

function percent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1)}%`;
}

const words = {
  yes: { 'zh-CN': '是', en: 'yes' },
  no: { 'zh-CN': '否', en: 'no' },
  needTypes: {
    felt: { 'zh-CN': '感受性', en: 'felt' },
    expressed: { 'zh-CN': '表达性', en: 'expressed' },
    normative: { 'zh-CN': '规范性', en: 'normative' },
    comparative: { 'zh-CN': '比较性', en: 'comparative' },
  },
  scopes: {
    common: { 'zh-CN': '共同性', en: 'common' },
    group: { 'zh-CN': '群体性', en: 'of a group' },
    individual: { 'zh-CN': '个别化', en: 'individual' },
  },
  categories: {
    safety: { 'zh-CN': '安全', en: 'Safety' },
    transport: { 'zh-CN': '出行', en: 'Getting around' },
    environment: { 'zh-CN': '环境卫生', en: 'Environment' },
    children: { 'zh-CN': '孩子', en: 'Children' },
    ageing: { 'zh-CN': '养老', en: 'Ageing' },
    health: { 'zh-CN': '看病健康', en: 'Health' },
    culture: { 'zh-CN': '文化活动', en: 'Culture' },
    housing: { 'zh-CN': '住房楼院', en: 'Housing' },
    work: { 'zh-CN': '就业', en: 'Work' },
    services: { 'zh-CN': '办事服务', en: 'Services' },
  } satisfies Record<NeedCategory, Words>,
  roles: {
    lead: { 'zh-CN': '牵头', en: 'leads' },
    deliver: { 'zh-CN': '承接', en: 'delivers' },
    support: { 'zh-CN': '专业支持', en: 'supports' },
    fund: { 'zh-CN': '资助', en: 'funds' },
    monitor: { 'zh-CN': '监督', en: 'monitors' },
  } satisfies Record<RecordResponse['role'], Words>,
  stages: {
    noted: { 'zh-CN': '已记下', en: 'noted' },
    discussing: { 'zh-CN': '商量中', en: 'discussing' },
    'taken-on': { 'zh-CN': '有人接手', en: 'taken on' },
    'under-way': { 'zh-CN': '正在办', en: 'under way' },
    done: { 'zh-CN': '办成了', en: 'done' },
    'followed-up': { 'zh-CN': '已回访', en: 'followed up' },
    declined: { 'zh-CN': '暂不办', en: 'declined' },
  },
  forWhom: {
    elders: { 'zh-CN': '老人', en: 'elders' },
    children: { 'zh-CN': '孩子', en: 'children' },
    tenants: { 'zh-CN': '租户', en: 'tenants' },
    'foreign-neighbours': { 'zh-CN': '外籍邻居', en: 'foreign neighbours' },
    'limited-mobility': { 'zh-CN': '行动不便的人', en: 'people of limited mobility' },
    everyone: { 'zh-CN': '大家', en: 'everyone' },
  } satisfies Record<ForWhom, Words>,
};
