import type { ExplainWords, NeedFigures, Standing } from './explain.ts';

const amount = (n: number) => String(Math.round(n * 10) / 10);
const numbers = (list: readonly number[]) => list.map((n) => `${n}番`).join('、');

/** Of a hundred there are no parts, unless a lead is smaller than one. */
const lead = (n: number, times: number) => amount(times > 1 && n >= 1 ? Math.round(n) : n);

/** `times` turns the lead into what the sentence counts in. */
function beside(standing: Standing, unit: string, times = 1): string {
  switch (standing.sort) {
    case 'tied':
      return `。${numbers(standing.with)}と同じです。`;
    case 'ahead':
      return `。次より ${lead(standing.by * times, times)} ${unit}多いです。`;
    case 'last':
      return '。いちばん下です。';
    case 'alone':
      return '。';
  }
}

const place = (rank: number, standing: Standing) =>
  standing.sort === 'tied' ? `${rank} 番目で、${numbers(standing.with)}と同じです。` : `${rank} 番目です。`;

function byPairs({ rank, figure }: NeedFigures, standing: Standing): string {
  const [wins, losses] = [figure('wins'), figure('losses')];
  if (wins === null || losses === null) return `2件ずつ比べると、${place(rank, standing)}`;
  return `2件ずつ比べると、${wins} 件より上、${losses} 件より下で、${place(rank, standing)}`;
}

/** なぜこの順番か。一文で、計算方法の名は出さない。 */
export const explainJa: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) =>
      `${ballots} 人中 ${people} 人が選び、合わせて ${amount(score)} 票${beside(standing, '票')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${ballots} 人中 ${people} 人が入れ${first ? `（うち ${first} 人がいちばん上）` : ''}、合わせて ${amount(score)} 点${beside(standing, '点')}`,
    points: ({ people, ballots, score }, standing) =>
      `${ballots} 人中 ${people} 人が入れ、一人平均 ${amount(score)} 粒${beside(standing, '粒')}`,
    gap({ score, figure }, standing) {
      const [importance, satisfaction] = [figure('importance'), figure('satisfaction')];
      if (importance === null || satisfaction === null) return null;
      return `大切さ ${amount(importance)} 点、満足 ${amount(satisfaction)} 点、差は ${amount(score)} 点${beside(standing, '点')}`;
    },
    'bradley-terry': ({ score }, standing) =>
      `ほかの一件と並べると、100回中およそ ${Math.round(score * 100)} 回選ばれます${beside(standing, '回', 100)}`,
    'equal-shares': ({ people, ballots, isChosen }) =>
      isChosen === null
        ? null
        : `${ballots} 人中 ${people} 人がほしいと言い、その人たちの分を合わせると、お金は${isChosen ? '足ります' : '足りません'}。`,
    counts: ({ people, ballots }, standing) => `${ballots} 人中 ${people} 人が選びました${beside(standing, '人')}`,
    schulze: byPairs,
    'ranked-pairs': byPairs,
    kemeny: byPairs,
  },
  other: (rank, standing) => `全体では、${place(rank, standing)}`,
  nobody: '今回は誰も選びませんでした。',
  allTied: '同票で、順番はありません。',
  tiedAtCut: (tied) => `${numbers(tied)} は同票なので、全部残します。`,
  firm: ({ topK, droppable }) => `上の ${topK} 件は確かです。どの ${droppable} 枚を除いても同じです。`,
  holds: ({ topK, droppable }) => `上の ${topK} 件は、どの ${droppable} 枚を除いても同じです。それ以上だと変わるかもしれません。`,
  loose: (topK) => `上の ${topK} 件は僅差で、一枚減ると変わるかもしれません。`,
  held: ({ held, resamples, topK }) =>
    `別の人が来ても、100回中およそ ${Math.round((100 * held) / resamples)} 回は上の ${topK} 件が同じです。`,
  leftOut: ({ shortList, plain, topK }) =>
    `先にする案では、何かを選んだ人のうち ${shortList} 人に一件も届きません。上の ${topK} 件だけなら ${plain} 人です。`,
  audit: {
    agrees: (topK) => `別の数え方でも、上の ${topK} 件は同じです。`,
    differs: (topK) => `別の数え方だと、上の ${topK} 件は少し違います。`,
  },
  bundle: {
    firm: '先にする案は、かなり確かです。',
    loose: '先にする案は、まだ確かではありません。別の人が来れば変わるかもしれません。',
    held: ({ held, resamples }) => `別の人が来ても、100回中およそ ${Math.round((100 * held) / resamples)} 回は同じ案です。`,
    leftOut: ({ shortList, plain }) =>
      `先にする案では、何かを選んだ人のうち ${shortList} 人に一件も届きません。人数順に選ぶと ${plain} 人です。`,
    agrees: '人数順に選んでも、同じ案です。',
    differs: '人数順に選ぶと、同じ案にはなりません。',
    drawn: ({ among, drawn }) => `${numbers(among)} は同じ人数で、くじで ${drawn}番が先になりました。`,
  },
  shortListed: {
    strong: (carriers) =>
      carriers === null ? '支持する人が多く、先にする案に入ります。' : `${carriers} 人が合わせて支え、先にする案に入ります。`,
    minority: (carriers) =>
      carriers === null
        ? '人数は少なくても急ぎです。頼りにする人がいて、先にする案に入ります。'
        : `人数は少なくても急ぎです。${carriers} 人が合わせて支え、先にする案に入ります。`,
  },
  minority: '人数は少なくても急ぎです。ある区分の人が上に置いています。',
  place: ({ low, high }) =>
    low === high ? `別の人が来ても、たぶん ${low} 番目のままです。` : `別の人が来たら、たぶん ${low} 番目から ${high} 番目の間です。`,
  group: ({ label, number, rank, topK }) => `「${label}」では ${number}番が ${rank} 番目、全体では上の ${topK} 件に入りません。`,
  silent: ({ label, wrote }) => `「${label}」の人がいますが、今回はまだ誰も${wrote ? '書いて' : '投票して'}いません。`,
  hidden: {
    'small-group': '人数が少なく、誰の票か分かるおそれがあるため、出しません。',
    complementary: 'これを出すと、出せない別の区分が計算できるため、どちらも出しません。',
    unanimous: 'これを出すと、一人一人の票が分かるため、出しません。',
  },
  groupHidden: '人数が少なく、誰の票か分かるおそれがあるため、出しません。',
};
