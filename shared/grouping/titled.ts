import type { NeedCategory, TitleLanguage } from './lexicon/entry.ts';
import { lexicon } from './lexicon/lexicon.ts';

/** What the lexicon has of the need that goes by this title in any of its languages; null where it has none. */
export function needTitled(title: string): { titles: Readonly<Record<TitleLanguage, string>>; category: NeedCategory } | null {
  const sought = title.trim().toLowerCase();
  const found = lexicon.find(({ titles }) => Object.values(titles).some((known) => known.toLowerCase() === sought));
  return found ? { titles: found.titles, category: found.category } : null;
}
