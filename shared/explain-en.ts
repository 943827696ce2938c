import type { ExplainWords, Standing } from './explain.ts';

const amount = (n: number) => String(Math.round(n * 10) / 10);
const counted = (n: number, one: string, several: string) => `${amount(n)} ${Math.round(n * 10) === 10 ? one : several}`;
const numbers = (list: readonly number[]) => list.map((n) => `no. ${n}`).join(', ');

function beside(standing: Standing, one: string, several: string): string {
  switch (standing.sort) {
    case 'tied':
      return `, level with ${numbers(standing.with)}.`;
    case 'ahead':
      return amount(standing.by) === '0' ? ', a little more than the next.' : `, ${counted(standing.by, one, several)} more than the next.`;
    case 'last':
      return ', the least of all.';
    case 'alone':
      return '.';
  }
}

/** Why a need is where it is: one sentence, no names of methods. */
export const explainEn: ExplainWords = {
  need: {
    dots: ({ people, ballots, score }, standing) =>
      `${people} of ${ballots} people gave it ${counted(score, 'dot', 'dots')}${beside(standing, 'dot', 'dots')}`,
    borda: ({ people, ballots, score, first }, standing) =>
      `${people} of ${ballots} people named it${first ? `, ${first} of them first` : ''}: ${counted(score, 'point', 'points')}${beside(standing, 'point', 'points')}`,
    points: ({ people, ballots, score }, standing) =>
      `${people} of ${ballots} people gave it beans, ${counted(score, 'bean', 'beans')} each on average${beside(standing, 'bean', 'beans')}`,
  },
  other: (rank, standing) =>
    standing.sort === 'tied' ? `In place ${rank}, level with ${numbers(standing.with)}.` : `Taken together it comes out in place ${rank}.`,
  nobody: 'Nobody chose it this time.',
  allTied: 'All are level; there is no order.',
  tiedAtCut: (tied) => `A tie: ${numbers(tied)} are all kept.`,
  firm: ({ topK, droppable }) => `The first ${topK} are firm: take away any ${counted(droppable, 'ballot', 'ballots')} and they stay.`,
  loose: (topK) => `The first ${topK} are close: one ballot fewer could change them.`,
  held: ({ held, resamples, topK }) =>
    `With other people in the room the first ${topK} would be the same in about ${Math.round((100 * held) / resamples)} of 100 cases.`,
  audit: {
    agrees: (topK) => `Counted another way, the first ${topK} are the same.`,
    differs: (topK) => `Counted another way, the first ${topK} are not quite the same.`,
  },
  shortListed: {
    strong: 'Many support it; proposed to be done first.',
    minority: 'Not many, but urgent: a few people all count on it; proposed to be done first.',
  },
  minority: 'Not many, but urgent: one group puts it near the top.',
  place: ({ low, high }) =>
    low === high
      ? `With other people in the room, most likely still place ${low}.`
      : `With other people in the room, most likely place ${low} to ${high}.`,
  group: ({ label, number, rank, topK }) => `“${label}” put no. ${number} in place ${rank}; for the room it is below the first ${topK}.`,
  groupHidden: 'Too few people: this could tell who chose what, so it is not shown.',
};
