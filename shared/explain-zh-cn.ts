import type { ExplainWords, NeedFigures, Standing } from './explain.ts';

const numerals = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];
const few = (count: number) => numerals[count] ?? String(count);
const amount = (n: number) => String(Math.round(n * 10) / 10);
const numbers = (list: readonly number[]) => list.map((n) => `${n} 号`).join('、');

/** Of a hundred there are no parts, unless a lead is smaller than one. */
const lead = (n: number, times: number) => amount(times > 1 && n >= 1 ? Math.round(n) : n);

/** `times` turns the lead into what the sentence counts in. */
function beside(standing: Standing, unit: string, times = 1): string {
  switch (standing.sort) {
    case 'tied':
      return `，和 ${numbers(standing.with)} 同票。`;
    case 'ahead':
      return `，比下一件多 ${lead(standing.by * times, times)} ${unit}。`;
    case 'last':
      return '，排在最后。';
    case 'alone':
      return '。';
  }
}

const place = (rank: number, standing: Standing) =>
  standing.sort === 'tied' ? `第 ${rank} 件，和 ${numbers(standing.with)} 同票。` : `第 ${rank} 件。`;

function byPairs({ rank, figure }: NeedFigures, standing: Standing): string {
  const [wins, losses] = [figure('wins'), figure('losses')];
  if (wins === null || losses === null) return `两件两件地比下来，是${place(rank, standing)}`;
  return `两件两件地比，它胜过 ${wins} 件，不及 ${losses} 件，是${place(rank, standing)}`;
}

/** 为什么排在这里：一句话，不提算法的名字。 */
export const explainZhCN: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) => `${ballots} 人里有 ${people} 人支持，共 ${amount(score)} 票${beside(standing, '票')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${ballots} 人里有 ${people} 人排了它${first ? `，${first} 人排在最前` : ''}，共 ${amount(score)} 分${beside(standing, '分')}`,
    points: ({ people, ballots, score }, standing) =>
      `${ballots} 人里有 ${people} 人给了它，平均每人 ${amount(score)} 颗${beside(standing, '颗')}`,
    gap({ score, figure }, standing) {
      const [importance, satisfaction] = [figure('importance'), figure('satisfaction')];
      if (importance === null || satisfaction === null) return null;
      return `要紧 ${amount(importance)} 分，满意 ${amount(satisfaction)} 分，差 ${amount(score)} 分${beside(standing, '分')}`;
    },
    'bradley-terry': ({ score }, standing) =>
      `和另一件放在一起，一百次里大约有 ${Math.round(score * 100)} 次选它${beside(standing, '次', 100)}`,
    'equal-shares': ({ people, ballots, isChosen }) =>
      isChosen === null ? null : `${ballots} 人里有 ${people} 人要它，他们那一份钱合起来${isChosen ? '够办这一件' : '还不够办这一件'}。`,
    counts: ({ people, ballots }, standing) => `${ballots} 人里有 ${people} 人选它${beside(standing, '人')}`,
    schulze: byPairs,
    'ranked-pairs': byPairs,
    kemeny: byPairs,
  },
  other: (rank, standing) => `大家合起来，是${place(rank, standing)}`,
  nobody: '这一次没有人选它。',
  allTied: '几件同票，分不出先后。',
  tiedAtCut: (tied) => `${numbers(tied)} 同票，都保留。`,
  firm: ({ topK, droppable }) => `前${few(topK)}件很稳：任意去掉 ${droppable} 张也不变。`,
  holds: ({ topK, droppable }) => `前${few(topK)}件，任意去掉 ${droppable} 张还是这几件，再多就可能变。`,
  loose: (topK) => `前${few(topK)}件挨得近，少一张就可能变。`,
  held: ({ held, resamples, topK }) => `换一批人来，一百次里大约有 ${Math.round((100 * held) / resamples)} 次还是这前${few(topK)}件。`,
  leftOut: ({ shortList, plain, topK }) =>
    `照建议先办的做，有 ${shortList} 位选了事的人一件也没得到；只做最前${few(topK)}件，有 ${plain} 位。`,
  audit: {
    agrees: (topK) => `换一种算法，前${few(topK)}件也是这几件。`,
    differs: (topK) => `换一种算法，前${few(topK)}件不大一样。`,
  },
  bundle: {
    firm: '建议先办的这几件比较稳。',
    loose: '建议先办的这几件还说不准：换一批人来，可能不一样。',
    held: ({ held, resamples }) => `换一批人来，一百次里大约有 ${Math.round((100 * held) / resamples)} 次还是这几件。`,
    leftOut: ({ shortList, plain }) => `照建议先办的做，有 ${shortList} 位选了事的人一件也没得到；按人数一件件挑，有 ${plain} 位。`,
    agrees: '按人数多少一件件挑，也是这几件。',
    differs: '按人数多少一件件挑，不是这几件。',
    drawn: ({ among, drawn }) => `${numbers(among)} 同样多人要，抽签先轮到 ${drawn} 号。`,
  },
  shortListed: {
    strong: (carriers) => (carriers === null ? '支持的人多，建议先办。' : `这 ${carriers} 人合起来撑起这一件，建议先办。`),
    minority: (carriers) =>
      carriers === null ? '人不多，但很急：几个人都指望它，建议先办。' : `人不多，但很急：这 ${carriers} 人合起来撑起这一件，建议先办。`,
  },
  minority: '人不多，但很急：有一群人把它排在前面。',
  place: ({ low, high }) => (low === high ? `换一批人来，多半还是第 ${low} 件。` : `换一批人来，多半在第 ${low} 到第 ${high} 件之间。`),
  group: ({ label, number, rank, topK }) => `「${label}」把 ${number} 号排在第 ${rank} 件，全场不在前${few(topK)}件。`,
  silent: ({ label, wrote }) => `「${label}」在场，这一次还没有人${wrote ? '写' : '投'}。`,
  hidden: {
    'small-group': '人少，说出来会让人猜到谁投了什么，所以不显示。',
    complementary: '说了这一组，就能算出不能说的另一组，所以一起不显示。',
    unanimous: '说出来，就等于说出每个人投了什么，所以不显示。',
  },
  groupHidden: '人少，说出来会让人猜到谁投了什么，所以不显示。',
};
