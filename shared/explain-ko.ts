import type { ExplainWords, NeedFigures, Standing } from './explain.ts';

const amount = (n: number) => String(Math.round(n * 10) / 10);
const numbers = (list: readonly number[]) => list.map((n) => `${n}번`).join(', ');

/** Of a hundred there are no parts, unless a lead is smaller than one. */
const lead = (n: number, times: number) => amount(times > 1 && n >= 1 ? Math.round(n) : n);

/** `times` turns the lead into what the sentence counts in. */
function beside(standing: Standing, unit: string, times = 1): string {
  switch (standing.sort) {
    case 'tied':
      return `. ${numbers(standing.with)}과 같아요.`;
    case 'ahead':
      return `. 다음보다 ${lead(standing.by * times, times)}${unit} 많아요.`;
    case 'last':
      return '. 가장 아래예요.';
    case 'alone':
      return '.';
  }
}

const place = (rank: number, standing: Standing) =>
  standing.sort === 'tied' ? `${rank}번째이고, ${numbers(standing.with)}과 같아요.` : `${rank}번째예요.`;

function byPairs({ rank, figure }: NeedFigures, standing: Standing): string {
  const [wins, losses] = [figure('wins'), figure('losses')];
  if (wins === null || losses === null) return `둘씩 비교하면 ${place(rank, standing)}`;
  return `둘씩 비교하면 ${wins}가지보다 위, ${losses}가지보다 아래로, ${place(rank, standing)}`;
}

/** 왜 이 자리인지 한 문장으로. 계산법 이름은 말하지 않는다. */
export const explainKo: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) => `${ballots}명 중 ${people}명이 골라 모두 ${amount(score)}표${beside(standing, '표')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${ballots}명 중 ${people}명이 넣어${first ? `(그중 ${first}명은 맨 앞)` : ''} 모두 ${amount(score)}점${beside(standing, '점')}`,
    points: ({ people, ballots, score }, standing) =>
      `${ballots}명 중 ${people}명이 넣어 한 사람 평균 ${amount(score)}알${beside(standing, '알')}`,
    gap({ score, figure }, standing) {
      const [importance, satisfaction] = [figure('importance'), figure('satisfaction')];
      if (importance === null || satisfaction === null) return null;
      return `중요도 ${amount(importance)}점, 만족 ${amount(satisfaction)}점, 차이 ${amount(score)}점${beside(standing, '점')}`;
    },
    'bradley-terry': ({ score }, standing) =>
      `다른 것과 나란히 두면 100번 중 약 ${Math.round(score * 100)}번 골라요${beside(standing, '번', 100)}`,
    'equal-shares': ({ people, ballots, isChosen }) =>
      isChosen === null ? null : `${ballots}명 중 ${people}명이 원하고, 그분들 몫을 모으면 돈이 ${isChosen ? '충분해요' : '모자라요'}.`,
    counts: ({ people, ballots }, standing) => `${ballots}명 중 ${people}명이 골랐어요${beside(standing, '명')}`,
    schulze: byPairs,
    'ranked-pairs': byPairs,
    kemeny: byPairs,
  },
  other: (rank, standing) => `모두 모으면 ${place(rank, standing)}`,
  nobody: '이번에는 아무도 고르지 않았어요.',
  allTied: '모두 같은 표라 순서가 없어요.',
  tiedAtCut: (tied) => `${numbers(tied)}은 같은 표라 모두 남겨요.`,
  firm: ({ topK, droppable }) => `상위 ${topK}가지는 확실해요. 어느 ${droppable}장을 빼도 같아요.`,
  holds: ({ topK, droppable }) => `상위 ${topK}가지는 어느 ${droppable}장을 빼도 같아요. 더 빼면 달라질 수 있어요.`,
  loose: (topK) => `상위 ${topK}가지는 차이가 작아 한 장만 줄어도 달라질 수 있어요.`,
  held: ({ held, resamples, topK }) =>
    `다른 분들이 와도 100번 중 약 ${Math.round((100 * held) / resamples)}번은 상위 ${topK}가지가 같아요.`,
  leftOut: ({ shortList, plain, topK }) =>
    `먼저 할 일대로 하면, 무언가를 고른 분 중 ${shortList}명은 하나도 얻지 못해요. 상위 ${topK}가지만 하면 ${plain}명이에요.`,
  audit: {
    agrees: (topK) => `다르게 세어도 상위 ${topK}가지는 같아요.`,
    differs: (topK) => `다르게 세면 상위 ${topK}가지가 조금 달라요.`,
  },
  bundle: {
    firm: '먼저 할 일은 꽤 확실해요.',
    loose: '먼저 할 일은 아직 확실하지 않아요. 다른 분들이 오면 달라질 수 있어요.',
    held: ({ held, resamples }) => `다른 분들이 와도 100번 중 약 ${Math.round((100 * held) / resamples)}번은 같아요.`,
    leftOut: ({ shortList, plain }) =>
      `먼저 할 일대로 하면, 무언가를 고른 분 중 ${shortList}명은 하나도 얻지 못해요. 사람 수대로 고르면 ${plain}명이에요.`,
    agrees: '사람 수대로 하나씩 골라도 같아요.',
    differs: '사람 수대로 하나씩 고르면 같지 않아요.',
    drawn: ({ among, drawn }) => `${numbers(among)}은 원하는 사람 수가 같아, 추첨으로 ${drawn}번이 먼저예요.`,
  },
  shortListed: {
    strong: (carriers) =>
      carriers === null ? '지지하는 분이 많아 먼저 할 일에 들어가요.' : `${carriers}명이 함께 떠받쳐 먼저 할 일에 들어가요.`,
    minority: (carriers) =>
      carriers === null
        ? '사람은 적지만 급해요. 기대는 분들이 있어 먼저 할 일에 들어가요.'
        : `사람은 적지만 급해요. ${carriers}명이 함께 떠받쳐 먼저 할 일에 들어가요.`,
  },
  minority: '사람은 적지만 급해요. 한 그룹의 분들이 앞에 두었어요.',
  place: ({ low, high }) =>
    low === high ? `다른 분들이 와도 아마 ${low}번째일 거예요.` : `다른 분들이 오면 아마 ${low}번째에서 ${high}번째 사이예요.`,
  group: ({ label, number, rank, topK }) => `‘${label}’에서는 ${number}번이 ${rank}번째인데, 전체에서는 상위 ${topK}가지에 들지 않아요.`,
  silent: ({ label, wrote }) => `‘${label}’인 분이 계시지만, 이번에는 아직 아무도 ${wrote ? '쓰지' : '투표하지'} 않았어요.`,
  hidden: {
    'small-group': '사람이 적어 누가 골랐는지 알 수 있으니 보이지 않아요.',
    complementary: '이것을 보이면 보일 수 없는 다른 그룹을 계산할 수 있어, 둘 다 보이지 않아요.',
    unanimous: '이것을 보이면 한 분 한 분의 선택을 알 수 있어 보이지 않아요.',
  },
  groupHidden: '사람이 적어 누가 골랐는지 알 수 있으니 보이지 않아요.',
};
