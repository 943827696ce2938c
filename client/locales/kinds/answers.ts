import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  people: (count: number) => `${count} 人`,
  percent: (percent: number) => `${percent}%`,
  answered: ({ people, of }: { people: number; of: number }) => `${of} 人里有 ${people} 人答了这题。`,
  mean: (mean: number) => `平均 ${mean} 分。`,
  several: '可以选几个，加起来会超过 100%。',
};

const en: typeof zhCN = {
  people: (count) => `${count}`,
  percent: (percent) => `${percent}%`,
  answered: ({ people, of }) => `${people} of ${of} people answered.`,
  mean: (mean) => `Mean ${mean}.`,
  several: 'Several answers each: they add up to more than 100%.',
};

/** What is said of answers that were counted, on every surface. */
export const answersWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
