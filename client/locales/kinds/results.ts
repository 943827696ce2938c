import type { Locale } from '../../../shared/refusal.ts';

/** What a score counts, by counting method. */
const zhScores: Record<string, (score: number) => string> = {
  dots: (score) => `${score} 票`,
  points: (score) => `${score} 颗`,
  borda: (score) => `${score} 分`,
};

const zhCN = {
  title: '大家投出来了',
  revealed: '已揭晓',
  people: (count: number) => `${count} 人投票。`,
  shareHint: '支持率：投票人里有多少选了它。',
  tied: '同票',
  topK: (count: number) => `前 ${count} 件到这里`,
  tiedAtCut: '同票，都保留',
  share: (percent: number) => `支持率 ${percent}%`,
  peopleCount: (count: number) => `${count} 人`,
  score: ({ method, score }: { method: string; score: number }) => (zhScores[method] ?? String)(score),
  more: (count: number) => `看后面 ${count} 件`,
  holds: ({ topK, droppable }: { topK: number; droppable: number }) => `任意去掉 ${droppable} 张投票单，前 ${topK} 件也不变。`,
  shaky: (topK: number) => `前 ${topK} 件挨得近，少一张投票单就可能变。`,
  openMine: '打开我的投票单',
  mineHere: '只在这台手机里',
  closeMine: '收起我的投票单',
  mineElsewhere: '您的投票单不在这台手机里。',
  tooFew: '投票单不到 5 张，不点票，免得看出谁投了什么。',
  notSample: '到场的人不是抽样，结果说的是到场的人。',
};

const counted = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

const enScores: Record<string, (score: number) => string> = {
  dots: (score) => counted(score, 'dot', 'dots'),
  points: (score) => counted(score, 'bean', 'beans'),
  borda: (score) => counted(score, 'point', 'points'),
};

const en: typeof zhCN = {
  title: 'What the room chose',
  revealed: 'Revealed',
  people: (count) => `${counted(count, 'person', 'people')} voted.`,
  shareHint: 'Support: how many of those who voted chose it.',
  tied: 'tied',
  topK: (count) => `The first ${count} end here`,
  tiedAtCut: 'Tied: all are kept',
  share: (percent) => `support ${percent}%`,
  peopleCount: (count) => counted(count, 'person', 'people'),
  score: ({ method, score }) => (enScores[method] ?? String)(score),
  more: (count) => `See ${count} more`,
  holds: ({ topK, droppable }) => `Take away any ${counted(droppable, 'ballot', 'ballots')}: the first ${topK} stay the same.`,
  shaky: (topK) => `The first ${topK} are close: one ballot fewer could change them.`,
  openMine: 'Open my ballot',
  mineHere: 'only on this phone',
  closeMine: 'Fold my ballot away',
  mineElsewhere: 'Your ballot is not on this phone.',
  tooFew: 'Fewer than 5 ballots: no tally, so that nobody’s choice shows.',
  notSample: 'Those who came are no sample; this speaks for them alone.',
};

/** What a phone says of a result, whatever was voted on. */
export const resultsWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
