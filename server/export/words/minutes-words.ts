import type { Locale } from '../../../shared/refusal.ts';
import type { Method } from '../../../shared/tally.ts';

/** How ballots of a round were counted, in a plain sentence each; `options` are the run's. */
type HowCounted = Record<Method, (options: Readonly<Record<string, unknown>>) => string>;

export interface MinutesWords {
  title: string;
  practice: string;
  meeting: string;
  counting: string;
  needs: string;
  voices: string;
  sureness: string;
  rounds: string;
  action: string;
  remarks: string;
  signatures: string;
  appendix: string;
  howCounted: HowCounted;
  countedFrom: (exercise: string, round: number, ballots: number) => string;
  nothingCounted: string;
  table: { place: string; number: string; need: string; supporters: string; share: string; range: string; notes: string; stage: string };
  place: (rank: number, tied: boolean) => string;
  unplaced: string;
  supported: (people: number, share: string | null) => string;
  said: (count: number, shown: number) => string;
  forWhom: (list: string) => string;
  translation: (text: string) => string;
  minority: string;
  minorityNeed: (need: string) => string;
  minorityBecause: (reason: string) => string;
  shortListed: string;
  noMinority: string;
  groupsDiffer: (group: string, needs: string) => string;
  ungrouped: (count: number) => string;
  privateCases: (count: number) => string;
  hidden: (count: number) => string;
  ties: (needs: string, rank: number) => string;
  noTies: string;
  brokenTies: (log: string) => string;
  firm: (topK: number, droppable: number) => string;
  loose: (topK: number) => string;
  held: (held: number, resamples: number, topK: number) => string;
  notComputed: string;
  chance: (need: string, percent: string) => string;
  round: { exercise: string; round: string; ballots: string; blank: string; channels: string; hands: string; first: string };
  tooFew: string;
  handsOf: (present: number) => string;
  hidesChannels: string;
  answers: (people: string, share: string) => string;
  pledged: (need: string, people: number) => string;
  acts: { need: string; who: string; role: string; what: string; when: string; stage: string };
  nobodyYet: string;
  promises: string[];
  promised: (what: string) => string;
  notPromised: (what: string) => string;
  checkCode: (head: { code: string; hash: string; shown: string | null }) => string;
  sign: string[];
  method: { run: string; rule: string; options: string; agreement: string };
  none: string;
}

const zhCN: MinutesWords = {
  title: '会议记录',
  practice: '彩排：这是练习，不是记录。',
  meeting: '一、会议情况',
  counting: '二、怎么点票',
  needs: '三、大家提的需求',
  voices: '四、不同的声音',
  sureness: '五、同票和把握',
  rounds: '六、每一轮',
  action: '七、出力和谁来办',
  remarks: '八、说明',
  signatures: '签字',
  appendix: '附录　算法名称',
  howCounted: {
    dots: ({ dots }) => `每人有 ${amount(dots)} 个圆点，贴给自己看重的几件；圆点加起来，多的在前。`,
    borda: () => '每人把看重的几件排出先后；排得越前得分越高，没排的平分剩下的分；分加起来，多的在前。',
    points: ({ total }) => `每人有 ${amount(total)} 颗豆子，分给自己看重的几件；看平均每人给几颗，多的在前。`,
    gap: () => '每人给每一件打两个分：有多要紧、现在满意吗；要紧的平均分减满意的平均分，差得多的在前。',
    'bradley-terry': () => '两件两件地比，每次选更要紧的一件；看和另一件放在一起时有多大机会选它，大的在前。',
    'equal-shares': () => '每件有价钱，人人名下有同样一份钱；要它的人凑得够，就先办。',
    schulze: () => '两件两件地比，看哪件胜过别的件。',
    'ranked-pairs': () => '两件两件地比，赢得多的先定下来。',
    kemeny: () => '找一个和大家的排法最一致的先后。',
    counts: () => '数一数有多少人选。',
  },
  countedFrom: (exercise, round, ballots) => `下面的先后来自「${exercise}」第 ${round} 轮，收到 ${ballots} 张投票单。`,
  nothingCounted: '这次没有点票，下面按编号列出。',
  table: {
    place: '第几件',
    number: '编号',
    need: '需求',
    supporters: '支持人数',
    share: '占投票人',
    range: '上下范围',
    notes: '便利贴',
    stage: '办理情况',
  },
  place: (rank, tied) => (tied ? `第 ${rank} 件（同票）` : `第 ${rank} 件`),
  unplaced: '没有投票',
  supported: (people, share) => (share === null ? `${people} 人支持。` : `${people} 人支持，占投票人的 ${share}。`),
  said: (count, shown) =>
    shown < count ? `居民原话，共 ${count} 张，这里是 ${shown} 张，其余在表格的「原话」里：` : `居民原话，共 ${count} 张：`,
  forWhom: (list) => `为谁提的：${list}`,
  translation: (text) => `（译文：${text}）`,
  minority: '人不多，但很急',
  minorityNeed: (need) => `人不多，但很急：${need}`,
  minorityBecause: (reason) => `理由：${reason}`,
  shortListed: '建议先办',
  noMinority: '没有标出「人不多，但很急」的需求。',
  groupsDiffer: (group, needs) => `${group}：排在最前的是 ${needs}。`,
  ungrouped: (count) => `还有 ${count} 张便利贴没有归到哪一件，一张不少，都在表格的「原话」里。`,
  privateCases: (count) => `${count} 张便利贴说的是个人的事，已转社工单独联系，不在这里写。`,
  hidden: (count) => `${count} 张便利贴现场隐藏了，这里不写文字。`,
  ties: (needs, rank) => `${needs} 同票，都是第 ${rank} 件，都保留。`,
  noTies: '没有同票。',
  brokenTies: (log) => `算法必须定先后的地方抽了签：${log}`,
  firm: (topK, droppable) => `前 ${topK} 件很稳：任意去掉 ${droppable} 张投票单也不变。`,
  loose: (topK) => `前 ${topK} 件不太稳：少一张投票单就可能变。`,
  held: (held, resamples, topK) => `假如来的是另一些人：重抽 ${resamples} 次，有 ${percentOf(held / resamples)} 前 ${topK} 件不变。`,
  notComputed: '没有计算把握。',
  chance: (need, percent) => `${need}：进前三的把握 ${percent}。`,
  round: { exercise: '环节', round: '轮', ballots: '投票单', blank: '空白', channels: '怎么来的', hands: '举手', first: '排在最前' },
  tooFew: '不足 5 张，不点票',
  handsOf: (present) => `在场 ${present} 人`,
  hidesChannels: '人少，不分开写',
  answers: (people, share) => `${people} 人，${share}`,
  pledged: (need, people) => `${need}：愿出力 ${people} 人`,
  acts: { need: '需求', who: '谁来办', role: '角色', what: '行动', when: '时间', stage: '办理情况' },
  nobodyYet: '会上还没有定下谁来办。',
  promises: ['这是意见征集，不是选举。', '到场的人不是抽样，结果说的是到场的人。', '居民原话照写，电话和证件号码已遮住。'],
  promised: (what) => `答应过大家的：${what}`,
  notPromised: (what) => `没有答应的：${what}`,
  checkCode: ({ code, hash, shown }) =>
    `校验码 ${code}，完整的是 ${hash}。${shown === null ? '' : `会场上最后看到的是 ${shown}。`}校验码只能查出它公布之后的改动。`,
  sign: ['主持人', '记录人', '居民代表', '社区'],
  method: { run: '计算', rule: '算法', options: '设定', agreement: '与公布的一致' },
  none: '—',
};

const en: MinutesWords = {
  title: 'Minutes',
  practice: 'Rehearsal: this is practice, not a record.',
  meeting: '1. The meeting',
  counting: '2. How it was counted',
  needs: '3. What people need',
  voices: '4. Other voices',
  sureness: '5. Ties, and how sure the order is',
  rounds: '6. Every round',
  action: '7. Who lends a hand, and who acts',
  remarks: '8. Remarks',
  signatures: 'Signatures',
  appendix: 'Appendix: names of the methods',
  howCounted: {
    dots: ({ dots }) => `Everybody had ${amount(dots)} dots for what matters to them; the dots were added up, and the most come first.`,
    borda: () =>
      'Everybody put what matters to them in order; an earlier place is worth more points, and what was left out shares the rest. The points were added up, and the most come first.',
    points: ({ total }) => `Everybody had ${amount(total)} beans to share out; the more beans a person on average, the earlier the place.`,
    gap: () =>
      'Everybody rated how much each need matters and how satisfied they are now; the greater the difference of the means, the earlier the place.',
    'bradley-terry': () =>
      'Two needs at a time, people chose the one that matters more; the likelier a need is to be chosen, the earlier its place.',
    'equal-shares': () =>
      'Each need has a price, and everybody the same share of the money; what its supporters can pay for is done first.',
    schulze: () => 'Two needs at a time, it was looked at which one more people prefer.',
    'ranked-pairs': () => 'Two needs at a time, the clearest preferences were settled first.',
    kemeny: () => 'The order was taken that agrees with most of the ballots.',
    counts: () => 'It was counted how many people chose it.',
  },
  countedFrom: (exercise, round, ballots) => `The order below comes from “${exercise}”, round ${round}, with ${ballots} ballots.`,
  nothingCounted: 'Nothing was counted; the needs stand by number.',
  table: {
    place: 'Place',
    number: 'No.',
    need: 'Need',
    supporters: 'For it',
    share: 'Of voters',
    range: 'From – to',
    notes: 'Notes',
    stage: 'Stage',
  },
  place: (rank, tied) => (tied ? `Place ${rank} (tied)` : `Place ${rank}`),
  unplaced: 'not voted on',
  supported: (people, share) => (share === null ? `Supporters: ${people}.` : `Supporters: ${people}, ${share} of voters.`),
  said: (count, shown) =>
    shown < count ? `Notes: ${count}. Here are ${shown}; the others are in the workbook's sheet of notes.` : `Notes: ${count}.`,
  forWhom: (list) => `For whom: ${list}`,
  translation: (text) => `(Translation: ${text})`,
  minority: 'Few, but urgent',
  minorityNeed: (need) => `Few, but urgent: ${need}`,
  minorityBecause: (reason) => `Reason: ${reason}`,
  shortListed: 'Short-listed',
  noMinority: 'No need was marked as “few, but urgent”.',
  groupsDiffer: (group, needs) => `${group}: first comes ${needs}.`,
  ungrouped: (count) => `Notes in no need: ${count}. All of them are in the workbook's sheet of notes.`,
  privateCases: (count) => `Notes about somebody's private matter: ${count}. A social worker follows them up; they are not written here.`,
  hidden: (count) => `Notes that were hidden in the meeting: ${count}. Their words are not written here.`,
  ties: (needs, rank) => `${needs} tie for place ${rank}; all of them are kept.`,
  noTies: 'There were no ties.',
  brokenTies: (log) => `Where the rule had to choose, lots were drawn: ${log}`,
  firm: (topK, droppable) => `The first ${topK} are firm: they stay whichever ${droppable} ballots are taken away.`,
  loose: (topK) => `The first ${topK} are not firm: one ballot fewer may change them.`,
  held: (held, resamples, topK) =>
    `Had other people come: in ${percentOf(held / resamples)} of ${resamples} draws the first ${topK} were the same.`,
  notComputed: 'How sure the order is was not computed.',
  chance: (need, percent) => `${need}: chance to be among the first three ${percent}.`,
  round: {
    exercise: 'Exercise',
    round: 'Round',
    ballots: 'Ballots',
    blank: 'Blank',
    channels: 'How they came',
    hands: 'Hands',
    first: 'Came first',
  },
  tooFew: 'fewer than 5, not counted',
  handsOf: (present) => `of ${present} present`,
  hidesChannels: 'few, not told apart',
  answers: (people, share) => `${people} people, ${share}`,
  pledged: (need, people) => `${need}: ${people} would lend a hand`,
  acts: { need: 'Need', who: 'Who acts', role: 'Role', what: 'Action', when: 'When', stage: 'Stage' },
  nobodyYet: 'Nobody was named yet.',
  promises: [
    'This asks for opinions; it is no election.',
    'Those present are no sample; the result is about those present.',
    'Words are as residents wrote them; telephone and identity numbers are covered.',
  ],
  promised: (what) => `What people were promised: ${what}`,
  notPromised: (what) => `What they were not: ${what}`,
  checkCode: ({ code, hash, shown }) =>
    `Check code ${code}, in full ${hash}. ${shown === null ? '' : `The one that the room was last shown is ${shown}. `}It finds only what was changed after it was published.`,
  sign: ['Facilitator', 'Recorder', 'For the residents', 'For the community'],
  method: { run: 'Run', rule: 'Rule', options: 'Settings', agreement: 'Agreement with the one shown' },
  none: '—',
};

/** What the minutes say, beyond what was said in the meeting. */
export const minutesWords: Record<Locale, MinutesWords> = { 'zh-CN': zhCN, en };

function amount(value: unknown): string {
  return typeof value === 'number' ? String(value) : '';
}

function percentOf(share: number): string {
  return `${Math.round(share * 100)}%`;
}
