import type { ExplainWords, NeedFigures, Standing } from './explain.ts';

const amount = (n: number) => String(Math.round(n * 10) / 10);
const counted = (n: number, one: string, several: string) => `${amount(n)} ${Math.round(n * 10) === 10 ? one : several}`;
const numbers = (list: readonly number[]) => list.map((n) => `no. ${n}`).join(', ');

/** Of a hundred there are no parts, unless a lead is smaller than one. */
const lead = (n: number, times: number) => (times > 1 && n >= 1 ? Math.round(n) : n);

/** `times` turns the lead into what the sentence counts in. */
function beside(standing: Standing, one: string, several: string, times = 1): string {
  switch (standing.sort) {
    case 'tied':
      return `, level with ${numbers(standing.with)}.`;
    case 'ahead':
      return `, ${counted(lead(standing.by * times, times), one, several)} more than the next.`;
    case 'last':
      return ', the least of all.';
    case 'alone':
      return '.';
  }
}

const place = (rank: number, standing: Standing) =>
  standing.sort === 'tied' ? `place ${rank}, level with ${numbers(standing.with)}.` : `place ${rank}.`;

function byPairs({ rank, figure }: NeedFigures, standing: Standing): string {
  const [wins, losses] = [figure('wins'), figure('losses')];
  if (wins === null || losses === null) return `Compared two by two it comes out in ${place(rank, standing)}`;
  return `Compared two by two it comes before ${wins} and after ${losses}: ${place(rank, standing)}`;
}

/** Why a need is where it is: one sentence, no names of methods. */
export const explainEn: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) =>
      `${people} of ${ballots} people gave it ${counted(score, 'dot', 'dots')}${beside(standing, 'dot', 'dots')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${people} of ${ballots} people named it${first ? `, ${first} of them first` : ''}: ${counted(score, 'point', 'points')}${beside(standing, 'point', 'points')}`,
    points: ({ people, ballots, score }, standing) =>
      `${people} of ${ballots} people gave it beans, ${amount(score)} each on average${beside(standing, 'bean', 'beans')}`,
    gap({ score, figure }, standing) {
      const [importance, satisfaction] = [figure('importance'), figure('satisfaction')];
      if (importance === null || satisfaction === null) return null;
      return `Importance ${amount(importance)}, satisfaction ${amount(satisfaction)}: a gap of ${amount(score)}${beside(standing, 'point', 'points')}`;
    },
    'bradley-terry': ({ score }, standing) =>
      `Beside another one it is chosen in about ${Math.round(score * 100)} of 100 cases${beside(standing, 'case', 'cases', 100)}`,
    'equal-shares': ({ people, ballots, isChosen }) =>
      isChosen === null
        ? null
        : `${people} of ${ballots} people want it, and their part of the money together ${isChosen ? 'pays' : 'does not pay'} for it.`,
    counts: ({ people, ballots }, standing) => `${people} of ${ballots} people chose it${beside(standing, 'person', 'people')}`,
    schulze: byPairs,
    'ranked-pairs': byPairs,
    kemeny: byPairs,
  },
  other: (rank, standing) => `Taken together it comes out in ${place(rank, standing)}`,
  nobody: 'Nobody chose it this time.',
  allTied: 'All are level; there is no order.',
  tiedAtCut: (tied) => `A tie: ${numbers(tied)} are all kept.`,
  firm: ({ topK, droppable }) => `The first ${topK} are firm: take away any ${counted(droppable, 'ballot', 'ballots')} and they stay.`,
  holds: ({ topK, droppable }) =>
    `The first ${topK} stay if any ${counted(droppable, 'ballot is', 'ballots are')} taken away; more could change them.`,
  loose: (topK) => `The first ${topK} are close: one ballot fewer could change them.`,
  held: ({ held, resamples, topK }) =>
    `With other people in the room the first ${topK} would be the same in about ${Math.round((100 * held) / resamples)} of 100 cases.`,
  leftOut: ({ shortList, plain, topK }) =>
    `Of those who chose something, ${shortList} get nothing from what is proposed to be done first, and ${plain} from the plain first ${topK}.`,
  audit: {
    agrees: (topK) => `Counted another way, the first ${topK} are the same.`,
    differs: (topK) => `Counted another way, the first ${topK} are not quite the same.`,
  },
  bundle: {
    firm: 'What is proposed to be done first is fairly firm.',
    loose: 'What is proposed to be done first is not sure: with other people in the room it might differ.',
    held: ({ held, resamples }) =>
      `With other people in the room the same would be proposed in about ${Math.round((100 * held) / resamples)} of 100 cases.`,
    leftOut: ({ shortList, plain }) =>
      `Of those who chose something, ${shortList} get nothing from what is proposed to be done first, and ${plain} where the most wanted are taken one by one.`,
    agrees: 'Taking the most wanted one by one gives the same.',
    differs: 'Taking the most wanted one by one does not give the same.',
    drawn: ({ among, drawn }) => `As many want ${numbers(among)}: a lot took no. ${drawn} first.`,
  },
  shortListed: {
    strong: (carriers) =>
      carriers === null
        ? 'Many support it; proposed to be done first.'
        : `These ${carriers} people together carry it; proposed to be done first.`,
    minority: (carriers) =>
      carriers === null
        ? 'Not many, but urgent: a few people all count on it; proposed to be done first.'
        : `Not many, but urgent: these ${carriers} people together carry it; proposed to be done first.`,
  },
  minority: 'Not many, but urgent: one group puts it near the top.',
  place: ({ low, high }) =>
    low === high
      ? `With other people in the room, most likely still place ${low}.`
      : `With other people in the room, most likely place ${low} to ${high}.`,
  group: ({ label, number, rank, topK }) => `“${label}” put no. ${number} in place ${rank}; for the room it is below the first ${topK}.`,
  silent: ({ label, wrote }) => `“${label}” are in the room, and none of them has ${wrote ? 'written' : 'voted'} this time.`,
  hidden: {
    'small-group': 'Too few people: this could tell who chose what, so it is not shown.',
    complementary: 'It would tell another group that must not be told, so neither is shown.',
    unanimous: 'This would tell what each of them chose, so it is not shown.',
  },
  groupHidden: 'Too few people: this could tell who chose what, so it is not shown.',
};
