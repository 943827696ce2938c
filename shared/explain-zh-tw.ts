import type { ExplainWords, NeedFigures, Standing } from './explain.ts';

const numerals = ['零', '一', '兩', '三', '四', '五', '六', '七', '八', '九', '十'];
const few = (count: number) => numerals[count] ?? String(count);
const amount = (n: number) => String(Math.round(n * 10) / 10);
const numbers = (list: readonly number[]) => list.map((n) => `${n} 號`).join('、');

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
      return '，排在最後。';
    case 'alone':
      return '。';
  }
}

const place = (rank: number, standing: Standing) =>
  standing.sort === 'tied' ? `第 ${rank} 件，和 ${numbers(standing.with)} 同票。` : `第 ${rank} 件。`;

function byPairs({ rank, figure }: NeedFigures, standing: Standing): string {
  const [wins, losses] = [figure('wins'), figure('losses')];
  if (wins === null || losses === null) return `兩兩相比下來，是${place(rank, standing)}`;
  return `兩兩相比，它勝過 ${wins} 件，不及 ${losses} 件，是${place(rank, standing)}`;
}

/** 為什麼排在這裡：一句話，不提算法的名字。 */
export const explainZhTW: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) => `${ballots} 人裡有 ${people} 人支持，共 ${amount(score)} 票${beside(standing, '票')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${ballots} 人裡有 ${people} 人排了它${first ? `，${first} 人排在最前` : ''}，共 ${amount(score)} 分${beside(standing, '分')}`,
    points: ({ people, ballots, score }, standing) =>
      `${ballots} 人裡有 ${people} 人給了它，平均每人 ${amount(score)} 顆${beside(standing, '顆')}`,
    gap({ score, figure }, standing) {
      const [importance, satisfaction] = [figure('importance'), figure('satisfaction')];
      if (importance === null || satisfaction === null) return null;
      return `重要 ${amount(importance)} 分，滿意 ${amount(satisfaction)} 分，差 ${amount(score)} 分${beside(standing, '分')}`;
    },
    'bradley-terry': ({ score }, standing) =>
      `和另一件放在一起，一百次裡大約有 ${Math.round(score * 100)} 次選它${beside(standing, '次', 100)}`,
    'equal-shares': ({ people, ballots, isChosen }) =>
      isChosen === null ? null : `${ballots} 人裡有 ${people} 人要它，他們那一份錢合起來${isChosen ? '夠辦這一件' : '還不夠辦這一件'}。`,
    counts: ({ people, ballots }, standing) => `${ballots} 人裡有 ${people} 人選它${beside(standing, '人')}`,
    schulze: byPairs,
    'ranked-pairs': byPairs,
    kemeny: byPairs,
  },
  other: (rank, standing) => `大家合起來，是${place(rank, standing)}`,
  nobody: '這一次沒有人選它。',
  allTied: '幾件同票，分不出先後。',
  tiedAtCut: (tied) => `${numbers(tied)} 同票，都保留。`,
  firm: ({ topK, droppable }) => `前${few(topK)}件很穩：任意拿掉 ${droppable} 張也不變。`,
  holds: ({ topK, droppable }) => `前${few(topK)}件，任意拿掉 ${droppable} 張還是這幾件，再多就可能變。`,
  loose: (topK) => `前${few(topK)}件很接近，少一張就可能變。`,
  held: ({ held, resamples, topK }) => `換一批人來，一百次裡大約有 ${Math.round((100 * held) / resamples)} 次還是這前${few(topK)}件。`,
  leftOut: ({ shortList, plain, topK }) =>
    `照建議先辦的做，有 ${shortList} 位選了事的人一件都沒有；只做最前${few(topK)}件，有 ${plain} 位。`,
  audit: {
    agrees: (topK) => `換一種算法，前${few(topK)}件也是這幾件。`,
    differs: (topK) => `換一種算法，前${few(topK)}件不太一樣。`,
  },
  bundle: {
    firm: '建議先辦的這幾件比較穩。',
    loose: '建議先辦的這幾件還說不準：換一批人來，可能不一樣。',
    held: ({ held, resamples }) => `換一批人來，一百次裡大約有 ${Math.round((100 * held) / resamples)} 次還是這幾件。`,
    leftOut: ({ shortList, plain }) => `照建議先辦的做，有 ${shortList} 位選了事的人一件都沒有；按人數一件一件選，有 ${plain} 位。`,
    agrees: '按人數多少一件一件選，也是這幾件。',
    differs: '按人數多少一件一件選，不是這幾件。',
    drawn: ({ among, drawn }) => `${numbers(among)} 一樣多人要，抽籤先輪到 ${drawn} 號。`,
  },
  shortListed: {
    strong: (carriers) => (carriers === null ? '支持的人多，建議先辦。' : `這 ${carriers} 人合起來撐起這一件，建議先辦。`),
    minority: (carriers) =>
      carriers === null ? '人不多，但很急：幾個人都指望它，建議先辦。' : `人不多，但很急：這 ${carriers} 人合起來撐起這一件，建議先辦。`,
  },
  minority: '人不多，但很急：有一群人把它排在前面。',
  place: ({ low, high }) => (low === high ? `換一批人來，多半還是第 ${low} 件。` : `換一批人來，多半在第 ${low} 到第 ${high} 件之間。`),
  group: ({ label, number, rank, topK }) => `「${label}」把 ${number} 號排在第 ${rank} 件，全場不在前${few(topK)}件。`,
  silent: ({ label, wrote }) => `「${label}」在場，這一次還沒有人${wrote ? '寫' : '投'}。`,
  hidden: {
    'small-group': '人少，說出來會讓人猜到誰投了什麼，所以不顯示。',
    complementary: '說了這一組，就能算出不能說的另一組，所以一起不顯示。',
    unanimous: '說出來，就等於說出每個人投了什麼，所以不顯示。',
  },
  groupHidden: '人少，說出來會讓人猜到誰投了什麼，所以不顯示。',
};
