/** What needs are about, coarsely: the lexicon's own list, proposed as a need's category and never imposed. */
export const needCategories = [
  'safety',
  'transport',
  'environment',
  'children',
  'ageing',
  'health',
  'culture',
  'housing',
  'work',
  'services',
] as const;
export type NeedCategory = (typeof needCategories)[number];

/**
 * Words and phrases as people say them, separated by commas. `灯 + 黑|坏` is one cue that needs both, in any order: a word that alone says too little.
 * Latin words stand for themselves and their plural; `charg*` for all that begins so.
 */
export interface Cues {
  /** Enough alone, even beside cues of another need. */
  sure?: string;
  /** Enough alone where nothing else is named. */
  likely?: string;
  /** Not enough alone, however many; settles which of two needs is meant. */
  hint?: string;
}

export const titleLanguages = ['zh-CN', 'en', 'ja', 'ko'] as const;
export type TitleLanguage = (typeof titleLanguages)[number];

/** One need of community life, with the words by which residents' notes about it may be known. */
export interface LexiconNeed {
  id: string;
  category: NeedCategory;
  titles: Readonly<Record<TitleLanguage, string>>;
  zh: Cues;
  en: Cues;
  ja: Cues;
  ko: Cues;
  /** Cues of any language that speak against this need. */
  not?: string;
}
