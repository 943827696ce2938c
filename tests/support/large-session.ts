import { countRound } from '../../server/session/count-round.ts';
import type { BallotState } from '../../server/session/state.ts';
import { canonicalJson } from '../../shared/canonical-json.ts';
import { kindOf } from '../../shared/exercise.ts';
import type { NeedInput, NeedRecordInput, NoteInput, SealedRound } from '../../shared/need-record.ts';
import { roundStability } from '../../shared/round-stability.ts';
import { seeded } from './seeded.ts';

const titles = [
  '夜里的路灯',
  '老人午饭',
  '放学后有人看',
  '电动车充电',
  '就近看病拿药',
  '垃圾桶和异味',
  '停车让出消防道',
  '英文也贴一份通知',
  '电梯老停在二楼',
  '健身器材修一修',
  '流浪猫狗',
  '快递放哪里',
  '下水道返味',
  '夜里广场舞太响',
  '楼顶漏水，一下雨六楼三户都要拿盆接，报修了两年一直没有下文，希望有人来看一看',
  'Somewhere for teenagers to meet that is neither a shop nor a car park',
  '助浴上门',
  '修鞋配钥匙的摊子',
  '暑假孩子没处去',
  '租房合同没人给看',
  '门禁卡租户办不了',
  '家电维修',
  '一楼装扶手',
  '公交末班太早',
  '图书角',
  '邻居互相认识',
];
const groupQuestion = {
  questionId: 'residence',
  title: '您住在这里多久了？',
  options: [
    ['old', '本地老住户'],
    ['renters', '租户'],
    ['new', '新搬来的'],
    ['foreign', '外籍住户'],
    ['work', '在这里上班的'],
  ].map(([optionId, label]) => ({ optionId: optionId!, label: label! })),
};
/** How many of each group there are; the fourth is too small to be told. */
const groupSizes = [42, 29, 22, 4, 23];
const sealedAt = Date.UTC(2026, 10, 28, 12);

/** The largest session that an organizer is likely to hold: 26 needs, 240 notes, dots, a ranking and ratings by 120 people in five groups, one of them too small to be told. */
export function largeSession(): Omit<NeedRecordInput, 'digest'> {
  const random = seeded(26);
  const needs = titles.map((title, i): NeedInput => ({
    id: needIdOf(i + 1),
    number: i + 1,
    title,
    stage: i === 0 ? 'under-way' : i === 1 ? 'taken-on' : i === 5 ? 'declined' : 'noted',
    ...(i === 0 && {
      statement: '三号楼到五号楼，晚上七点以后全黑。',
      duty: '物业主任',
      reply: '街道已报修，电力公司下周来看。',
      nextWord: '2026-12-15',
      affectedGroups: ['独居老人', '夜班的人'],
      affectedEstimate: 320,
      location: '三号楼到五号楼',
    }),
    ...(i === 5 && { stageReason: '明年一月换新桶，先不动。' }),
  }));
  const notes = Array.from({ length: 240 }, (_, i): NoteInput => noteOf(i, i % 12 === 11 ? null : needs[i % needs.length]!, random));
  return {
    session: {
      id: 'session-large',
      title: '东风地区 居民需求工作坊',
      communityName: '东风七社区',
      place: '社区活动中心二楼',
      hostOrganization: '东风街道办事处',
      recorder: '小李',
      question: '住在这里，您最想先办哪几件事？',
      heldAt: '2026-11-28',
      endedAt: new Date(sealedAt).toISOString(),
      mode: 'onsite',
      present: 131,
      children: 6,
      joined: 120,
      wrote: 112,
      voted: 120,
      joinMode: 'open',
      languages: ['zh-CN'],
    },
    needs,
    notes,
    groupQuestions: [groupQuestion],
    rounds: ['dot-vote', 'rank', 'rate'].map((kind) => roundOf(kind, needs, random)),
    responders: [
      { id: 'r1', name: '东风七社区居委会', type: 'community', ...nobody },
      { id: 'r2', name: '银龄食堂', type: 'social-organization', ...nobody },
    ],
    responses: [
      { id: 'a1', needId: needIdOf(1), responderId: 'r1', role: 'lead', ...nothingYet, action: '报修并回访', stage: 'under-way' },
      { id: 'a2', needId: needIdOf(2), responderId: 'r2', role: 'deliver', ...nothingYet, action: '每天送二十份热饭', stage: 'taken-on' },
    ],
    logHead: 'ab'.repeat(32),
    generatedAt: sealedAt,
    toolVersion: '0',
  };
}

const needIdOf = (number: number) => `need-${String(number).padStart(4, '0')}`;
const nobody = { uscc: null, hsdsOrganizationId: null, hsdsServiceId: null, verified: false, capacity: null };
const nothingYet = { plannedAt: null, doneAt: null, indicator: null, baseline: null, target: null, followUp: null };

function noteOf(i: number, need: NeedInput | null, random: () => number): NoteInput {
  const said = need?.title.slice(0, 12) ?? '别的事';
  return {
    id: `note-${i}`,
    number: i + 1,
    exerciseId: 'collect',
    needId: need?.id ?? null,
    text: [`${said}，说了好几回了`, `${said}，我们家天天碰到，老人孩子都不方便，能不能先办这一件`, `希望有人管管${said}`][i % 3]!,
    lang: 'zh',
    kind: 'need',
    forWhom: random() < 0.4 ? ['elders'] : random() < 0.3 ? ['tenants'] : [],
    channel: i % 6 === 0 ? 'paper' : i % 9 === 0 ? 'kiosk' : 'phone',
    hidden: i === 200,
    referred: false,
  };
}

/** Everybody leans towards the first ones, renters towards later ones. */
function roundOf(kind: string, needs: readonly NeedInput[], random: () => number): SealedRound {
  const rules = kindOf(kind)!;
  const settings = rules.settings({})!;
  const ids = needs.map(({ id }) => id);
  const cast = groupSizes.flatMap((size, group) =>
    Array.from({ length: size }, (_, i): BallotState => {
      const taste = ids
        .map((id, at) => ({ id, appeal: Math.abs(at - (group === 1 ? 12 : group === 4 ? 6 : 0)) + random() * 16 }))
        .sort((a, b) => a.appeal - b.appeal)
        .map(({ id }) => id);
      const channel = i % 7 === 0 ? 'paper' : i % 5 === 1 ? 'kiosk' : 'phone';
      const groups = { [groupQuestion.questionId]: groupQuestion.options[group]!.optionId };
      return { ballot: ballotOf(kind, taste, random), channel, groups, receipt: '' };
    }),
  );
  const options = ids.map((needId, i) => ({ needId, number: i + 1, textId: '', hash: '' }));
  const exercise = { id: kind, kind, title: names[kind]!, prompt: '', settings, order: 'a', round: 1, options, people: null };
  const counted = countRound({ ...exercise, phase: 'closed', revealed: true, sealed: true }, cast, {
    questions: [groupQuestion],
    seed: 7,
    countedAt: sealedAt,
  })!;
  const { forFiles, ...tally } = counted;
  const bodies = cast.map(({ ballot }) => canonicalJson(ballot));
  const { places, ...stability } = roundStability({ kind, settings, options: ids, bodies, seed: 7, draws: 100 })!;
  const titled = tally.options.map((option) => ({
    ...option,
    ...places[option.needId],
    title: needs.find(({ id }) => id === option.needId)!.title,
  }));
  return {
    exerciseId: kind,
    kind,
    title: names[kind]!,
    round: 1,
    settings,
    tally: { ...tally, options: titled, stability },
    sealedAt: sealedAt + ['dot-vote', 'rank', 'rate'].indexOf(kind),
    inputHash: 'cd'.repeat(32),
    forFiles,
  };
}

const names: Record<string, string> = { 'dot-vote': '贴圆点', rank: '排一排', rate: '打分' };

function ballotOf(kind: string, taste: readonly string[], random: () => number): BallotState['ballot'] {
  if (kind === 'dot-vote') return { kind, dots: { [taste[0]!]: 2, [taste[1]!]: 2, [taste[2]!]: 1 } };
  if (kind === 'rank') return { kind, ranking: taste.slice(0, 5) };
  const ratings = taste.slice(0, 18).map((id, i) => {
    const importance = Math.max(1, Math.min(5, Math.round(5 - i / 6 + random())));
    return [id, { importance, satisfaction: 1 + Math.floor(random() * 4) }];
  });
  return { kind, ratings: Object.fromEntries(ratings) };
}
