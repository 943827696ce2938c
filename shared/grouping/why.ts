import type { TitleLanguage } from './lexicon/entry.ts';

/** One plain sentence, in the two languages that facilitators read. */
export interface Why {
  'zh-CN': string;
  en: string;
}

const wordsShown = 4;

/** The words that most notes have, so that each shown one counts; ties by the words themselves. */
function mostSaid(words: readonly (readonly string[])[]): string[] {
  const counts = new Map<string, number>();
  for (const list of words) for (const word of new Set(list)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, wordsShown)
    .map(([word]) => word);
}

function quoted(words: readonly (readonly string[])[]): { zh: string; en: string } {
  const said = mostSaid(words);
  return { zh: said.map((word) => `「${word}」`).join(''), en: said.map((word) => `“${word}”`).join(', ') };
}

/** For notes that the lexicon takes for one need; `words` are those found in each. */
export function whyOneNeed(titles: Readonly<Record<TitleLanguage, string>>, words: readonly (readonly string[])[]): Why {
  const { zh, en } = quoted(words);
  return { 'zh-CN': `像是都在说「${titles['zh-CN']}」：提到${zh}。`, en: `They all seem to be about “${titles.en}”: they mention ${en}.` };
}

/** For notes that would go to a need that stands. */
export function whyStanding(title: string, words: readonly (readonly string[])[]): Why {
  const { zh, en } = quoted(words);
  if (zh === '') return { 'zh-CN': `像是「${title}」里已有的便利贴。`, en: `They are like the notes already in “${title}”.` };
  return { 'zh-CN': `放进「${title}」？提到${zh}。`, en: `Put into “${title}”? They mention ${en}.` };
}

export const whySaidTwice: Why = { 'zh-CN': '说的几乎一样。', en: 'They say nearly the same.' };
export const whyLikeMeaning: Why = { 'zh-CN': '意思相近。', en: 'They mean something similar.' };
