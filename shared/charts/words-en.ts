import type { ChartWords } from './words.ts';

export const chartWordsEn: ChartWords = {
  need: 'Need',
  none: '—',
  place: (place, isTied) => (isTied ? `${place}, tied` : String(place)),
  short: (place, isTied) => (isTied ? `${place} =` : String(place)),
  range: (low, high) => (low === high ? `${low} alone` : `${low} to ${high}`),
  places: {
    title: 'The order, and how sure it is',
    explanation:
      'The black mark is the place; the grey bar is where it would mostly land with other people in the room. Needs whose grey bars overlap cannot be told apart. Two strokes, and “=”, are a tie.',
    place: 'Place',
    range: 'Range',
    picture: (among) => `left: place 1, right: place ${among}`,
    few: 'Ranges were not computed.',
  },
  dots: {
    title: (exercise) => (exercise === null ? 'Dots by need' : `Dots by need: ${exercise}`),
    explanation: 'The longer the bar, the more dots. Solid bars are among the first three, hatched ones come after.',
    dots: 'Dots',
    people: 'People',
    picture: (most) => `the longest is ${most}`,
    count: (dots) => `${dots} dots`,
  },
  gap: {
    title: 'How important, and how satisfied now',
    explanation: 'The black mark is importance, the open box is satisfaction now; the longer the grey bar between them, the wider the gap.',
    importance: 'Importance',
    satisfaction: 'Satisfaction',
    gap: 'Gap',
    picture: (scale) => `left: 1, right: ${scale}`,
    betweenThem: (gap) => `gap ${gap}`,
  },
  groups: {
    title: (question) => `Groups side by side: ${question}`,
    explanation: (groups) =>
      `The open box is the place in the whole room; the black marks are the places in each group, from top to bottom: ${groups.join(', ')}. A mark far from the box sees it differently. “=” is a tie.`,
    room: 'Whole room',
    people: (label, people) => `${label} (${people})`,
    picture: (among) => `left: place 1, right: place ${among}`,
    suppressed: (groups) => `${groups.join(', ')}: too few people, or others could be worked out from it; not told and not drawn.`,
  },
  channels: {
    title: 'How people took part',
    explanation: 'Open boxes are notes, black bars are ballots; the longer, the more.',
    channel: 'Channel',
    notes: 'Notes',
    ballots: 'Ballots',
    picture: (most) => `the longest is ${most}`,
    suppressed: 'Some channels had too few people and are not told apart.',
    names: { phone: 'phone', kiosk: 'shared tablet', paper: 'paper', scribe: 'helper', assisted: 'with help' },
  },
};
