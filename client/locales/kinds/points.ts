import type { Locale } from '../../../shared/refusal.ts';

const zhCN = {
  question: (total: number) => `${total} 颗豆子，怎么分？`,
  rule: '越要紧，放得越多。',
  left: (count: number) => `还剩 ${count} 颗`,
  given: (count: number) => `放了 ${count} 颗`,
  beans: (count: number) => `${count} 颗`,
  score: (mean: number) => `平均 ${mean} 颗`,
  send: '分好了，送出',
  sendShort: '送出',
  notYet: '分完再送',
};

const en: typeof zhCN = {
  question: (total) => `Share out ${total} beans`,
  rule: 'More for what matters more.',
  left: (count) => `${count} left`,
  given: (count) => `${count} given`,
  beans: (count) => (count === 1 ? '1 bean' : `${count} beans`),
  score: (mean) => `${mean} on average`,
  send: 'Done, send',
  sendShort: 'Send',
  notYet: 'Place all, then send',
};

/** The phone's words of 分豆子: they come with its face, not before. */
export const pointsWords: Record<Locale, typeof zhCN> = { 'zh-CN': zhCN, en };
