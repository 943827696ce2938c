import type { ExplainWords, Standing } from './explain.ts';

const numerals = ['零', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十'];
const few = (count: number) => numerals[count] ?? String(count);
const amount = (n: number) => String(Math.round(n * 10) / 10);
const numbers = (list: readonly number[]) => list.map((n) => `${n} 号`).join('、');

function beside(standing: Standing, unit: string): string {
  switch (standing.sort) {
    case 'tied':
      return `，和 ${numbers(standing.with)} 同票。`;
    case 'ahead':
      return amount(standing.by) === '0' ? '，比下一件略多。' : `，比下一件多 ${amount(standing.by)} ${unit}。`;
    case 'last':
      return '，排在最后。';
    case 'alone':
      return '。';
  }
}

/** 为什么排在这里：一句话，不提算法的名字。 */
export const explainZhCN: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) => `${ballots} 人里有 ${people} 人支持，共 ${amount(score)} 票${beside(standing, '票')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${ballots} 人里有 ${people} 人排了它${first ? `，${first} 人排在最前` : ''}，共 ${amount(score)} 分${beside(standing, '分')}`,
    points: ({ people, ballots, score }, standing) =>
      `${ballots} 人里有 ${people} 人放了豆子，平均每人 ${amount(score)} 颗${beside(standing, '颗')}`,
  },
  other: (rank, standing) =>
    standing.sort === 'tied' ? `第 ${rank} 件，和 ${numbers(standing.with)} 同票。` : `大家合起来，是第 ${rank} 件。`,
  nobody: '这一次没有人选它。',
  allTied: '几件同票，分不出先后。',
  tiedAtCut: (tied) => `${numbers(tied)} 同票，都保留。`,
  firm: ({ topK, droppable }) => `前${few(topK)}件很稳：任意去掉 ${droppable} 张也不变。`,
  loose: (topK) => `前${few(topK)}件挨得近，少一张就可能变。`,
  held: ({ held, resamples, topK }) => `换一批人来，一百次里大约有 ${Math.round((100 * held) / resamples)} 次还是这前${few(topK)}件。`,
  audit: {
    agrees: (topK) => `换一种算法，前${few(topK)}件也是这几件。`,
    differs: (topK) => `换一种算法，前${few(topK)}件不大一样。`,
  },
  shortListed: {
    strong: '支持的人多，建议先办。',
    minority: '人不多，但很急：几个人都指望它，建议先办。',
  },
  minority: '人不多，但很急：有一群人把它排在前面。',
  place: ({ low, high }) => (low === high ? `换一批人来，多半还是第 ${low} 件。` : `换一批人来，多半在第 ${low} 到第 ${high} 件之间。`),
  group: ({ label, number, rank, topK }) => `「${label}」把 ${number} 号排在第 ${rank} 件，全场不在前${few(topK)}件。`,
  groupHidden: '人少，说出来会让人猜到谁投了什么，所以不显示。',
};
