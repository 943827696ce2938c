import type { Channel, ForWhom, NoteKind } from '../../../shared/note.ts';
import type { NeedCategory } from '../../../shared/grouping/lexicon/entry.ts';
import type { RecordNeed, RecordResponder, RecordResponse, RecordResult, RecordSession } from '../../../shared/need-record.ts';
import type { Locale } from '../../../shared/refusal.ts';
import type { Method } from '../../../shared/tally.ts';

export type Words = Record<Locale, string>;
type Named<Value extends string | null> = Record<NonNullable<Value>, Words>;

/** What the closed lists of the need record are called in files. */
export const vocabulary = {
  needTypes: {
    felt: { 'zh-CN': '感受性', en: 'felt' },
    expressed: { 'zh-CN': '表达性', en: 'expressed' },
    normative: { 'zh-CN': '规范性', en: 'normative' },
    comparative: { 'zh-CN': '比较性', en: 'comparative' },
  } satisfies Named<RecordNeed['needTypes'][number]>,
  scopes: {
    common: { 'zh-CN': '共同性', en: 'common' },
    group: { 'zh-CN': '群体性', en: 'of a group' },
    individual: { 'zh-CN': '个别化', en: 'individual' },
  } satisfies Named<RecordNeed['scope']>,
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
  } satisfies Named<NeedCategory>,
  stages: {
    noted: { 'zh-CN': '已记下', en: 'noted' },
    discussing: { 'zh-CN': '商量中', en: 'discussing' },
    'taken-on': { 'zh-CN': '有人接手', en: 'taken on' },
    'under-way': { 'zh-CN': '正在办', en: 'under way' },
    done: { 'zh-CN': '办成了', en: 'done' },
    'followed-up': { 'zh-CN': '已回访', en: 'followed up' },
    declined: { 'zh-CN': '暂不办', en: 'declined' },
  } satisfies Named<RecordNeed['stage']>,
  forWhom: {
    elders: { 'zh-CN': '老人', en: 'elders' },
    children: { 'zh-CN': '孩子', en: 'children' },
    tenants: { 'zh-CN': '租户', en: 'tenants' },
    'foreign-neighbours': { 'zh-CN': '外籍邻居', en: 'foreign neighbours' },
    'limited-mobility': { 'zh-CN': '行动不便的人', en: 'people of limited mobility' },
    everyone: { 'zh-CN': '大家', en: 'everyone' },
  } satisfies Named<ForWhom>,
  noteKinds: {
    need: { 'zh-CN': '需求', en: 'need' },
    offer: { 'zh-CN': '可提供', en: 'offer' },
    question: { 'zh-CN': '问题', en: 'question' },
    idea: { 'zh-CN': '主意', en: 'idea' },
  } satisfies Named<NoteKind>,
  channels: {
    phone: { 'zh-CN': '手机', en: 'phone' },
    kiosk: { 'zh-CN': '平板', en: 'shared tablet' },
    paper: { 'zh-CN': '纸条', en: 'paper' },
    scribe: { 'zh-CN': '代录', en: 'helper' },
    assisted: { 'zh-CN': '代录', en: 'with help' },
  } satisfies Named<Channel | 'assisted'>,
  rules: {
    dots: { 'zh-CN': '圆点相加', en: 'Sum of dots' },
    borda: { 'zh-CN': '排位计分（Borda）', en: 'Points by place (Borda)' },
    schulze: { 'zh-CN': '两两相比，最强路径（Schulze）', en: 'Pair by pair, strongest paths (Schulze)' },
    'ranked-pairs': { 'zh-CN': '两两相比，强者先定（Ranked Pairs）', en: 'Pair by pair, strongest first (Ranked Pairs)' },
    kemeny: { 'zh-CN': '与所有投票单最一致的先后（Kemeny）', en: 'The order that ballots agree with most (Kemeny)' },
    points: { 'zh-CN': '豆子平均', en: 'Mean of beans' },
    gap: { 'zh-CN': '要紧减满意', en: 'Importance minus satisfaction' },
    'bradley-terry': { 'zh-CN': '两两相比的胜出机会（Bradley–Terry）', en: 'Chance to be chosen of two (Bradley–Terry)' },
    'equal-shares': { 'zh-CN': '人人一份，够了就办（Equal Shares）', en: 'An equal share for everybody (Equal Shares)' },
    counts: { 'zh-CN': '数人数', en: 'Count of people' },
  } satisfies Named<Method>,
  roles: {
    lead: { 'zh-CN': '牵头', en: 'leads' },
    deliver: { 'zh-CN': '承接', en: 'delivers' },
    support: { 'zh-CN': '专业支持', en: 'supports' },
    fund: { 'zh-CN': '资助', en: 'funds' },
    monitor: { 'zh-CN': '监督', en: 'monitors' },
  } satisfies Named<RecordResponse['role']>,
  responderTypes: {
    community: { 'zh-CN': '社区居委会', en: 'community committee' },
    village: { 'zh-CN': '村委会', en: 'village committee' },
    street: { 'zh-CN': '街道', en: 'street office' },
    'social-organization': { 'zh-CN': '社会组织', en: 'social organization' },
    'social-worker': { 'zh-CN': '专业社工', en: 'social worker' },
    volunteers: { 'zh-CN': '社区志愿者', en: 'volunteers' },
    charity: { 'zh-CN': '慈善资源', en: 'charity' },
    residents: { 'zh-CN': '居民自组织', en: 'residents' },
    property: { 'zh-CN': '物业', en: 'property management' },
    government: { 'zh-CN': '政府部门', en: 'government' },
    business: { 'zh-CN': '企业', en: 'business' },
  } satisfies Named<RecordResponder['type']>,
  communityTypes: {
    village: { 'zh-CN': '村', en: 'village' },
    'old-estate': { 'zh-CN': '老旧小区', en: 'old estate' },
    'commercial-housing': { 'zh-CN': '商品房小区', en: 'commercial housing' },
    'international-gated': { 'zh-CN': '国际化社区', en: 'international gated estate' },
    'work-unit': { 'zh-CN': '单位大院', en: 'work-unit estate' },
    'affordable-housing': { 'zh-CN': '保障房小区', en: 'affordable housing' },
    business: { 'zh-CN': '商圈楼宇', en: 'business district' },
    mixed: { 'zh-CN': '混合社区', en: 'mixed' },
  } satisfies Named<RecordSession['communityType']>,
  modes: {
    onsite: { 'zh-CN': '现场', en: 'on site' },
    online: { 'zh-CN': '线上', en: 'online' },
    mixed: { 'zh-CN': '现场加线上', en: 'on site and online' },
  } satisfies Named<RecordSession['mode']>,
  questionSetters: {
    residents: { 'zh-CN': '居民提的', en: 'residents' },
    staff: { 'zh-CN': '工作人员提的', en: 'staff' },
    joint: { 'zh-CN': '一起商定的', en: 'residents and staff' },
  } satisfies Named<RecordSession['questionSetBy']>,
  joinModes: {
    open: { 'zh-CN': '扫码进', en: 'open' },
    'seat-card': { 'zh-CN': '凭不记名卡', en: 'by seat card' },
  } satisfies Named<RecordSession['joinMode']>,
  reasons: {
    'small-group': { 'zh-CN': '人太少，不显示', en: 'too few people' },
    complementary: { 'zh-CN': '显示了会推出别组，不显示', en: 'would give another group away' },
    unanimous: { 'zh-CN': '人人一样，不显示', en: 'all alike' },
  } satisfies Named<RecordResult['reason']>,
};

/** What `value` is called in the reader's language; itself where it is of no list. */
export function named(names: Readonly<Record<string, Words>>, value: string | null, locale: Locale): string | null {
  return value === null || !Object.hasOwn(names, value) ? value : names[value]![locale];
}

/** Names one after another; null where there are none. */
export function listed(items: readonly (string | null)[], locale: Locale): string | null {
  return items.filter((item) => item !== null && item !== '').join(locale === 'zh-CN' ? '、' : ', ') || null;
}

/** How many came which way: 手机 28 + 代录 12 = 40. Null where it is not told. */
export function byChannel(channels: Readonly<Record<string, number>> | null, locale: Locale): string | null {
  const counts = Object.entries(channels ?? {});
  if (counts.length === 0) return null;
  const each = counts.map(([channel, count]) => `${named(vocabulary.channels, channel, locale)} ${count}`).join(' + ');
  return counts.length === 1 ? each : `${each} = ${counts.reduce((sum, [, count]) => sum + count, 0)}`;
}
