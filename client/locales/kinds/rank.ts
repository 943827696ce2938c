import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: '把最要紧的排在前面',
  rule: '点一下，就排到下一位。',
  ruleAtMost: (count: number) => `点一下，就排到下一位。最多排 ${count} 件。`,
  up: '上移',
  down: '下移',
  remove: '拿下来',
  unplaced: (count: number) => `还没排 ${count} 件`,
  optional: '不排也可以',
  nowAt: ({ title, place, count }: { title: string; place: number; count: number }) => `${title}现在第 ${place} 位，共 ${count} 项`,
  removed: (title: string) => `${title}拿下来了`,
  place: (place: number) => `第 ${place} 位`,
  send: '排好了，送出',
  empty: '点下面的一件，排第 1 位。',
  full: '已经排满。',
};

const en: typeof zhCN = {
  question: 'Put what matters most first',
  rule: 'Tap to give the next place.',
  ruleAtMost: (count) => `Tap to give the next place, ${count} at most.`,
  up: 'Up',
  down: 'Down',
  remove: 'Take off',
  unplaced: (count) => `${count} without a place`,
  optional: 'You may leave them',
  nowAt: ({ title, place, count }) => `${title} is now ${place} of ${count}`,
  removed: (title) => `${title} was taken off`,
  place: (place) => `Place ${place}`,
  send: 'Done, send',
  empty: 'Tap one below to make it first.',
  full: 'All places are taken.',
};

/** The phone's words of 排一排. */
export const rankWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
